import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { axeViolations } from './axe.ts'
import { call, visit } from './call-page.ts'
import { setStage } from './stage.ts'

const stage = setStage()

/** The name of what has the focus, however deep it is. */
const focusedName = (page: Page) =>
  page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    return element?.ariaLabel ?? element?.textContent?.trim() ?? ''
  })

async function tabTo(page: Page, name: string): Promise<void> {
  for (let steps = 0; steps < 20; steps += 1) {
    if ((await focusedName(page)) === name) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`Tab does not lead to ${name}`)
}

test('a call is begun, silenced and ended by keyboard alone, and the focus is back where it began', async () => {
  const visitor = await visit(stage)
  const { page } = visitor
  await tabTo(page, 'Talk aloud')
  await page.keyboard.press('Enter')
  await visitor.told('visavis-call-start')
  assert.equal(await focusedName(page), 'Microphone')
  const speaking = await visitor.told('visavis-mind-state-change', 'speaking')
  await page.keyboard.press('Escape')
  await visitor.told('visavis-mind-state-change', 'idle', speaking)
  await tabTo(page, 'End the call')
  await page.keyboard.press('Enter')
  await visitor.told('visavis-call-end', 'ended')
  assert.equal(await focusedName(page), 'Talk aloud')
})

test('a call breaks no rule of axe, in the light and in the dark', async () => {
  const { page } = await call(stage)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    assert.deepEqual(await axeViolations(page), [], colorScheme)
  }
})

test('the face holds still as soon as the visitor’s system asks for less motion, and lives again', async () => {
  const visitor = await call(stage)
  const { page } = visitor
  const speaking = await visitor.told('visavis-mind-state-change', 'speaking')
  await page.keyboard.press('Escape')
  await visitor.told('visavis-mind-state-change', 'idle', speaking)
  const head = visitor.face.locator('[data-part=head]').first()
  /** In how many places the head is while it is looked at, about two seconds. */
  const places = () =>
    head.evaluate(async (element) => {
      // A change of the system's wishes is told with one frame, and drawn with the next.
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame)
      const seen = new Set<string | null>()
      for (let frame = 0; frame < 120; frame += 1) {
        await new Promise(requestAnimationFrame)
        seen.add(element.getAttribute('transform'))
      }
      return seen.size
    })
  assert.ok((await places()) > 5)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  assert.equal(await places(), 1)
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  assert.ok((await places()) > 5)
})
