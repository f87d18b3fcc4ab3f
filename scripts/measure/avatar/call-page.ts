import type { Browser, Page } from 'playwright-core'
import { companionOn } from '../../../test/e2e/companion-page.ts'
import type { Recording } from './recording.ts'

/** A visitor's page in a call. */
export type CallPage = {
  readonly page: Page
  /** Says something, and resolves once the answer was heard to its end. */
  ask(question: string): Promise<void>
  /** The same on a tapped page, with all that could be heard and seen of the answer. */
  record(question: string): Promise<Recording>
  /** Bytes of JavaScript objects that are in use, of all garbage rid. */
  heapBytes(): Promise<number>
  close(): Promise<void>
}

/** Begins a call with a click, and resolves once the greeting was heard. */
export async function callOn(browser: Browser, url: string): Promise<CallPage> {
  const context = await browser.newContext({ locale: 'en-US' })
  const page = await context.newPage()
  await page.goto(url)
  const companion = companionOn(page)
  await companion.open()
  const greeted = heard(page)
  await companion.button('Talk aloud').click()
  await greeted
  const session = await context.newCDPSession(page)
  await session.send('HeapProfiler.enable')

  return {
    page,
    async ask(question) {
      const answered = heard(page)
      await companion.send(question)
      await answered
    },
    async record(question) {
      const recording = page.evaluate(() => globalThis.recorder.record())
      await companion.send(question)
      return recording
    },
    async heapBytes() {
      await session.send('HeapProfiler.collectGarbage')
      await session.send('HeapProfiler.collectGarbage')
      const { usedSize } = await session.send('Runtime.getHeapUsage')
      return usedSize
    },
    close: () => context.close(),
  }
}

/** Resolves with the end of the next thing that is said. */
function heard(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let isHeard = false
        const listening = new AbortController()
        document.addEventListener(
          'visavis-mind-state-change',
          (event) => {
            const { state } = event as unknown as { state: string }
            isHeard ||= state === 'speaking'
            if (!isHeard || state !== 'idle') return
            listening.abort()
            resolve()
          },
          listening,
        )
      }),
  )
}
