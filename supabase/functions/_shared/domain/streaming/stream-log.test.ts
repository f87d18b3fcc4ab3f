import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate as nextTask } from 'node:timers/promises'
import { MemoryChatStore } from '../../../../../test/fixtures/memory-chat-store.ts'
import { ManualClock } from '../../../../../test/fixtures/routing/manual-clock.ts'
import type { LogEntry } from '../../log.ts'
import { ProblemError } from '../../problem-error.ts'
import type { ChatEvent } from '../../wire/chat-event.ts'
import type { TurnEnd } from '../chat-store.ts'
import { StreamLog, type StreamLogOptions } from './stream-log.ts'

const visitorId = '5f0c2f7c-3d0e-4a0e-8a58-0f4a2f7f8f11'

const delta = (text: string): ChatEvent => ({ type: 'text-delta', text })
const lastEvent: ChatEvent = { type: 'message-end', messageId: 'm', finishReason: 'stop' }

function endOf(streamId: string): TurnEnd {
  return {
    streamId,
    status: 'complete',
    content: '',
    finishReason: 'stop',
    model: 'fed',
    provider: 'hand',
    inputTokens: null,
    outputTokens: null,
    errorCode: null,
    attempts: [],
  }
}

/** Only what a test asks for is stored before the end. */
const never = { firstFlushMs: 60_000, flushMs: 60_000 }

async function logWith(options: Partial<StreamLogOptions>) {
  const store = new MemoryChatStore()
  const logged: LogEntry[] = []
  const log = (entry: LogEntry) => logged.push(entry)
  const settleRetryMs = [1, 1, 1, 1, 1, 1]
  const streamLog = new StreamLog({ store, log, settleRetryMs, ...options })
  const begin = async () => {
    const clientMessageId = crypto.randomUUID()
    const turn = { visitorId, isAnonymous: true, siteKey: '', origin: '', clientMessageId }
    const { streamId } = await store.beginTurn({ ...turn, channel: 'text' })
    return streamLog.open({ streamId, visitorId })
  }
  const sequencesOf = (streamId: string) =>
    store.answers.get(streamId)?.events.map(({ sequence }) => sequence)
  return { store, logged, streamLog, begin, sequencesOf }
}

