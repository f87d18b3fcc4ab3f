import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { serveStatic } from '../../scripts/measure/static-server.ts'
import { closeServer, listenOnFreePort } from '../../scripts/stack/listen.ts'
import type { Stack } from '../../scripts/stack/stack.ts'
import { createForeignSite } from '../../site/foreign/foreign-site.ts'
import { apiPlaceholder, takeBuild } from './builds.ts'

/** The built script tag, as it is deployed, and a page of another origin that carries it. */
export type BuiltWidget = {
  readonly scriptOrigin: string
  readonly hostUrl: string
  /** Every file of the script's that was asked for, in order. */
  readonly requestedPaths: readonly string[]
  close(): Promise<void>
}

export async function serveBuiltWidget({ apiUrl, siteKey }: Stack): Promise<BuiltWidget> {
  const folder = await mkdtemp(join(tmpdir(), 'visavis-widget-'))
  const build = await takeBuild('widget')
  await cp(build.folder, folder, { recursive: true })
  await build.close()
  await writeApiUrl(folder, apiUrl)
  const script = await serveStatic({}, { '/': folder })
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
      await rm(folder, { recursive: true })
    },
  }
}

/** Writes the address that a site would have built its script with. */
async function writeApiUrl(folder: string, apiUrl: string): Promise<void> {
  const files = (await readdir(join(folder, 'assets'))).map((name) => join(folder, 'assets', name))
  for (const file of files) {
    const code = await readFile(file, 'utf8')
    if (code.includes(apiPlaceholder)) {
      await writeFile(file, code.replaceAll(apiPlaceholder, apiUrl))
    }
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
