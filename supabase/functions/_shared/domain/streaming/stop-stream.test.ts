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
import { ProblemError } from '../../problem-error.ts'
import { stopStream } from './stop-stream.ts'

describe('stopping', () => {
  it('ends a stream of the same process at once and keeps its text', async () => {
    const { dependencies, router, store } = handFedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    const streamId = metaOf(view).streamId
    router.say('So far')
    const outcome = await stopStream(dependencies, { streamId, visitorId })
    assert.equal(outcome, 'stopping')
    assert.ok(router.sink.signal.aborted)
    const last = eventsOf(await readAll(view)).at(-1)
    assert.ok(last?.type === 'message-end' && last.finishReason === 'stopped')
    const end = await store.settled(streamId)
    assert.deepEqual([end.status, end.content, end.finishReason], ['stopped', 'So far', 'stopped'])
  })

  it('reaches a stream of another process through the database', async () => {
    const { dependencies, router, store, anotherProcess } = handFedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    const streamId = metaOf(view).streamId
    const elsewhere = { store, streamLog: anotherProcess }
    assert.equal(await stopStream(elsewhere, { streamId, visitorId }), 'stopping')
    const end = await store.settled(streamId)
    assert.equal(end.status, 'stopped')
    assert.ok(router.sink.signal.aborted)
    assert.equal(await stopStream(elsewhere, { streamId, visitorId }), 'ended')
  })

  for (const where of ['the same process', 'another process'] as const) {
    it(`marks how much was heard, from ${where}, and of an answer that has ended, too`, async () => {
      const { dependencies, router, store, anotherProcess } = handFedTurns()
      const { view } = await runUntilAsked(dependencies, turn())
      const { streamId } = metaOf(view)
      const streamLog = where === 'the same process' ? dependencies.streamLog : anotherProcess
      const stop = (heardCharacters?: number) =>
        stopStream({ store, streamLog }, { streamId, visitorId, heardCharacters })
      router.say('So far')
      assert.equal(await stop(4), 'stopping')
      assert.equal((await store.settled(streamId)).status, 'stopped')
      assert.equal(store.answers.get(streamId)?.heardCharacters, 4)
      assert.equal(await stop(2), 'ended')
      assert.equal(store.answers.get(streamId)?.heardCharacters, 2)
      await stop()
      assert.equal(store.answers.get(streamId)?.heardCharacters, 2)
    })
  }

  it('may come before anybody was asked', async () => {
    const { dependencies, router, store } = handFedTurns()
    router.first = undefined
    const { streamId } = metaOf((await runUntilAsked(dependencies, turn())).view)
    await stopStream(dependencies, { streamId, visitorId })
    const { status, content, model, provider } = await store.settled(streamId)
    assert.deepEqual([status, content, model, provider], ['stopped', '', null, null])
  })

  it('is not for other visitors', async () => {
    const { dependencies, router } = handFedTurns()
    const streamId = metaOf((await runUntilAsked(dependencies, turn())).view).streamId
    const other = { streamId, visitorId: crypto.randomUUID() }
    await assert.rejects(stopStream(dependencies, other), ProblemError)
    assert.ok(router.sink.signal.aborted === false)
    router.end()
  })
})