describe('the stream log', () => {
  it('stores the events of all streams in one call', async () => {
    const clock = new ManualClock()
    const { store, begin, streamLog } = await logWith({ clock, firstFlushMs: 5 })
    const streams = [await begin(), await begin(), await begin()]
    for (const stream of streams) for (const text of ['a', 'b']) stream.publish(delta(text))
    clock.advance(5)
    await store.appendedTimes(1)
    assert.deepEqual(
      store.appended[0]?.map(({ streamId, events }) => [streamId, events.length]),
      streams.map(({ streamId }) => [streamId, 2]),
    )
    for (const stream of streams) await streamLog.settle(stream, endOf(stream.streamId), lastEvent)
  })

  it('sends every event once when all goes well', async () => {
    const { store, begin, streamLog } = await logWith(never)
    const stream = await begin()
    for (const text of ['a', 'b', 'c']) {
      stream.publish(delta(text))
      await streamLog.flush()
    }
    await streamLog.settle(stream, endOf(stream.streamId), lastEvent)
    assert.deepEqual(
      store.appended.flat().map(({ events }) => events.map(({ sequence }) => sequence)),
      [[1], [2], [3]],
    )
  })

  it('does not wait when many events of one stream are waiting', async () => {
    const { store, begin, streamLog } = await logWith({ ...never, flushEvents: 4 })
    const stream = await begin()
    for (const text of 'abcd') stream.publish(delta(text))
    await store.appendedTimes(1)
    assert.equal(store.appended[0]?.[0]?.events.length, 4)
    await streamLog.settle(stream, endOf(stream.streamId), lastEvent)
  })

  it('sends again what could not be stored, in order and without a gap', async () => {
    const { store, begin, streamLog, sequencesOf, logged } = await logWith({
      firstFlushMs: 1,
      flushMs: 1,
    })
    const stream = await begin()
    let failures = 0
    store.before = (call) => {
      if (call !== 'appendStreamChunks' || failures === 3) return
      failures += 1
      stream.publish(delta(`while failing ${failures}`))
      throw new Error('down')
    }
    stream.publish(delta('first'))
    await store.appendedTimes(1)
    await streamLog.settle(stream, endOf(stream.streamId), lastEvent)
    assert.deepEqual(sequencesOf(stream.streamId), [1, 2, 3, 4, 5])
    const failing = logged.filter(({ event }) => event === 'stream-log-failing')
    assert.equal(failing.length, 1)
  })

  it('shows the last event only when it is stored', async () => {
    const { store, begin, streamLog, sequencesOf } = await logWith(never)
    const stream = await begin()
    stream.publish(delta('a'))
    let storedAtEnd: number[] | undefined
    stream.subscribe(() => (storedAtEnd = sequencesOf(stream.streamId)))
    let failures = 2
    store.before = (call) => {
      if (call === 'finishTurn' && failures-- > 0) throw new Error('down')
    }
    await streamLog.settle(stream, endOf(stream.streamId), lastEvent)
    assert.deepEqual(storedAtEnd, [1, 2])
    assert.match(stream.encodedAfter(1), /message-end/u)
  })

  it('loses nothing of an answer that ends while the database is away', async () => {
    const { store, begin, streamLog, sequencesOf } = await logWith({ firstFlushMs: 1, flushMs: 1 })
    const stream = await begin()
    store.before = () => {
      throw new ProblemError('database_unavailable', 'Not there.')
    }
    stream.publish(delta('a'), delta('b'))
    const settling = streamLog.settle(stream, endOf(stream.streamId), lastEvent)
    store.before = (call) => {
      if (call === 'finishTurn') throw new ProblemError('database_unavailable', 'Not there.')
    }
    await store.appendedTimes(1)
    assert.deepEqual(sequencesOf(stream.streamId), [1, 2])
    store.before = () => undefined
    await settling
    assert.deepEqual(sequencesOf(stream.streamId), [1, 2, 3])
  })

  it('shows the end that is stored when the answer to storing it was lost', async () => {
    const { store, begin, streamLog, sequencesOf } = await logWith(never)
    const stream = await begin()
    stream.publish(delta('a'))
    const finishTurn = store.finishTurn.bind(store)
    let isLost = true
    store.finishTurn = async (...parameters) => {
      const isFinished = await finishTurn(...parameters)
      if (!isLost) return isFinished
      isLost = false
      throw new Error('connection reset')
    }
    await streamLog.settle(stream, endOf(stream.streamId), lastEvent)
    assert.match(stream.encodedAfter(1), /message-end/u)
    assert.deepEqual(sequencesOf(stream.streamId), [1, 2])
  })

  it('stores all other streams when the database refuses one', async () => {
    const options = { ...never, flushEvents: 1 }
    const { store, begin, streamLog, sequencesOf, logged } = await logWith(options)
    const streams = [await begin(), await begin(), await begin()]
    const [refused, ...others] = streams
    const append = store.appendStreamChunks.bind(store)
    store.appendStreamChunks = (chunks) => {
      if (!chunks.some(({ streamId }) => streamId === refused?.streamId)) return append(chunks)
      return Promise.reject(new Error('append_stream_chunks failed: 400'))
    }
    for (let round = 1; round <= 2; round += 1) {
      for (const stream of streams) stream.publish(delta('a'))
      await streamLog.flush()
    }
    for (const stream of others) assert.deepEqual(sequencesOf(stream.streamId), [1, 2])
    assert.equal(logged.length, 1)
    store.appendStreamChunks = append
    await streamLog.flush()
    assert.deepEqual(sequencesOf(refused?.streamId ?? ''), [1, 2])
    for (const stream of streams) await streamLog.settle(stream, endOf(stream.streamId), lastEvent)
  })

  it('sends again what was skipped, for somebody else held its message', async () => {
    const { store, begin, streamLog, sequencesOf } = await logWith(never)
    const [held, other] = [await begin(), await begin()]
    store.held.add(held.streamId)
    for (const stream of [held, other]) stream.publish(delta('a'))
    await streamLog.flush()
    assert.deepEqual(sequencesOf(held.streamId), [])
    assert.deepEqual(sequencesOf(other.streamId), [1])
    store.held.delete(held.streamId)
    await streamLog.flush()
    assert.deepEqual(sequencesOf(held.streamId), [1])
  })

  it('lets an answer end that was given up for dead', async () => {
    const { store, begin, streamLog } = await logWith(never)
    const stream = await begin()
    store.abandon(stream.streamId)
    stream.publish(delta('a'))
    await streamLog.flush()
    assert.equal(stream.stopSignal.aborted, false)
    await streamLog.settle(stream, endOf(stream.streamId), lastEvent)
    assert.equal(store.answers.get(stream.streamId)?.status, 'complete')
  })

  it('admits it when an answer could not be stored', async () => {
    const { store, begin, streamLog, logged } = await logWith(never)
    const stream = await begin()
    store.before = () => {
      throw new Error('down')
    }
    await streamLog.settle(stream, endOf(stream.streamId), lastEvent)
    assert.match(stream.encodedAfter(0), /"code":"database_unavailable"/u)
    assert.equal(logged.at(-1)?.event, 'answer-not-stored')
    assert.equal(logged.at(-1)?.['streamId'], stream.streamId)
  })

  it('says so when somebody else has settled the answer', async () => {
    const { store, begin, streamLog } = await logWith(never)
    const stream = await begin()
    store.answers.delete(stream.streamId)
    await streamLog.settle(stream, endOf(stream.streamId), lastEvent)
    assert.match(stream.encodedAfter(0), /"code":"stream_interrupted"/u)
  })
})

