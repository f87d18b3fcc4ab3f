import { basename, dirname, resolve } from 'node:path'
import type { Plugin } from 'vite'

/**
 * A worklet is a script of its own, which nothing imports: `new URL('./….ts', import.meta.url)` of a
 * file whose name ends in `-worklet.ts` becomes the address of a chunk. Vite knows this of workers
 * only, and would copy the source.
 */
export function buildWorklets(): Plugin {
  return {
    name: 'build-worklets',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { code: /-worklet\.ts'/u },
      handler(code, importer) {
        const address = /new URL\('([^']+-worklet)\.ts', import\.meta\.url\)/gu
        return code.replaceAll(address, (_, path: string) => {
          const id = resolve(dirname(importer), `${path}.ts`)
          const reference = this.emitFile({ type: 'chunk', id, name: basename(path) })
          return `new URL(import.meta.ROLLUP_FILE_URL_${reference})`
        })
      },
    },
  }
}
