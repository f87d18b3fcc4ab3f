import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

/** Both of RNNoise's licences ask for their text to go wherever it goes. */
export function rnnoiseLicence(): Plugin {
  return {
    name: 'rnnoise-licence',
    apply: 'build',
    generateBundle(_options, bundle) {
      if (!Object.keys(bundle).some((name) => /rnnoise.*\.wasm$/u.test(name))) return
      const own = new URL('rnnoise-licence.txt', import.meta.url)
      const build = new URL('../../node_modules/@jitsi/rnnoise-wasm/LICENSE', import.meta.url)
      this.emitFile({
        type: 'asset',
        fileName: 'assets/rnnoise-licence.txt',
        source: readFileSync(own, 'utf8') + readFileSync(build, 'utf8'),
      })
    },
  }
}
