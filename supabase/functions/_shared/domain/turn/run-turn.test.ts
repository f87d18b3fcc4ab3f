import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { message } from '../../../../../test/fixtures/message.ts'
import {
  eventsOf,
  handFedTurns,
  metaOf,
  readAll,
  turn,
  visitorId,
  type HandFedRouter,
  runUntilAsked,
} from '../../../../../test/fixtures/hand-fed-router.ts'
import { ProblemError } from '../../problem-error.ts'
import { ModelFailure } from '../model.ts'

describe('a turn', () => {
  it('shows its events in order, with growing ids, and stores the same ones', async () => {
    const { dependencies, store, router, work } = handFedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    router.say('Hi')
    router.say(' there')
    router.end()
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
      attempts: [],
    })
  })

  it('stores how asking each model went, without figures that no database takes', async () => {
    const { dependencies, router, store } = handFedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    const asked = { model: 'fed', provider: 'hand', startedMs: 0, totalMs: 20 }
    router.sink.onAttempt({ ...asked, attempt: 1, outcome: 'status_503' })
    const usage = { inputTokens: 9, outputTokens: 1.5 }
    router.sink.onAttempt({ ...asked, attempt: 2, outcome: 'answered', firstTextMs: 7, usage })
    router.say('Hi')
    router.end()
    await readAll(view)
    const [stored] = store.answers.values()
    const untold = { inputTokens: null, outputTokens: null }
    assert.deepEqual(stored?.end?.attempts, [
      { ...asked, attempt: 1, outcome: 'status_503', firstTextMs: null, ...untold },
      { ...asked, attempt: 2, outcome: 'answered', firstTextMs: 7, ...untold, inputTokens: 9 },
    ])
  })

  it('says who is there before a model has said anything', async () => {
    const { dependencies, router } = handFedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    const [meta] = eventsOf(view.take())
    assert.equal(meta?.type, 'meta')
    assert.equal(router.requests.length, 1)
    router.end()
  })

  it('asks with the character, the history and the settings of the request', async () => {
    const { dependencies, router } = handFedTurns()
    const settings = { temperature: 0.2, responseLength: 'short' as const }
    await runUntilAsked(dependencies, turn({ settings }))
    const [request] = router.requests
    const [persona] = request?.sections ?? []
    assert.match(persona?.text ?? '', /You are Ada/u)
    assert.match(persona?.text ?? '', /one or two sentences/u)
    assert.equal(request?.settings.temperature, 0.2)
    assert.equal(request?.settings.maxTokens, 2048)
    assert.equal(request?.selection, 'auto')
    assert.deepEqual(request?.history.at(-1), message('user', 'Hello'))
    router.end()
  })

  it('asks for no longer an answer than the site allows, whatever the request says', async () => {
    for (const [wanted, asked] of [
      [256, 256],
      [4096, 2048],
    ] as const) {
      const { dependencies, router } = handFedTurns()
      await runUntilAsked(dependencies, turn({ settings: { maxTokens: wanted } }))
      assert.equal(router.requests[0]?.settings.maxTokens, asked)
      router.end()
    }
  })

  it('warms the router while the message is being stored', async () => {
    const { dependencies, router, store } = handFedTurns()
    let warmedBefore: number | undefined
    store.before = (call) => {
      if (call === 'beginTurn') warmedBefore = router.warmed
    }
    await runUntilAsked(dependencies, turn())
    assert.equal(warmedBefore, 1)
    router.end()
  })

  it('is answered and stored although the visitor has left', async () => {
    const { dependencies, store, router, work } = handFedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    const streamId = metaOf(view).streamId
    view.close()
    router.say('Nobody is here')
    router.end()
    const end = await store.settled(streamId)
    assert.equal(end.content, 'Nobody is here')
    assert.equal(end.status, 'complete')
    await Promise.all(work)
  })

  it('is not run again for the same message: both see one answer', async () => {
    const { dependencies, router } = handFedTurns()
    const sent = turn()
    const { view: first } = await runUntilAsked(dependencies, sent)
    router.say('One')
    const { view: second } = await runUntilAsked(dependencies, sent)
    router.end()
    assert.equal(await readAll(second), await readAll(first))
    assert.equal(router.requests.length, 1)
  })

  it('fails before anything is stored when the database refuses it', async () => {
    const { dependencies, store, router } = handFedTurns()
    store.before = () => {
      throw new ProblemError('database_unavailable', 'Not there.')
    }
    await assert.rejects(runUntilAsked(dependencies, turn()), ProblemError)
    assert.equal(router.requests.length, 0)
  })

  it('is failed when nobody can answer', async () => {
    const { dependencies, router, store, logged } = handFedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    router.fail(new ModelFailure('status', { status: 429, retryAfterMs: 3000 }))
    const last = eventsOf(await readAll(view)).at(-1)
    assert.ok(last?.type === 'error')
    assert.equal(last.code, 'model_unavailable')
    assert.equal(last.retryAfterMs, 3000)
    const [stored] = store.answers.values()
    assert.equal(stored?.end?.status, 'failed')
    assert.equal(stored?.end?.errorCode, 'status_429')
    assert.equal(logged[0]?.['code'], 'status_429')
  })

  it('is interrupted and keeps its text when a model fails in the middle', async () => {
    const { dependencies, router, store } = handFedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    router.say('Half')
    router.fail(new ModelFailure('truncated'))
    const last = eventsOf(await readAll(view)).at(-1)
    assert.ok(last?.type === 'error' && last.code === 'stream_interrupted')
    const [stored] = store.answers.values()
    assert.equal(stored?.end?.status, 'interrupted')
    assert.equal(stored?.end?.content, 'Half')
  })

  it('is a line in the log, with the request that asked for it and not a word of what was said', async () => {
    const { dependencies, router, logged, work } = handFedTurns()
    const asked = turn({ content: 'what a person said' })
    const { view } = await runUntilAsked(dependencies, asked)
    router.say('what a model said')
    router.end()
    await readAll(view)
    await Promise.all(work)
    const line = logged.find(({ event }) => event === 'turn')
    assert.equal(line?.level, 'info')
    assert.equal(line['requestId'], asked.requestId)
    assert.equal(line['status'], 'complete')
    for (const id of ['chatId', 'messageId', 'streamId']) assert.ok(line[id], id)
    for (const time of ['databaseMs', 'firstTextMs', 'totalMs']) {
      assert.ok(Number.isInteger(line[time]), time)
    }
    assert.doesNotMatch(JSON.stringify(logged), /person|model said/u)
  })

  it('tells nobody what a fault of ours was about', async () => {
    const { dependencies, router, logged } = handFedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    router.fail(new RangeError('what a person said'))
    const text = await readAll(view)
    assert.ok(eventsOf(text).at(-1)?.type === 'error')
    assert.ok(!`${text}${JSON.stringify(logged)}`.includes('what a person said'))
  })

  for (const outputTokens of [1.5, -1, 2 ** 31, NaN]) {
    it(`stores no count of ${outputTokens} tokens`, async () => {
      const { dependencies, router, store } = handFedTurns()
      const { view } = await runUntilAsked(dependencies, turn())
      router.say('Hi')
      router.end({}, { inputTokens: 7, outputTokens })
      await readAll(view)
      const [stored] = store.answers.values()
      assert.deepEqual([stored?.end?.inputTokens, stored?.end?.outputTokens], [7, null])
    })
  }

  for (const [how, settle] of [
    ['failed', (router: HandFedRouter) => router.fail(new ModelFailure('empty'))],
    [
      'interrupted',
      (router: HandFedRouter) => {
        router.say('Half')
        router.fail(new ModelFailure('truncated'))
      },
    ],
  ] as const) {
    it(`stores the tokens of an answer that ${how}`, async () => {
      const { dependencies, router, store } = handFedTurns()
      const { view } = await runUntilAsked(dependencies, turn())
      router.sink.onUsage({ inputTokens: 1000, outputTokens: 500 })
      settle(router)
      await readAll(view)
      const [stored] = store.answers.values()
      assert.equal(stored?.end?.status, how)
      assert.deepEqual([stored.end.inputTokens, stored.end.outputTokens], [1000, 500])
    })
  }

  it('stores and tells the tokens of an answer that was stopped', async () => {
    const { dependencies, router, store } = handFedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    const { streamId } = metaOf(view)
    router.say('Half')
    router.sink.onUsage({ inputTokens: 1000, outputTokens: 5 })
    dependencies.streamLog.find({ streamId, visitorId })?.stop()
    const usage = { inputTokens: 1000, outputTokens: 5 }
    const end = eventsOf(await readAll(view)).at(-1)
    assert.ok(end?.type === 'message-end')
    assert.deepEqual([end.finishReason, end.usage], ['stopped', usage])
    const [stored] = store.answers.values()
    assert.equal(stored?.end?.status, 'stopped')
    assert.deepEqual([stored.end.inputTokens, stored.end.outputTokens], [1000, 5])
  })

  it('ends as any other for its readers where it was said beside calls of tools', async () => {
    const { dependencies, router, store } = handFedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    router.say('One moment.')
    router.end({ finishReason: 'tool_calls' })
    const last = eventsOf(await readAll(view)).at(-1)
    assert.ok(last?.type === 'message-end' && last.finishReason === 'stop')
    const [stored] = store.answers.values()
    assert.equal(stored?.end?.finishReason, 'stop')
  })

  it('never stores NUL or halves of characters', async () => {
    const { dependencies, router, store } = handFedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    for (const piece of ['a\0b', '\ud83d', '\ude00', 'c\udc00d']) router.say(piece)
    router.end()
    await readAll(view)
    const [stored] = store.answers.values()
    assert.equal(stored?.end?.content, 'ab😀c\ufffdd')
  })
})

