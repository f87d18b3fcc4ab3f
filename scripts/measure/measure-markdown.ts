import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { launchBrowser } from '../browser.ts'
import { serveStatic } from './static-server.ts'
import { median, round } from './statistics.ts'

const gallery = fileURLToPath(new URL('../../widget/look/', import.meta.url))
const built = fileURLToPath(new URL('../../.local/measure/gallery/', import.meta.url))

/** What is used here of the gallery's element, whose conversation is scripted. */
type Scripted = {
  readonly conversation: {
    readonly view: { readonly messages: readonly object[] }
    show(change: { busy: boolean; messages: readonly object[] }): void
  }
}

const pieces = 25
const rounds = 3
const manners = ['markdown', 'plain'] as const

/** Of 66 kB and more, as nobody should write them. */
const answers: Record<string, string> = {
  items: Array.from({ length: 3000 }, (_, index) => `- **Item** ${index} and \`code\``).join('\n'),
  unclosedLink: `[${'a link '.repeat(9430)}`,
  unclosedLinks: '[a link '.repeat(8250),
  paragraph: 'A sentence with **bold** words and `code` in it. '.repeat(1347),
  lines: 'A line with **bold** words.\n'.repeat(2360),
  paragraphs: 'A paragraph with **bold** words and `code` in it.\n\n'.repeat(1295),
  rows: `| Name | Years | City |\n|---|--:|---|\n${'| **Anna** | 30 | London |\n'.repeat(5000)}`,
  code: `\`\`\`js\n${'const minute = 60_000 // it is over before you look\n'.repeat(1250)}`,
  quote: '> A line with **bold** words.\n'.repeat(2200),
}

/**
 * How long an answer that comes in pieces blocks the page: the processor's time of the longest task,
 * in milliseconds, script, styles, layout and painting together. `plain` is the same text in the
 * same pieces as an element's only text.
 */
export async function measure(): Promise<object> {
  await build({
    configFile: false,
    root: gallery,
    logLevel: 'warn',
    build: { outDir: built, emptyOutDir: true, target: 'es2022' },
  })
  const server = await serveStatic({}, { '/': built })
  const browser = await launchBrowser()
  try {
    const longestTaskMs: Record<string, Record<string, number>> = {}
    for (const [name, answer] of Object.entries(answers)) {
      const figures: Record<string, number[]> = {}
      for (let turn = 0; turn < rounds; turn += 1) {
        for (const manner of manners) {
          const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
          await page.goto(`${server.origin}/index.html`)
          await page.locator('[data-ready]').waitFor()
          if (manner === 'plain') await makePlain(page)
          const tasks = await tasksOf(browser, page, () => showInPieces(page, answer))
          ;(figures[manner] ??= []).push(Math.max(...tasks))
          await page.close()
        }
      }
      longestTaskMs[name] = Object.fromEntries(
        manners.map((manner) => [manner, round(median(figures[manner] ?? []))]),
      )
    }
    return { longestTaskMs, pieces, rounds }
  } finally {
    await browser.close()
    await server.close()
  }
}

/** Leaves nothing on the page but an element as large as the list of messages. */
async function makePlain(page: Page): Promise<void> {
  await page.evaluate(() => {
    const plain = document.createElement('main')
    plain.style.cssText =
      'width: 360px; height: 600px; overflow: auto; white-space: pre-wrap; font: 16px system-ui'
    document.body.replaceChildren(plain)
  })
}

async function showInPieces(page: Page, answer: string): Promise<void> {
  await page.evaluate(
    async ({ answer, pieces }) => {
      const plain = document.querySelector('main')
      const avatar = document.querySelector('psy-avatar') as unknown as Scripted
      const size = Math.ceil(answer.length / pieces)
      for (let end = size; end < answer.length + size; end += size) {
        const text = answer.slice(0, end)
        if (plain) {
          plain.textContent = text
        } else {
          const busy = end < answer.length
          const status = busy ? 'streaming' : 'complete'
          const [greeting = {}] = avatar.conversation.view.messages
          const said = { ...greeting, id: 'answer', key: 'answer', isGreeting: false }
          avatar.conversation.show({ busy, messages: [greeting, { ...said, text, status }] })
        }
        // The first frame draws it, and what follows from it comes with the next ones.
        for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame)
      }
    },
    { answer, pieces },
  )
}

/** An event as Chromium traces it; `tdur` is the thread's own time in microseconds. */
type TraceEvent = {
  name: string
  pid: number
  tid: number
  tdur?: number
  args?: { name?: string }
}

/** The tasks of the page's main thread in the meantime, in milliseconds of the processor. */
async function tasksOf(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
): Promise<readonly number[]> {
  await browser.startTracing(page, { categories: ['toplevel'] })
  await act()
  const trace = await browser.stopTracing()
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] }
  const isMain = ({ name, args }: TraceEvent) =>
    name === 'thread_name' && args?.name === 'CrRendererMain'
  const threads = traceEvents.filter(isMain)
  return traceEvents
    .filter(({ name }) => name === 'ThreadControllerImpl::RunTask')
    .filter((task) => threads.some(({ pid, tid }) => pid === task.pid && tid === task.tid))
    .map(({ tdur = 0 }) => tdur / 1000)
}
