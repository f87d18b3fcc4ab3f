import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  eventsOf,
  handFedTurns,
  metaOf,
  readAll,
  turn,
  visitorId,
  runUntilAsked,
} from '../../../../../test/fixtures/hand-fed-router.ts'
import { withLifetime } from './view-lifetime.ts'
import { viewStream, type StreamView } from './stream-view.ts'

const unlimited = { streamViewLimitMs: 60_000, retiring: new AbortController().signal }

/** A running answer and a view of it by its own process or by another. */
async function viewedFrom(where: 'its own process' | 'another process') {
  const { dependencies, router, store, anotherProcess } = handFedTurns()
  const { streamId } = metaOf((await runUntilAsked(dependencies, turn())).view)
  router.say('One')
  await dependencies.streamLog.flush()
  const streamLog = where === 'its own process' ? dependencies.streamLog : anotherProcess
  const come = (afterSequence: number): Promise<StreamView> =>
    viewStream({ store, streamLog, pollMs: 1 }, { streamId, visitorId, afterSequence })
  return { router, come }
}

for (const where of ['its own process', 'another process'] as const) {
  describe(`a limited view from ${where}`, () => {
    it('asks to come back when its time is over, and the rest follows exactly', async () => {
      const { router, come } = await viewedFrom(where)
      const limited = withLifetime(await come(0), { ...unlimited, streamViewLimitMs: 1 })
      const first = await readAll(limited)
      const reconnect = eventsOf(first).at(-1)
      assert.ok(reconnect?.type === 'reconnect')
      const shown = first.slice(0, first.lastIndexOf('id: '))
      assert.match(first, new RegExp(`id: ${reconnect.afterSequence}\\n[^\\n]+reconnect`, 'u'))
      assert.equal(eventsOf(shown).length, reconnect.afterSequence)

      router.say(' two')
      router.end()
      const rest = await readAll(withLifetime(await come(reconnect.afterSequence), unlimited))
      assert.equal(shown + rest, await readAll(await come(0)))
    })

    it('asks to come back when its process is about to end', async () => {
      const { router, come } = await viewedFrom(where)
      const retirement = new AbortController()
      const view = withLifetime(await come(0), { ...unlimited, retiring: retirement.signal })
      const reading = readAll(view)
      retirement.abort()
      assert.equal(eventsOf(await reading).at(-1)?.type, 'reconnect')
      router.end()
    })

    it('does not ask for what is over', async () => {
      const { router, come } = await viewedFrom(where)
      router.end()
      await readAll(await come(0))
      const view = withLifetime(await come(0), { ...unlimited, streamViewLimitMs: 1 })
      await new Promise((resolve) => setTimeout(resolve, 5))
      const events = eventsOf(await readAll(view))
      assert.equal(events.at(-1)?.type, 'message-end')
      assert.ok(events.every(({ type }) => type !== 'reconnect'))
    })
  })
}
