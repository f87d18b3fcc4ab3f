import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { MemoryChatStore } from '../../../../test/fixtures/memory-chat-store.ts'
import type { LogEntry } from '../log.ts'
import { ProblemError } from '../problem-error.ts'
import type { ChatEvent } from '../wire/chat-event.ts'
import type { TurnEnd } from './chat-store.ts'
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
  }
}

async function logWith(options: Partial<StreamLogOptions>) {
  const store = new MemoryChatStore()
  const logged: LogEntry[] = []
  const log = (entry: LogEntry) => logged.push(entry)
  const streamLog = new StreamLog({ store, log, settleRetryMs: [1, 1, 1, 1, 1, 1], ...options })
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
    const { store, begin, streamLog } = await logWith({ flushMs: 5, heartbeatMs: 60_000 })
    const streams = [await begin(), await begin(), await begin()]
    for (const stream of streams) for (const text of ['a', 'b']) stream.publish(delta(text))
    await store.appendedTimes(1)
    assert.deepEqual(
      store.appended[0]?.map(({ streamId, events }) => [streamId, events.length]),
      streams.map(({ streamId }) => [streamId, 2]),
    )
    for (const stream of streams) await streamLog.settle(stream, endOf(stream.streamId), lastEvent)
  })

  it('sends every event once when all goes well', async () => {
    const { store, begin, streamLog } = await logWith({ flushMs: 60_000, heartbeatMs: 60_000 })
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
    const { store, begin, streamLog } = await logWith({ flushMs: 60_000, flushEvents: 4 })
    const stream = await begin()
    for (const text of 'abcd') stream.publish(delta(text))
    await store.appendedTimes(1)
    assert.equal(store.appended[0]?.[0]?.events.length, 4)
    await streamLog.settle(stream, endOf(stream.streamId), lastEvent)
  })

  it('gives a sign of life while a model is silent', async () => {
    const { store, begin, streamLog } = await logWith({ flushMs: 1, heartbeatMs: 1 })
    const stream = await begin()
    await store.appendedTimes(3)
    assert.deepEqual(store.appended[2], [{ streamId: stream.streamId, events: [] }])
    await streamLog.settle(stream, endOf(stream.streamId), lastEvent)
  })

  it('stops calling once no stream is running', async () => {
    const { store, begin, streamLog } = await logWith({ flushMs: 1, heartbeatMs: 1 })
    const stream = await begin()
    await streamLog.settle(stream, endOf(stream.streamId), lastEvent)
    const calls = store.appended.length
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.equal(store.appended.length, calls)
  })

  it('sends again what could not be stored, in order and without a gap', async () => {
    const { store, begin, streamLog, sequencesOf, logged } = await logWith({ flushMs: 1 })
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
    const { store, begin, streamLog, sequencesOf } = await logWith({ flushMs: 60_000 })
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
    const { store, begin, streamLog, sequencesOf } = await logWith({ flushMs: 1 })
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
    const { store, begin, streamLog, sequencesOf } = await logWith({ flushMs: 60_000 })
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
    const options = { flushMs: 60_000, flushEvents: 1, heartbeatMs: 60_000 }
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

  it('admits it when an answer could not be stored', async () => {
    const { store, begin, streamLog, logged } = await logWith({ flushMs: 60_000 })
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
    const { store, begin, streamLog } = await logWith({ flushMs: 60_000 })
    const stream = await begin()
    store.answers.delete(stream.streamId)
    await streamLog.settle(stream, endOf(stream.streamId), lastEvent)
    assert.match(stream.encodedAfter(0), /"code":"stream_interrupted"/u)
  })
})
