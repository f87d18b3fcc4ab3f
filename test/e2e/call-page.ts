import type { Locator, Page } from 'playwright-core'
import { companionOn, type CompanionPage } from './companion-page.ts'
import type { Stage } from './stage.ts'

/** Something that a page was told, by its place among all of it. */
export type Told = { type: string; detail: string; at: number }

/** A page that writes down what it is told of a call. */
export type CallPage = CompanionPage & {
  readonly face: Locator
  /** Resolves with the first thing told that is so, of those from `since` on. */
  told(type: string, detail?: string, since?: number): Promise<number>
  everything(): Promise<Told[]>
}

export async function visit(
  stage: Stage,
  { path = '', page }: { path?: string; page?: Page } = {},
): Promise<CallPage> {
  const visitor = page ?? (await stage.newVisitor({ locale: 'en-US' }))
  await visitor.addInitScript(() => {
    const all: Told[] = []
    Object.assign(globalThis, { told: all })
    const names =
      'call-start call-end caption mind-state-change turn-step message-start message-end'
    document.addEventListener('visavis-panel-open', ({ target }) =>
      (target as HTMLElement).setAttribute('events-with-text', ''),
    )
    for (const name of names.split(' ')) {
      const type = `visavis-${name}`
      document.addEventListener(type, (event) => {
        const { face, reason, word, state, step } = event as unknown as Record<string, string>
        const detail = face ?? reason ?? word ?? state ?? step ?? ''
        all.push({ type, detail, at: performance.now() })
      })
    }
  })
  await visitor.goto(new URL(path, stage.widget.hostUrl).href)
  const companion = companionOn(visitor)
  await companion.open()
  return {
    ...companion,
    face: visitor.locator('visavis-call .face svg'),
    async told(type, detail, since = 0) {
      const found = await visitor.waitForFunction(
        (wanted) => {
          const { told } = globalThis as unknown as { told: Told[] }
          const index = told.findIndex(
            (event, place) =>
              place >= wanted.since &&
              event.type === wanted.type &&
              (wanted.detail === undefined || event.detail === wanted.detail),
          )
          return index + 1
        },
        { type, detail, since },
      )
      return (await found.jsonValue()) - 1
    },
    everything: () => visitor.evaluate(() => (globalThis as unknown as { told: Told[] }).told),
  }
}

/** The same, with a call that has begun. */
export async function call(
  stage: Stage,
  options?: { path?: string; page?: Page },
): Promise<CallPage> {
  const visitor = await visit(stage, options)
  await visitor.button('Talk aloud').click()
  await visitor.told('visavis-call-start')
  return visitor
}
