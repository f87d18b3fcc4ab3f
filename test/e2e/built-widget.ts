import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { serveStatic } from '../../scripts/measure/static-server.ts'
import { closeServer, listenOnFreePort } from '../../scripts/stack/listen.ts'
import type { Stack } from '../../scripts/stack/stack.ts'
import { createForeignSite } from '../../site/foreign/foreign-site.ts'

/** The built script tag, as it is deployed, and a page of another origin that carries it. */
export type BuiltWidget = {
  readonly scriptOrigin: string
  readonly hostUrl: string
  /** Every file of the script's that was asked for, in order. */
  readonly requestedPaths: readonly string[]
  close(): Promise<void>
}

export async function serveBuiltWidget({ apiUrl, siteKey }: Stack): Promise<BuiltWidget> {
  const outDir = await mkdtemp(join(tmpdir(), 'visavis-widget-'))
  await build({
    configFile: fileURLToPath(new URL('../../widget/vite.config.ts', import.meta.url)),
    define: { 'import.meta.env.VITE_API_URL': JSON.stringify(apiUrl) },
    build: { outDir, emptyOutDir: true },
    logLevel: 'warn',
  })
  const script = await serveStatic({}, { '/': outDir })
  const { origin: siteUrl } = script
  const host = createServer(createForeignSite({ siteUrl, apiUrl, siteKey }))
  const port = await listenOnFreePort(host, 0)
  return {
    scriptOrigin: siteUrl,
    hostUrl: `http://localhost:${port}/`,
    requestedPaths: script.requestedPaths,
    async close() {
      await closeServer(host)
      await script.close()
      await rm(outDir, { recursive: true })
    },
  }
}

/** Names what breaks the policy of the page, from its beginning on. */
export async function watchViolations(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const violations: string[] = []
    Object.assign(globalThis, { violations })
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      violations.push(`${violatedDirective}: ${blockedURI}`),
    )
  })
  return () => page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations)
}