/** Calls of the store as time goes by: when each came, and how many events of which streams it had. */
async function timedLog() {
  const clock = new ManualClock()
  const startedAt = clock.now()
  const log = await logWith({ clock })
  const { store } = log
  const calls: { atMs: number; events: number[] }[] = []
  store.before = (call) => {
    if (call !== 'appendStreamChunks') return
    calls.push({ atMs: clock.now() - startedAt, events: [] })
  }
  /** Lets time pass; `each` happens every hundred milliseconds of it. */
  const pass = async (ms: number, each: () => void = () => undefined) => {
    for (let passed = 0; passed < ms; passed += stepMs) {
      if (passed % 100 === 0) each()
      clock.advance(stepMs)
      await nextTask()
      for (const [index, call] of calls.entries()) {
        call.events = (store.appended[index] ?? []).map(({ events }) => events.length)
      }
    }
  }
  return { ...log, clock, calls, pass }
}

const stepMs = 20

describe('the pace of the stream log', () => {
  it('stores the first words soon, and later ones every second', async () => {
    const { begin, calls, pass } = await timedLog()
    const stream = await begin()
    await pass(5000, () => stream.publish(delta('word ')))
    assert.deepEqual(
      calls.map(({ atMs }) => atMs),
      [200, 600, 1400, 2400, 3400, 4400],
    )
    assert.deepEqual(
      calls.map(({ events }) => events),
      [[2], [4], [8], [10], [10], [10]],
    )
  })

  it('gives a sign of life at least every second while a model is silent', async () => {
    const { begin, calls, pass } = await timedLog()
    const stream = await begin()
    await pass(4000)
    stream.publish(delta('At last'))
    const silentUntil = calls.length
    await pass(4000)
    const times = calls.map(({ atMs }) => atMs)
    for (const [index, atMs] of times.entries()) {
      assert.ok(atMs - (times[index - 1] ?? 0) <= 1000, `a pause before ${atMs}`)
    }
    assert.ok((times.at(-1) ?? 0) > 7000)
    // However long the silence was, the first word does not wait for a second.
    const first = calls[silentUntil]
    assert.deepEqual(first?.events, [1])
    assert.ok(first.atMs <= 4200, `stored at ${first.atMs}`)
  })

  it('needs one call a second for any number of streams, whenever they began', async () => {
    const { begin, calls, pass } = await timedLog()
    const streams = [await begin()]
    const speak = () => streams.forEach((stream) => stream.publish(delta('word ')))
    for (let count = 1; count < 12; count += 1) {
      await pass(220, speak)
      streams.push(await begin())
    }
    await pass(4000, speak)
    const settledFrom = calls.length
    await pass(10_000, speak)
    const settled = calls.slice(settledFrom)
    assert.ok(settled.length <= 11, `${settled.length} calls in ten seconds`)
    assert.ok(settled.every(({ events }) => events.length === streams.length))
  })

  it('brings a stop that was asked for elsewhere within a second', async () => {
    const { store, begin, pass } = await timedLog()
    const stream = await begin()
    await pass(5000, () => stream.publish(delta('word ')))
    await store.requestStop({ streamId: stream.streamId, visitorId })
    await pass(1000)
    assert.ok(stream.stopSignal.aborted)
  })

  it('has one call under way at a time, and goes on when it is answered', async () => {
    const { store, begin, calls, pass } = await timedLog()
    const stream = await begin()
    const { before } = store
    let answer: () => void = () => undefined
    const answered = new Promise<void>((resolve) => (answer = resolve))
    store.before = async (call) => {
      await before(call)
      await answered
    }
    await pass(3000, () => stream.publish(delta('word ')))
    assert.equal(calls.length, 1)
    store.before = before
    answer()
    await pass(100)
    assert.equal(calls.length, 2)
    assert.deepEqual(calls[1]?.events, [28])
  })
})
