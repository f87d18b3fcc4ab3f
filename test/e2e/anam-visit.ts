import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { EngineSession } from '../fixtures/anam-engine/engine-session.ts'
import { patiently } from '../fixtures/anam-engine/patience.ts'
import type { PageEvent } from './anam-page.ts'
import type { AnamStage } from './anam-stage.ts'

/** A visitor's page with an avatar on it, and the engine's end of its session. */
export async function bringAvatar(
  stage: AnamStage,
): Promise<{ page: Page; session: EngineSession; breakSignalling: () => Promise<void> }> {
  const page = await stage.newVisitor()
  const connecting = Promise.all([page.waitForEvent('websocket'), stage.engine.nextSession()])
  // What keeps the avatar away says more than that nobody connects.
  connecting.catch(() => undefined)
  assert.equal(await attach(page), null)
  const [socket, session] = await connecting
  return {
    page,
    session,
    // What is said before the page has noticed would be lost.
    async breakSignalling() {
      const closing = socket.waitForEvent('close')
      session.dropSignalling()
      await closing
    },
  }
}

/** Resolves with null once there is an avatar, or with the problem that keeps it away. */
export function attach(page: Page): Promise<string | null> {
  const outcome = page.evaluate(() => anam.attach())
  return patiently(outcome, () => 'There is neither an avatar nor a problem')
}

/** How an answer's way through the avatar ended. */
export function heard(page: Page, id: string): Promise<{ text: string; isCut: boolean }> {
  const end = page.evaluate((of) => anam.heard(of), id)
  return patiently(end, () => `What was to be said as ${id} came to no end`)
}

/** Resolves with the first event of the page, past or to come, that is of this type. */
export async function eventOf<Type extends PageEvent['type']>(
  page: Page,
  type: Type,
): Promise<Extract<PageEvent, { type: Type }>> {
  const found = await page.waitForFunction(
    (wanted) => anam.events.find((event) => event.type === wanted),
    type,
  )
  return (await found.jsonValue()) as Extract<PageEvent, { type: Type }>
}

/** Resolves when our server has written down that its newest session ended, and so. */
export async function newestSessionEnds({ stack }: AnamStage, reason: string): Promise<void> {
  let newest: string | null | undefined
  const isWritten = async () => {
    for (;;) {
      const [row] = await stack.query<{ end_reason: string | null }>(
        'select end_reason from public.calls order by started_at desc limit 1',
      )
      newest = row?.end_reason
      if (newest === reason) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  await patiently(isWritten(), () => `The newest session did not end as ${reason}, but ${newest}`)
}
