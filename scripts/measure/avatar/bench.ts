import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import { type LlmServer, startLlmServer } from '../../../test/fixtures/llm-server.ts'
import { launchBrowser } from '../../browser.ts'
import { startStack } from '../../stack/stack.ts'
import { serveStatic } from '../static-server.ts'
import { serveHost } from './host-pages.ts'

export type Bench = {
  readonly browser: Browser
  readonly llm: LlmServer
  /** Of the pages with the widget on them: see `serveHost`. */
  readonly origin: string
  /** Sizes of the widget's files that were loaded so far, but for the synthesiser's. */
  loadedGzipBytes(): Promise<Record<string, number>>
  close(): Promise<void>
}

/** The built widget on a page of another origin, a local stack, and a model to be told what to say. */
export async function startBench(): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'visavis-widget-'))
  const configFile = fileURLToPath(new URL('../../../widget/vite.config.ts', import.meta.url))
  await build({ configFile, build: { outDir: folder, emptyOutDir: true }, logLevel: 'warn' })
  const llm = await startLlmServer()
  const stack = await startStack({
    environment: {
      OPENAI_COMPATIBLE_BASE_URL: llm.baseUrl,
      OPENAI_COMPATIBLE_MODEL: 'fake-model',
    },
  })
  await stack.warm()
  const assets = await serveStatic({}, { '/': folder })
  const scriptUrl = `${assets.origin}/visavis.js`
  const { apiUrl, siteKey } = stack
  const host = await serveHost({ scriptUrl, apiUrl, siteKey })
  // No voice of the device's, wherever this runs: there are as many as there are devices.
  const browser = await launchBrowser(['--disable-speech-synthesis-api'])

  return {
    browser,
    llm,
    origin: host.origin,
    async loadedGzipBytes() {
      const own = assets.requestedPaths.filter((path) => !path.startsWith('/voices/'))
      const sizes = own.map(async (path) => {
        const { length } = gzipSync(await readFile(join(folder, path)), { level: 9 })
        return [path.slice(1), length] as const
      })
      return Object.fromEntries(await Promise.all(sizes))
    },
    async close() {
      await browser.close()
      await Promise.all([host.close(), assets.close()])
      await stack.close()
      await llm.close()
      await rm(folder, { recursive: true })
    },
  }
}
