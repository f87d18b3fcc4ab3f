import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate as nextTask } from 'node:timers/promises'
import {
  eventsOf,
  handFedTurns,
  metaOf,
  readAll,
  turn,
  visitorId,
  runUntilAsked,
} from '../../../../../test/fixtures/hand-fed-router.ts'
import { ManualClock } from '../../../../../test/fixtures/routing/manual-clock.ts'
import { ProblemError } from '../../problem-error.ts'
import { StreamLog } from './stream-log.ts'
import { viewStream } from './stream-view.ts'

describe('coming back to a stream', () => {
  it('shows what follows the last event, in the same process and in another', async () => {
    const { dependencies, router, store, anotherProcess } = handFedTurns()
    const { view: first } = await runUntilAsked(dependencies, turn())
    const streamId = metaOf(first).streamId
    router.say('One')
    router.say(' two')
    await store.appendedTimes(1)
    const place = { streamId, visitorId, afterSequence: 4 }
    const here = await viewStream(dependencies, place)
    const there = await viewStream({ store, streamLog: anotherProcess, pollMs: 1 }, place)
    router.say(' three')
    router.end()
    const [fromHere, fromThere] = await Promise.all([readAll(here), readAll(there)])
    assert.equal(fromThere, fromHere)
    assert.match(fromHere, /^id: 5\n/u)
    assert.ok(eventsOf(fromHere).at(-1)?.type === 'message-end')
  })

  it('outlives a database that is away for a moment', async () => {
    const { dependencies, router, store, anotherProcess } = handFedTurns()
    const streamId = metaOf((await runUntilAsked(dependencies, turn())).view).streamId
    const place = { streamId, visitorId, afterSequence: 0 }
    const view = await viewStream({ store, streamLog: anotherProcess, pollMs: 1 }, place)
    let failures = 3
    store.before = (call) => {
      if (call !== 'readStream' || failures === 0) return
      failures -= 1
      throw new ProblemError('database_unavailable', 'Not there.')
    }
    router.say('Still here')
    router.end()
    assert.ok(eventsOf(await readAll(view)).at(-1)?.type === 'message-end')
    assert.equal(failures, 0)
  })

  it('ends for a reader who has seen more than a dead process had stored', async () => {
    const { dependencies, router, store, anotherProcess } = handFedTurns()
    const { view: first } = await runUntilAsked(dependencies, turn())
    const streamId = metaOf(first).streamId
    const place = { streamId, visitorId, afterSequence: 40 }
    const running = await viewStream({ store, streamLog: anotherProcess, pollMs: 1 }, place)
    router.say('One')
    router.end()
    const last = eventsOf(await readAll(first)).at(-1)
    const settled = await viewStream({ store, streamLog: anotherProcess, pollMs: 1 }, place)
    assert.deepEqual(eventsOf(await readAll(running)), [last])
    assert.deepEqual(eventsOf(await readAll(settled)), [last])
  })

  it('shows an event once that is stored in two chunks', async () => {
    const { dependencies, router, store, anotherProcess } = handFedTurns()
    const streamId = metaOf((await runUntilAsked(dependencies, turn())).view).streamId
    router.say('Once')
    await dependencies.streamLog.flush()
    const readStream = store.readStream.bind(store)
    store.readStream = async (query) => {
      const stored = await readStream(query)
      return { ...stored, events: stored.events.flatMap((event) => [event, event]) }
    }
    const place = { streamId, visitorId, afterSequence: 0 }
    const view = await viewStream({ store, streamLog: anotherProcess, pollMs: 1 }, place)
    router.end()
    const ids = [...(await readAll(view)).matchAll(/^id: (\d+)$/gmu)].map(([, id]) => Number(id))
    assert.deepEqual(ids, [1, 2, 3, 4, 5, 6])
  })

  it('shows the end once when it comes before the status that tells of it', async () => {
    const { dependencies, router, store, anotherProcess } = handFedTurns()
    const { view: first } = await runUntilAsked(dependencies, turn())
    const { streamId } = metaOf(first)
    router.say('All of it')
    router.end()
    await readAll(first)
    const readStream = store.readStream.bind(store)
    let reads = 0
    store.readStream = async (query) => {
      const stored = await readStream(query)
      reads += 1
      return reads === 1 ? { ...stored, status: 'streaming' } : stored
    }
    const place = { streamId, visitorId, afterSequence: 0 }
    const view = await viewStream({ store, streamLog: anotherProcess, pollMs: 1 }, place)
    const types = eventsOf(await readAll(view)).map(({ type }) => type)
    assert.equal(types.filter((type) => type === 'message-end').length, 1)
  })

  it('is looked for less often when nothing has come for a while, and often again', async () => {
    const { store, dependencies } = handFedTurns()
    const { streamId } = await store.beginTurn(turn())
    const clock = new ManualClock()
    const streamLog = new StreamLog({ ...dependencies, clock })
    const place = { streamId, visitorId, afterSequence: 0 }
    const view = await viewStream({ store, streamLog, clock }, place)
    view.onChange(() => view.take())
    let reads = 0
    store.before = (call) => {
      if (call === 'readStream') reads += 1
    }
    const readsIn = async (ms: number) => {
      reads = 0
      for (let passed = 0; passed < ms; passed += 100) {
        clock.advance(100)
        await nextTask()
      }
      return reads
    }
    assert.equal(await readsIn(10_000), 50)
    assert.ok((await readsIn(10_000)) <= 11)
    const event = { type: 'text-delta', text: 'At last' } as const
    await store.appendStreamChunks([{ streamId, events: [{ sequence: 1, event }] }])
    await readsIn(1000)
    assert.equal(await readsIn(5000), 25)
    view.close()
    assert.equal(await readsIn(5000), 0)
  })

  it('is not for other visitors', async () => {
    const { dependencies, router } = handFedTurns()
    const streamId = metaOf((await runUntilAsked(dependencies, turn())).view).streamId
    const other = { streamId, visitorId: crypto.randomUUID(), afterSequence: 0 }
    await assert.rejects(viewStream(dependencies, other), ProblemError)
    router.end()
  })
})
