import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { MemoryChatStore } from '../../../../test/fixtures/memory-chat-store.ts'
import type { LogEntry } from '../log.ts'
import { ProblemError } from '../problem-error.ts'
import type { ChatEvent } from '../wire/chat-event.ts'
import { ModelFailure, type Model, type ModelAnswer, type ModelRequest } from './model.ts'
import { loadPrompts } from './prompts.ts'
import { runTurn, type Turn } from './run-turn.ts'
import { stopStream } from './stop-stream.ts'
import { StreamLog } from './stream-log.ts'
import { viewStream, type StreamView } from './stream-view.ts'

const prompts = await loadPrompts((file) => readFile(file, 'utf8'))
const visitorId = '5f0c2f7c-3d0e-4a0e-8a58-0f4a2f7f8f11'
const good: ModelAnswer = { finishReason: 'stop', usage: { inputTokens: 9, outputTokens: 2 } }

function turn(changes: Partial<Turn> = {}): Turn {
  return {
    visitorId,
    isAnonymous: true,
    siteKey: 'demo',
    origin: 'https://shop.example',
    clientMessageId: crypto.randomUUID(),
    channel: 'text',
    content: 'Hello',
    ...changes,
  }
}

/** A model whose answer is given by hand. */
class HandFedModel implements Model {
  readonly provider = 'hand'
  readonly name = 'fed'
  readonly requests: ModelRequest[] = []
  say: (text: string) => void = () => undefined
  end: (answer?: ModelAnswer) => void = () => undefined
  fail: (error: Error) => void = () => undefined
  signal: AbortSignal | undefined

  answer(request: ModelRequest, stream: Parameters<Model['answer']>[1]): Promise<ModelAnswer> {
    this.requests.push(request)
    this.say = stream.onText
    this.signal = stream.signal
    return new Promise((resolve, reject) => {
      this.end = (answer = good) => resolve(answer)
      this.fail = reject
      stream.signal.addEventListener('abort', () => reject(stream.signal.reason as Error))
    })
  }
}

function brain() {
  const store = new MemoryChatStore()
  const model = new HandFedModel()
  const logged: LogEntry[] = []
  const log = (entry: LogEntry) => logged.push(entry)
  const options = { store, log, flushMs: 2, heartbeatMs: 2, settleRetryMs: [1, 1] }
  const streamLog = new StreamLog(options)
  const work: Promise<void>[] = []
  const background = (promise: Promise<void>) => work.push(promise)
  const dependencies = { store, streamLog, model, prompts, log, background }
  return { dependencies, store, model, logged, work, anotherProcess: new StreamLog(options) }
}

/** The events of what was taken from a view. */
function eventsOf(text: string): ChatEvent[] {
  return [...text.matchAll(/^data: (.*)$/gmu)].map(
    ([, data]) => JSON.parse(data ?? '') as ChatEvent,
  )
}

/** Everything a view shows, to its end. */
async function readAll(view: StreamView): Promise<string> {
  let text = view.take()
  while (!view.ended) {
    await new Promise<void>((resolve) => {
      view.onChange(resolve)
    })
    text += view.take()
  }
  view.close()
  return text
}

function streamIdOf(view: StreamView): string {
  const [meta] = eventsOf(view.take())
  assert.ok(meta?.type === 'meta')
  return meta.streamId
}