describe('a switch of models', () => {
  it('is told with its reason, and the one that answered is stored', async () => {
    const { dependencies, router, store } = handFedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    const second = { model: 'second', provider: 'other' }
    router.sink.onSelected({ ...second, attempt: 2, reason: 'status_503' })
    router.say('Hi')
    router.end(second)
    const selected = eventsOf(await readAll(view)).filter(({ type }) => type === 'model-selected')
    assert.deepEqual(selected, [
      { type: 'model-selected', model: 'fed', provider: 'hand', attempt: 1 },
      { type: 'model-selected', ...second, attempt: 2, reason: 'status_503' },
    ])
    const [stored] = store.answers.values()
    assert.deepEqual([stored?.end?.model, stored?.end?.provider], ['second', 'other'])
  })

  it('voids what was shown only together with what is shown instead', async () => {
    const { dependencies, router, store } = handFedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    router.say('Half an ans\ud83d')
    view.take()
    const second = { model: 'second', provider: 'other' }
    router.sink.onSelected({ ...second, attempt: 2, reason: 'truncated' })
    router.sink.onRestart('truncated')
    assert.deepEqual(
      eventsOf(view.take()).map(({ type }) => type),
      ['model-selected'],
    )
    router.say('\ude00A whole')
    assert.deepEqual(eventsOf(view.take()), [
      { type: 'reset', reason: 'truncated' },
      { type: 'text-delta', text: '\ufffdA whole' },
    ])
    router.say(' one')
    router.end(second)
    await readAll(view)
    const [stored] = store.answers.values()
    assert.equal(stored?.end?.content, '\ufffdA whole one')
    assert.equal(stored?.end?.model, 'second')
  })

  it('takes a thought back at once, and stores only what follows', async () => {
    const { dependencies, router, store } = handFedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    router.say('They ask why.')
    view.take()
    router.sink.onRetract()
    assert.deepEqual(eventsOf(view.take()), [{ type: 'reset', reason: 'thought' }])
    router.say('Because.')
    router.end()
    await readAll(view)
    const [stored] = store.answers.values()
    assert.equal(stored?.end?.content, 'Because.')
  })

  it('leaves the answer to whoever wrote it when nobody can begin it anew', async () => {
    const { dependencies, router, store } = handFedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    router.say('Half')
    router.sink.onSelected({ model: 'second', provider: 'other', attempt: 2, reason: 'truncated' })
    router.fail(new ModelFailure('status', { status: 500 }))
    await readAll(view)
    const [stored] = store.answers.values()
    const { status, content, model } = stored?.end ?? {}
    assert.deepEqual([status, content, model], ['interrupted', 'Half', 'fed'])
  })

  it('cannot add to an answer that has ended', async () => {
    const { dependencies, router, store } = handFedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    router.say('All')
    router.end()
    await Promise.resolve()
    const [answer] = store.answers.values()
    await store.settled(answer?.begun.streamId ?? '')
    router.say(' and more')
    assert.doesNotMatch(await readAll(view), /more/u)
  })
})
