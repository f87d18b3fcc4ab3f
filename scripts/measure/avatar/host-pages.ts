import { readFile } from 'node:fs/promises'
import { transformWithOxc } from 'vite'
import { serveStatic, type StaticServer } from '../static-server.ts'

export type Embedding = { scriptUrl: string; apiUrl: string; siteKey: string }

/**
 * Serves a page with the widget on it: `/` as a site has it, and `/tapped` with a recorder that
 * listens and looks from before the widget runs, which takes time of its own.
 */
export async function serveHost({ scriptUrl, apiUrl, siteKey }: Embedding): Promise<StaticServer> {
  const worklet = await browserScript('sound-tap-worklet.ts')
  const tapUrl = `data:text/javascript,${encodeURIComponent(worklet)}`
  const recorder = `globalThis.soundTapUrl = ${JSON.stringify(tapUrl)}
${await browserScript('page-recorder.ts')}`
  const page = (script: string) =>
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title><body><h1>Host page</h1>${script}<script type="module" src="${scriptUrl}" data-site-key="${siteKey}" data-api-url="${apiUrl}" data-events-with-text></script></body></html>`
  return serveStatic({
    '/': page(''),
    '/tapped': page(`<script type="module">${recorder}</script>`),
  })
}

async function browserScript(name: string): Promise<string> {
  const path = new URL(name, import.meta.url)
  const { code } = await transformWithOxc(await readFile(path, 'utf8'), path.pathname)
  return code
}