describe('a turn', () => {
  it('shows its events in order, with growing ids, and stores the same ones', async () => {
    const { dependencies, store, model, work } = brain()
    const { view } = await runTurn(dependencies, turn())
    model.say('Hi')
    model.say(' there')
    model.end()
    const text = await readAll(view)
    await Promise.all(work)

    const events = eventsOf(text)
    assert.deepEqual(
      events.map((event) => (event.type === 'mind-state' ? event.state : event.type)),
      [
        'meta',
        'routing_to_llm',
        'model-selected',
        'generating_speech',
        'text-delta',
        'text-delta',
        'message-end',
      ],
    )
    assert.deepEqual(
      [...text.matchAll(/^id: (\d+)$/gmu)].map(([, id]) => Number(id)),
      [1, 2, 3, 4, 5, 6, 7],
    )
    const [stored] = store.answers.values()
    assert.deepEqual(
      stored?.events,
      events.map((event, index) => ({ sequence: index + 1, event })),
    )
    assert.deepEqual(stored?.end, {
      streamId: stored?.end?.streamId,
      status: 'complete',
      content: 'Hi there',
      finishReason: 'stop',
      model: 'fed',
      provider: 'hand',
      inputTokens: 9,
      outputTokens: 2,
      errorCode: null,
    })
  })

  it('says who is there before the model has said anything', async () => {
    const { dependencies, model } = brain()
    const { view } = await runTurn(dependencies, turn())
    const [meta] = eventsOf(view.take())
    assert.equal(meta?.type, 'meta')
    assert.equal(model.requests.length, 1)
    model.end()
  })

  it('asks with the character, the history and the settings of the request', async () => {
    const { dependencies, model } = brain()
    const settings = { temperature: 0.2, responseLength: 'short' as const }
    await runTurn(dependencies, turn({ settings }))
    const [request] = model.requests
    assert.match(request?.system ?? '', /You are Ada/u)
    assert.match(request?.system ?? '', /one or two sentences/u)
    assert.equal(request?.settings.temperature, 0.2)
    assert.equal(request?.settings.maxTokens, 2048)
    assert.deepEqual(request?.messages.at(-1), { role: 'user', content: 'Hello' })
    model.end()
  })

  it('is answered and stored although the visitor has left', async () => {
    const { dependencies, store, model, work } = brain()
    const { view } = await runTurn(dependencies, turn())
    const streamId = streamIdOf(view)
    view.close()
    model.say('Nobody is here')
    model.end()
    const end = await store.settled(streamId)
    assert.equal(end.content, 'Nobody is here')
    assert.equal(end.status, 'complete')
    await Promise.all(work)
  })

  it('is not run again for the same message: both see one answer', async () => {
    const { dependencies, model } = brain()
    const sent = turn()
    const { view: first } = await runTurn(dependencies, sent)
    model.say('One')
    const { view: second } = await runTurn(dependencies, sent)
    model.end()
    assert.equal(await readAll(second), await readAll(first))
    assert.equal(model.requests.length, 1)
  })

  it('fails before anything is stored when the database refuses it', async () => {
    const { dependencies, store, model } = brain()
    store.before = () => {
      throw new ProblemError('database_unavailable', 'Not there.')
    }
    await assert.rejects(runTurn(dependencies, turn()), ProblemError)
    assert.equal(model.requests.length, 0)
  })

  it('is failed when the model fails before the first word', async () => {
    const { dependencies, model, store, logged } = brain()
    const { view } = await runTurn(dependencies, turn())
    model.fail(new ModelFailure('status', { status: 429, retryAfterMs: 3000 }))
    const last = eventsOf(await readAll(view)).at(-1)
    assert.ok(last?.type === 'error')
    assert.equal(last.code, 'model_unavailable')
    assert.equal(last.retryAfterMs, 3000)
    const [stored] = store.answers.values()
    assert.equal(stored?.end?.status, 'failed')
    assert.equal(stored?.end?.errorCode, 'status_429')
    assert.equal(logged[0]?.['code'], 'status_429')
  })

  it('is interrupted and keeps its text when the model fails in the middle', async () => {
    const { dependencies, model, store } = brain()
    const { view } = await runTurn(dependencies, turn())
    model.say('Half')
    model.fail(new ModelFailure('truncated'))
    const last = eventsOf(await readAll(view)).at(-1)
    assert.ok(last?.type === 'error' && last.code === 'stream_interrupted')
    const [stored] = store.answers.values()
    assert.equal(stored?.end?.status, 'interrupted')
    assert.equal(stored?.end?.content, 'Half')
  })

  it('tells nobody what a fault of ours was about', async () => {
    const { dependencies, model, logged } = brain()
    const { view } = await runTurn(dependencies, turn())
    model.fail(new RangeError('what a person said'))
    const text = await readAll(view)
    assert.ok(eventsOf(text).at(-1)?.type === 'error')
    assert.ok(!`${text}${JSON.stringify(logged)}`.includes('what a person said'))
  })

  it('never stores NUL or halves of characters', async () => {
    const { dependencies, model, store } = brain()
    const { view } = await runTurn(dependencies, turn())
    for (const piece of ['a\0b', '\ud83d', '\ude00', 'c\udc00d']) model.say(piece)
    model.end()
    await readAll(view)
    const [stored] = store.answers.values()
    assert.equal(stored?.end?.content, 'ab😀c\ufffdd')
  })
})

