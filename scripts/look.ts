import { mkdir, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { build } from 'vite'
import { launchBrowser } from './browser.ts'
import { serveStatic } from './measure/static-server.ts'

/**
 * `npm run look`: photographs every state of the widget on screens of several widths, phones held
 * sideways among them, light and dark, in both writing directions and both languages, and lays them
 * out on one sheet per width under `.local/look/`. `-- --state streaming --width 320` takes only those.
 */
const folder = fileURLToPath(new URL('../.local/look/', import.meta.url))
const gallery = fileURLToPath(new URL('../widget/look/', import.meta.url))

const viewports: Record<string, BrowserContextOptions> = {
  320: {
    viewport: { width: 320, height: 640 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
  },
  568: { viewport: { width: 568, height: 320 }, hasTouch: true, isMobile: true },
  844: { viewport: { width: 844, height: 390 }, hasTouch: true, isMobile: true },
  768: { viewport: { width: 768, height: 900 }, hasTouch: true, isMobile: true },
  1440: { viewport: { width: 1440, height: 860 }, deviceScaleFactor: 2 },
}

/** What is cut out of a wide page: the corner with the panel in it. */
const corner = { width: 460, height: 800 }

const { values: chosen } = parseArgs({
  options: {
    state: { type: 'string', multiple: true },
    width: { type: 'string', multiple: true },
    theme: { type: 'string' },
    dir: { type: 'string' },
    lang: { type: 'string' },
  },
})

type Shot = { state: string; theme: string; dir: string; lang: string; placement: string }

const states = [
  ...['resting', 'hover', 'card', 'inline', 'greeting', 'thinking', 'streaming', 'answered'],
  ...[
    'actions',
    'variants',
    'rich',
    'conversation',
    'scrolled',
    'keyboard',
    'menu',
    'question',
    'stopped',
  ],
  ...['tables', 'chats', 'chats-rename', 'chats-remove'],
  ...[
    'interrupted',
    'out-of-touch',
    'cut-short',
    'interrupted-before',
    'failed',
    'not-sent',
    'limit',
    'banned',
    'captcha',
    'problem',
    'near-limit',
    'over-limit',
    'loading',
  ],
  ...['unavailable', 'offline'],
  ...['call-connecting', 'call-speaking', 'call-resting', 'call-listening', 'call-hearing'],
  ...[
    'call-thinking',
    'call-paused',
    'call-written',
    'call-keyboard',
    'call-written-denied',
    'call-written-asked',
  ],
  ...['call-volume', 'call-muted', 'call-no-captions', 'call-video', 'call-no-video'],
  ...['call-opening', 'call-denied', 'call-missing', 'call-busy', 'call-unplugged'],
  ...['call-unsupported', 'call-consent', 'call-still-there', 'call-locked', 'call-taken'],
  'call-over',
]

const one = (values: string[], choice: string | undefined): string[] =>
  choice === undefined ? values : [choice]

/** Light and dark, both directions, both languages: each state once, in every manner. */
function shots(): Shot[] {
  return one(['ltr', 'rtl'], chosen.dir).flatMap((dir) =>
    one(['ru', 'en'], chosen.lang).flatMap((lang) =>
      one(['light', 'dark'], chosen.theme).flatMap((theme) =>
        (chosen.state ?? states).map((state) => ({
          state,
          theme,
          dir,
          lang,
          placement: state === 'card' || state === 'inline' ? 'inline' : 'floating',
        })),
      ),
    ),
  )
}

async function photograph(
  browser: Browser,
  { origin, width }: { origin: string; width: string },
): Promise<{ manner: string; state: string; image: Buffer }[]> {
  const taken = []
  for (const theme of one(['light', 'dark'], chosen.theme)) {
    const context = await browser.newContext({
      ...viewports[width],
      colorScheme: theme === 'dark' ? 'dark' : 'light',
      reducedMotion: 'reduce',
      timezoneId: 'UTC',
    })
    const page = await context.newPage()
    for (const shot of shots().filter((candidate) => candidate.theme === theme)) {
      const { state, dir, lang, placement } = shot
      const query = new URLSearchParams({ state, lang, dir, placement })
      await page.goto(`${origin}?${query}`)
      await page.locator('[data-ready]').waitFor()
      if (state === 'hover' && width === '1440') await page.locator('.launcher').hover()
      if (['actions', 'variants'].includes(state) && width === '1440') {
        await page.locator('visavis-message').last().hover()
      }
      const size = page.viewportSize() ?? corner
      const isLarge = size.width > corner.width && size.height > corner.height
      const inCorner = isLarge && placement === 'floating'
      const x = dir === 'rtl' ? 0 : size.width - corner.width
      const clip = { x, y: size.height - corner.height, ...corner }
      const image = await page.screenshot({
        animations: 'disabled',
        caret: 'initial',
        ...(inCorner && { clip }),
      })
      const manner = `${theme} ${dir} ${lang}`
      await mkdir(`${folder}${width}/${manner.replaceAll(' ', '-')}`, { recursive: true })
      await writeFile(`${folder}${width}/${manner.replaceAll(' ', '-')}/${state}.png`, image)
      taken.push({ manner, state, image })
    }
    await context.close()
  }
  return taken
}

/** Lays the photographs out: a row for each manner, a column for each state. */
async function layOut(
  browser: Browser,
  { width, taken }: { width: string; taken: Awaited<ReturnType<typeof photograph>> },
): Promise<string> {
  const manners = [...new Set(taken.map((shot) => shot.manner))]
  const rows = manners.map((manner) => {
    const cells = taken
      .filter((shot) => shot.manner === manner)
      .map(
        ({ state, image }) =>
          `<figure><img src="data:image/png;base64,${image.toString('base64')}"><figcaption>${state}</figcaption></figure>`,
      )
    return `<h2>${width} px, ${manner}</h2><div>${cells.join('')}</div>`
  })
  const page = await browser.newPage({ viewport: { width: 2000, height: 400 } })
  await page.setContent(
    `<style>body{font:14px system-ui;margin:24px;background:#fff}div{display:flex;flex-wrap:wrap;gap:12px}figure{margin:0}img{display:block;height:480px;border:1px solid #ddd}</style>${rows.join('')}`,
  )
  const path = `${folder}${width}.png`
  await page.screenshot({ path, fullPage: true })
  await page.close()
  return path
}

const built = `${folder}gallery`
await rm(folder, { recursive: true, force: true })
await build({
  configFile: false,
  root: gallery,
  logLevel: 'warn',
  build: { outDir: built, emptyOutDir: true, target: 'es2022' },
})
const server = await serveStatic({}, { '/': `${built}/` })
const browser = await launchBrowser()
try {
  for (const width of chosen.width ?? Object.keys(viewports)) {
    const taken = await photograph(browser, { origin: `${server.origin}/index.html`, width })
    console.log(await layOut(browser, { width, taken }))
  }
} finally {
  await browser.close()
  await server.close()
}
