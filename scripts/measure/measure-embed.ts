import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { build } from 'vite'
import { companionOn } from '../../test/e2e/companion-page.ts'
import { launchBrowser } from '../browser.ts'
import { startStack } from '../stack/stack.ts'
import { serveStatic, type StaticServer } from './static-server.ts'
import { median, round } from './statistics.ts'

const root = new URL('../../', import.meta.url)
const pathOf = (relative: string): string => fileURLToPath(new URL(relative, root))

const rounds = 7
const cpuThrottle = 4

/** The two widgets that load least among those measured, at pinned versions. */
const peers = {
  'deep-chat': {
    install: 'deep-chat@2.4.2',
    markup: (origin: string) =>
      `<script type="module" src="${origin}/peers/deep-chat/dist/deepChat.bundle.js"></script><deep-chat demo="true"></deep-chat>`,
    element: 'deep-chat',
  },
  'open-chat-studio-widget': {
    install: 'open-chat-studio-widget@0.6.0',
    markup: (origin: string) =>
      `<script type="module" src="${origin}/peers/open-chat-studio-widget/dist/open-chat-studio-widget/open-chat-studio-widget.esm.js"></script><open-chat-studio-widget chatbot-id="demo" visible="false" button-text="Chat"></open-chat-studio-widget>`,
    element: 'open-chat-studio-widget',
  },
}

/** Peers are not dependencies of the project; they are installed when they are measured. */
function installPeers(): string {
  const folder = pathOf('.local/peers')
  if (!existsSync(`${folder}/node_modules/deep-chat`)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${folder}/package.json`, '{ "private": true }')
    const names = Object.values(peers).map((peer) => peer.install)
    execFileSync('npm', ['install', '--no-save', '--loglevel=error', ...names], { cwd: folder })
  }
  return `${folder}/node_modules`
}

const page = (markup: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title><body><h1>Host page</h1>${markup}</body></html>`

type Load = { scriptMs: number; gzipBytes: number }

/** Loads a page in a fresh profile on a throttled processor and adds up what its scripts cost. */
async function measureLoad(browser: Browser, url: string, element: string): Promise<Load> {
  const context = await browser.newContext()
  const tab = await context.newPage()
  let gzipBytes = 0
  const bodies: Promise<void>[] = []
  tab.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return
    bodies.push(
      response.body().then((body) => {
        gzipBytes += gzipSync(body, { level: 9 }).length
      }),
    )
  })
  const session = await context.newCDPSession(tab)
  await session.send('Performance.enable')
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpuThrottle })
  await tab.goto(url, { waitUntil: 'networkidle' })
  await tab.evaluate((name) => customElements.whenDefined(name).then(() => undefined), element)
  await tab.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(null))))
  const scriptMs = await scriptDurationMs(session)
  await Promise.all(bodies)
  await context.close()
  return { scriptMs, gzipBytes }
}

async function scriptDurationMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  const seconds = (name: string): number =>
    metrics.find((metric) => metric.name === name)?.value ?? 0
  return (seconds('ScriptDuration') + seconds('V8CompileDuration')) * 1000
}

/** What the browser holds for the page: storage keys, cookies and databases. */
async function countStorage(tab: Page): Promise<number> {
  const keys = await tab.evaluate(async () => {
    const databases = await indexedDB.databases()
    return localStorage.length + sessionStorage.length + databases.length
  })
  return keys + (await tab.context().cookies()).length
}

type TextReady = {
  gzipBytes: number
  offOriginRequestsBeforeClick: number
  storageKeysBeforeClick: number
  clickToReadyMs: number
}

/** Opens the launcher, sends a message and waits for its answer, counting all scripts on the way. */
async function measureTextReady(
  browser: Browser,
  { host, assets }: { host: string; assets: string },
): Promise<TextReady> {
  const context = await browser.newContext({ locale: 'en-US' })
  const tab = await context.newPage()
  let gzipBytes = 0
  const bodies: Promise<void>[] = []
  const requests: string[] = []
  tab.on('request', (request) => requests.push(request.url()))
  tab.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return
    bodies.push(
      response.body().then((body) => {
        gzipBytes += gzipSync(body, { level: 9 }).length
      }),
    )
  })
  await tab.goto(host, { waitUntil: 'networkidle' })
  // The script tag itself is the owner's choice; anything else off the page's origin is ours.
  const offOrigin = requests.filter(
    (url) => !url.startsWith(host) && !url.startsWith(`${assets}/widget/`),
  )
  const storageKeysBeforeClick = await countStorage(tab)
  const companion = companionOn(tab)
  const clickedAt = performance.now()
  await companion.open()
  const clickToReadyMs = performance.now() - clickedAt
  await companion.ask('Hello, who are you?')
  await Promise.all(bodies)
  await context.close()
  return {
    gzipBytes,
    offOriginRequestsBeforeClick: offOrigin.length,
    storageKeysBeforeClick,
    clickToReadyMs,
  }
}

/** Bytes and script time of the embedded widget, beside its peers. */
export async function measure(): Promise<object> {
  await build({ configFile: pathOf('widget/vite.config.ts'), logLevel: 'warn' })
  const peerFolder = installPeers()
  const stack = await startStack({ site: false })
  const assets = await serveStatic({}, { '/widget/': pathOf('widget/dist'), '/peers/': peerFolder })
  const ours = `<script type="module" src="${assets.origin}/widget/visavis.js" data-site-key="${stack.siteKey}" data-api-url="${stack.apiUrl}"></script>`
  const candidates = {
    visavis: { markup: ours, element: 'psy-avatar' },
    ...Object.fromEntries(
      Object.entries(peers).map(([name, peer]) => [
        name,
        { markup: peer.markup(assets.origin), element: peer.element },
      ]),
    ),
  }
  const hosts: Record<string, StaticServer> = {}
  for (const [name, { markup }] of Object.entries(candidates)) {
    hosts[name] = await serveStatic({ '/': page(markup) })
  }
  const browser = await launchBrowser()
  try {
    const loads: Record<string, Load[]> = {}
    for (let turn = 0; turn < rounds; turn += 1) {
      for (const [name, { element }] of Object.entries(candidates)) {
        const load = await measureLoad(browser, `${hosts[name]?.origin}/`, element)
        ;(loads[name] ??= []).push(load)
      }
    }
    const textReady = await measureTextReady(browser, {
      host: `${hosts['visavis']?.origin}/`,
      assets: assets.origin,
    })
    const summary = (name: string): { gzipBytes: number; loadScriptMs: number } => ({
      gzipBytes: median((loads[name] ?? []).map((load) => load.gzipBytes)),
      loadScriptMs: round(median((loads[name] ?? []).map((load) => load.scriptMs))),
    })
    return {
      tagGzipBytes: summary('visavis').gzipBytes,
      textReadyGzipBytes: textReady.gzipBytes,
      offOriginRequestsBeforeClick: textReady.offOriginRequestsBeforeClick,
      storageKeysBeforeClick: textReady.storageKeysBeforeClick,
      loadScriptMs: summary('visavis').loadScriptMs,
      clickToReadyMs: round(textReady.clickToReadyMs),
      cpuThrottle,
      rounds,
      peers: Object.fromEntries(Object.keys(peers).map((name) => [name, summary(name)])),
    }
  } finally {
    await browser.close()
    await Promise.all([...Object.values(hosts), assets].map((server) => server.close()))
    await stack.close()
  }
}