describe('stopping', () => {
  it('ends a stream of the same process at once and keeps its text', async () => {
    const { dependencies, model, store } = brain()
    const { view } = await runTurn(dependencies, turn())
    const streamId = streamIdOf(view)
    model.say('So far')
    const outcome = await stopStream(dependencies, { streamId, visitorId })
    assert.equal(outcome, 'stopping')
    assert.ok(model.signal?.aborted)
    const last = eventsOf(await readAll(view)).at(-1)
    assert.ok(last?.type === 'message-end' && last.finishReason === 'stopped')
    const end = await store.settled(streamId)
    assert.deepEqual([end.status, end.content, end.finishReason], ['stopped', 'So far', 'stopped'])
  })

  it('reaches a stream of another process through the database', async () => {
    const { dependencies, model, store, anotherProcess } = brain()
    const { view } = await runTurn(dependencies, turn())
    const streamId = streamIdOf(view)
    const elsewhere = { store, streamLog: anotherProcess }
    assert.equal(await stopStream(elsewhere, { streamId, visitorId }), 'stopping')
    const end = await store.settled(streamId)
    assert.equal(end.status, 'stopped')
    assert.ok(model.signal?.aborted)
    assert.equal(await stopStream(elsewhere, { streamId, visitorId }), 'ended')
  })

  it('is not for other visitors', async () => {
    const { dependencies, model } = brain()
    const streamId = streamIdOf((await runTurn(dependencies, turn())).view)
    const other = { streamId, visitorId: crypto.randomUUID() }
    await assert.rejects(stopStream(dependencies, other), ProblemError)
    assert.ok(model.signal?.aborted === false)
    model.end()
  })
})

describe('coming back to a stream', () => {
  it('shows what follows the last event, in the same process and in another', async () => {
    const { dependencies, model, store, anotherProcess } = brain()
    const { view: first } = await runTurn(dependencies, turn())
    const streamId = streamIdOf(first)
    model.say('One')
    model.say(' two')
    await store.appendedTimes(1)
    const place = { streamId, visitorId, afterSequence: 4 }
    const here = await viewStream(dependencies, place)
    const there = await viewStream({ store, streamLog: anotherProcess, pollMs: 1 }, place)
    model.say(' three')
    model.end()
    const [fromHere, fromThere] = await Promise.all([readAll(here), readAll(there)])
    assert.equal(fromThere, fromHere)
    assert.match(fromHere, /^id: 5\n/u)
    assert.ok(eventsOf(fromHere).at(-1)?.type === 'message-end')
  })

  it('outlives a database that is away for a moment', async () => {
    const { dependencies, model, store, anotherProcess } = brain()
    const streamId = streamIdOf((await runTurn(dependencies, turn())).view)
    const place = { streamId, visitorId, afterSequence: 0 }
    const view = await viewStream({ store, streamLog: anotherProcess, pollMs: 1 }, place)
    let failures = 3
    store.before = (call) => {
      if (call !== 'readStream' || failures === 0) return
      failures -= 1
      throw new ProblemError('database_unavailable', 'Not there.')
    }
    model.say('Still here')
    model.end()
    assert.ok(eventsOf(await readAll(view)).at(-1)?.type === 'message-end')
    assert.equal(failures, 0)
  })

  it('is not for other visitors', async () => {
    const { dependencies, model } = brain()
    const streamId = streamIdOf((await runTurn(dependencies, turn())).view)
    const other = { streamId, visitorId: crypto.randomUUID(), afterSequence: 0 }
    await assert.rejects(viewStream(dependencies, other), ProblemError)
    model.end()
  })
})
