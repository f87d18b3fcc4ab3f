import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { EngineSession } from '../fixtures/anam-engine/engine-session.ts'
import type { EngineFaults } from '../fixtures/anam-engine/faults.ts'
import { setAnamStage } from './anam-stage.ts'
import { attach } from './anam-visit.ts'

const stage = setAnamStage()

afterEach(() => {
  stage.engine.faults = {}
})

const asLongAsAVisitorWaitsMs = 15_000

/** There is no video face on the page, and none was. */
async function hasNone(page: Page): Promise<void> {
  assert.deepEqual(await page.evaluate(() => anam.events), [{ type: 'state', state: 'closed' }])
  assert.equal(await page.evaluate(() => anam.video), null)
}

describe('a video face that cannot come', () => {
  const refusals: [name: string, faults: EngineFaults, problem: string, tokens: number][] = [
    ['our key is not taken', { token: { status: 401 } }, 'token', 0],
    ['there is no plan', { token: { status: 402 } }, 'no_plan', 0],
    ['there are no more tokens', { token: { status: 429 } }, 'limit', 0],
    ['no token is to be had for now', { token: { status: 503 } }, 'busy', 0],
    ['the request is not understood', { session: { status: 400 } }, 'token', 1],
    ['the token is not taken', { session: { status: 401 } }, 'token', 1],
    ['the token is not for this', { session: { status: 403 } }, 'token', 1],
    ['the plan has ended', { session: { status: 402 } }, 'no_plan', 1],
    [
      'the spend cap is reached',
      { session: { status: 429, error: 'Spend cap reached' } },
      'limit',
      1,
    ],
    ['the usage limit is reached', { session: { status: 429 } }, 'limit', 1],
    ['too many look at once', { maxSessions: 0 }, 'limit', 1],
    ['Anam is busy', { session: { status: 503 } }, 'busy', 3],
    ['Anam is broken', { session: { status: 500 } }, 'connection_closed', 3],
    ['signalling is out of reach', { signalling: 'refused' }, 'connection_closed', 1],
  ]
  for (const [name, faults, problem, tokens] of refusals) {
    test(`says ${problem} when ${name}`, async () => {
      const page = await stage.newVisitor()
      const before = stage.engine.tokens.length
      stage.engine.faults = faults
      assert.equal(await attach(page), problem)
      assert.equal(stage.engine.tokens.length - before, tokens)
      await hasNone(page)
    })
  }

  const silences: [
    name: string,
    faults: EngineFaults,
    waits: (session: EngineSession) => boolean,
  ][] = [
    ['nobody answers the offer', { signalling: 'unanswered' }, ({ offers }) => offers > 0],
    ['no picture arrives', { media: 'none' }, ({ isConnected }) => isConnected],
  ]
  for (const [name, faults, waits] of silences) {
    test(`says no_first_frame when ${name} for as long as a visitor waits`, async () => {
      const page = await stage.newVisitor()
      await page.clock.install()
      const before = stage.engine.tokens.length
      stage.engine.faults = faults
      const beginning = stage.engine.nextSession()
      const attaching = attach(page)
      const session = await beginning
      await session.until(waits)
      await page.clock.fastForward(asLongAsAVisitorWaitsMs)
      assert.equal(await attaching, 'no_first_frame')
      assert.equal(stage.engine.tokens.length - before, 1)
      await hasNone(page)
    })
  }

  test('comes after all when Anam is busy for a moment, with another token', async () => {
    const page = await stage.newVisitor()
    const before = stage.engine.tokens.length
    stage.engine.faults = { session: { status: 503, times: 3 } }
    assert.equal(await attach(page), null)
    assert.equal(stage.engine.tokens.length - before, 2)
  })

  test('comes after all when its picture is late', async () => {
    const page = await stage.newVisitor()
    stage.engine.faults = { media: { delayMs: 2000 } }
    assert.equal(await attach(page), null)
  })

  test('costs no token when it is closed before anything of Anam’s is there', async () => {
    const page = await stage.newVisitor()
    const before = stage.engine.tokenRequests.length
    const problem = await page.evaluate(() => {
      const attaching = anam.attach()
      void anam.avatar.close()
      return attaching
    })
    assert.equal(problem, 'no_first_frame')
    assert.equal(stage.engine.tokenRequests.length, before)
  })

  test('does not come when it is closed meanwhile', async () => {
    const page = await stage.newVisitor()
    stage.engine.faults = { signalling: 'unanswered' }
    const beginning = stage.engine.nextSession()
    const attaching = attach(page)
    const session = await beginning
    // Before it has connected, the page has nothing to close that the engine could see.
    await session.until(({ offers }) => offers > 0)
    await page.evaluate(() => anam.avatar.close())
    assert.equal(await attaching, 'no_first_frame')
    await session.until(({ isOpen }) => !isOpen)
  })
})
