import { cp, mkdir, readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Plugin } from 'vite'
import { buildEspeakVoice } from '../voices/espeak/build.ts'

/** Where the voice lies beside the script; `widget/voices/espeak/README.md` says what it is. */
const place = 'voices/espeak'

/**
 * Puts the synthesiser's files beside the built script and serves them while developing, as they
 * are: they are a program of their own, under their own licence, and nothing is bundled with them.
 */
export function espeakAsset(): Plugin {
  let built: Promise<string> | undefined
  return {
    name: 'visavis:espeak-asset',
    async writeBundle({ dir = '.' }) {
      const target = join(dir, place)
      await mkdir(target, { recursive: true })
      await cp(await buildEspeakVoice(), target, { recursive: true })
    },
    configureServer({ middlewares }) {
      middlewares.use(`/${place}/`, (request, response, next) => {
        const name = basename((request.url ?? '').split('?', 1)[0] ?? '')
        built ??= buildEspeakVoice()
        readVoiceFile(built, name).then((content) => {
          if (!content) return next()
          const type = name.endsWith('.js') ? 'text/javascript' : 'application/octet-stream'
          response.setHeader('content-type', type)
          response.setHeader('cache-control', 'no-cache')
          response.end(content)
        }, next)
      })
    },
  }
}

async function readVoiceFile(built: Promise<string>, name: string): Promise<Buffer | null> {
  const folder = await built
  const names = await readdir(folder)
  return names.includes(name) ? readFile(join(folder, name)) : null
}
