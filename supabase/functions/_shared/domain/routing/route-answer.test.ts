import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { goodEnd } from '../../../../../test/fixtures/routing/hand-fed-model.ts'
import { ask, limits, threeModels } from '../../../../../test/fixtures/routing/routing-process.ts'
import { ModelFailure } from '../model.ts'

describe('an answer', () => {
  it('comes from the best model, piece by piece', async () => {
    const { router, best } = threeModels()
    const { reader, routed } = ask(router)
    const asked = await best.isAsked()
    asked.say('Hi')
    asked.say(' there')
    assert.deepEqual(reader.heard, ['selected best', 'text Hi', 'text  there'])
    asked.end()
    assert.deepEqual(await routed, { ...goodEnd, model: 'best', provider: 'groq' })
    assert.deepEqual(reader.selected, [{ model: 'best', provider: 'groq', attempt: 1 }])
  })

  it('begins with its first visible character', async () => {
    const { router, best } = threeModels()
    const { reader, routed } = ask(router)
    const asked = await best.isAsked()
    for (const piece of ['\n', ' \u200b', '\0', '\n\n Hi', ' ', 'there']) asked.say(piece)
    asked.end()
    await routed
    assert.equal(reader.shown, 'Hi there')
  })
})

describe('before the first visible character', () => {
  const failures: [string, ModelFailure][] = [
    ['has no connection', new ModelFailure('connection')],
    ['answers 429', new ModelFailure('status', { status: 429 })],
    ['answers 401', new ModelFailure('status', { status: 401, blame: 'provider' })],
    ['answers 400', new ModelFailure('status', { status: 400, blame: 'nobody' })],
    ['sends HTML', new ModelFailure('not_a_stream')],
    ['sends garbage', new ModelFailure('malformed')],
    ['breaks off', new ModelFailure('truncated')],
    ['is refused by moderation', new ModelFailure('refused')],
    ['finds the context too long', new ModelFailure('context_too_long')],
  ]
  for (const [what, failure] of failures) {
    it(`a model that ${what} is passed over unseen`, async () => {
      const { router, best, second } = threeModels()
      const { reader, routed } = ask(router)
      const asked = await best.isAsked()
      asked.say(' \n')
      asked.fail(failure)
      const next = await second.isAsked()
      next.say('Hello')
      next.end()
      await routed
      assert.deepEqual(reader.heard, ['selected best', 'selected second', 'text Hello'])
      assert.deepEqual(reader.selected[1], {
        model: 'second',
        provider: 'gemini',
        attempt: 2,
        reason: failure.code,
      })
    })
  }

  it('a model that ends without a word is passed over, and so is one that thought all its tokens', async () => {
    const { router, best, second, third } = threeModels()
    const { reader, routed } = ask(router)
    ;(await best.isAsked()).end()
    const thinker = await second.isAsked()
    thinker.think()
    thinker.end({ finishReason: 'length' })
    const answering = await third.isAsked()
    answering.say('Here')
    answering.end()
    assert.equal((await routed).model, 'third')
    assert.deepEqual(
      reader.selected.map(({ reason }) => reason),
      [undefined, 'empty', 'empty'],
    )
  })

  it('a model that is silent for too long is left and its connection closed', async () => {
    const { router, clock, best, second } = threeModels()
    const { reader, routed } = ask(router)
    const asked = await best.isAsked()
    clock.advance(limits.firstTokenMs - 1)
    assert.equal(asked.signal.aborted, false)
    clock.advance(1)
    assert.equal(asked.signal.aborted, true)
    const next = await second.isAsked()
    asked.say('Too late')
    next.say('In time')
    next.end()
    await routed
    assert.equal(reader.shown, 'In time')
    assert.equal(reader.selected[1]?.reason, 'first_token_timeout')
  })

  it('thinking is a sign of life, but not for ever', async () => {
    const { router, clock, best, second } = threeModels()
    const { reader, routed } = ask(router)
    const asked = await best.isAsked()
    clock.advance(10_000)
    for (let thoughts = 0; thoughts < 3; thoughts += 1) {
      asked.think()
      assert.equal(asked.signal.aborted, false)
      clock.advance(10_000)
    }
    assert.equal(asked.signal.aborted, true)
    const next = await second.isAsked()
    next.say('Short and good')
    next.end()
    await routed
    assert.equal(reader.selected[1]?.reason, 'thinking_timeout')
    assert.equal(reader.shown, 'Short and good')
  })

  it('blank lines are no answer, however many there are', async () => {
    const { router, clock, best, second } = threeModels()
    const { reader } = ask(router)
    const asked = await best.isAsked()
    for (let lines = 0; lines < 8; lines += 1) {
      clock.advance(5_000)
      asked.say('\n')
    }
    await second.isAsked()
    assert.deepEqual(reader.heard, ['selected best', 'selected second'])
  })

  it('a fault of ours moves on too, blames nobody and says where it was', async () => {
    const { router, best, second, logged, store } = threeModels()
    const { routed } = ask(router)
    ;(await best.isAsked()).fail(new TypeError('a visitor said something'))
    const next = await second.isAsked()
    next.say('Hi')
    next.end()
    await routed
    const [entry] = logged
    assert.deepEqual([entry?.event, entry?.['error']], ['model-failed', 'TypeError'])
    assert.ok(!JSON.stringify(logged).includes('said something'))
    assert.equal(store.health.size, 0)
  })

  it('two models that fail take the time of two and no more', async () => {
    const { router, clock, best, second, third } = threeModels()
    const { routed } = ask(router)
    const startedAt = clock.now()
    await best.isAsked()
    clock.advance(limits.firstTokenMs)
    await second.isAsked()
    clock.advance(limits.firstTokenMs)
    const answering = await third.isAsked()
    answering.say('Third time lucky')
    answering.end()
    assert.equal((await routed).model, 'third')
    assert.equal(clock.now() - startedAt, 2 * limits.firstTokenMs)
  })
})

describe('after the first visible character', () => {
  async function halfAnswer() {
    const routing = threeModels()
    const { reader, routed } = ask(routing.router)
    const asked = await routing.best.isAsked()
    asked.say('Half')
    return { ...routing, reader, routed, asked }
  }

  it('what was said stays until another model begins anew', async () => {
    const { reader, routed, asked, second } = await halfAnswer()
    asked.fail(new ModelFailure('truncated'))
    const next = await second.isAsked()
    next.think()
    assert.equal(reader.shown, 'Half')
    next.say('\nAll of it')
    next.end()
    await routed
    assert.deepEqual(reader.heard, [
      'selected best',
      'text Half',
      'selected second',
      'reset truncated',
      'text All of it',
    ])
  })

  it('a pause that is too long is a failure, and signs of life are none while they come', async () => {
    const { reader, asked, clock, second } = await halfAnswer()
    for (const piece of [' an', ' ans', 'wer']) {
      clock.advance(limits.gapMs - 1)
      asked.say(piece)
    }
    assert.equal(asked.signal.aborted, false)
    clock.advance(limits.gapMs)
    await second.isAsked()
    assert.equal(reader.selected[1]?.reason, 'gap_timeout')
    assert.equal(reader.shown, 'Half an answer')
  })

  it('models that cannot begin anew either leave what was said', async () => {
    const { reader, routed, asked, second, third } = await halfAnswer()
    asked.fail(new ModelFailure('gap_timeout'))
    ;(await second.isAsked()).fail(new ModelFailure('status', { status: 503 }))
    ;(await third.isAsked()).end()
    await assert.rejects(routed, { kind: 'gap_timeout' })
    assert.equal(reader.shown, 'Half')
    assert.ok(!reader.heard.some((heard) => heard.startsWith('reset')))
  })

  it('an answer is begun anew once', async () => {
    const { reader, routed, asked, second, third } = await halfAnswer()
    asked.fail(new ModelFailure('truncated'))
    const next = await second.isAsked()
    next.say('Another half')
    next.fail(new ModelFailure('upstream_error'))
    await assert.rejects(routed, { kind: 'upstream_error' })
    assert.equal(reader.shown, 'Another half')
    assert.equal(third.asked.length, 0)
  })

  it('the whole turn has a deadline, which is nobody’s fault', async () => {
    const { reader, routed, asked, clock, store, second } = await halfAnswer()
    for (let elapsedMs = 0; elapsedMs < limits.totalMs; elapsedMs += 10_000) {
      asked.say('.')
      clock.advance(10_000)
    }
    await assert.rejects(routed, { kind: 'total_timeout' })
    assert.equal(asked.signal.aborted, true)
    assert.equal(second.asked.length, 0)
    assert.equal(reader.shown, `Half${'.'.repeat(12)}`)
    assert.equal(store.health.size, 0)
  })
})

describe('a thought that was taken for an answer', () => {
  async function leakedThought() {
    const routing = threeModels()
    const { reader, routed } = ask(routing.router)
    const asked = await routing.best.isAsked()
    asked.say('They ask why.')
    asked.takeBack()
    return { ...routing, reader, routed, asked }
  }

  it('goes at once, and the same model goes on', async () => {
    const { reader, routed, asked } = await leakedThought()
    assert.equal(reader.shown, '')
    asked.say('\nBecause.')
    asked.end()
    assert.equal((await routed).model, 'best')
    assert.deepEqual(reader.heard, ['selected best', 'text They ask why.', 'void', 'text Because.'])
  })

  it('leaves room for the next model when nothing follows it', async () => {
    const { reader, routed, asked, second } = await leakedThought()
    asked.end({ finishReason: 'length' })
    const next = await second.isAsked()
    next.say('Because.')
    next.end()
    assert.equal((await routed).model, 'second')
    assert.equal(reader.shown, 'Because.')
  })
})

describe('an answer without end', () => {
  for (const [how, pieces, length] of [
    ['all at once', ['x'.repeat(900_000)], 65_536],
    ['piece by piece', Array.from({ length: 900 }, () => 'x'.repeat(1_000)), 65_536],
    ['in characters of two halves', ['x', '👋'.repeat(60_000)], 65_535],
  ] as const) {
    it(`is cut where it is too long, and its connection closed, when it is said ${how}`, async () => {
      const { best, router } = threeModels()
      const { reader, routed } = ask(router)
      const asked = await best.isAsked()
      for (const piece of pieces) asked.say(piece)
      const { finishReason, model } = await routed
      assert.equal(finishReason, 'length')
      assert.equal(model, 'best')
      assert.equal(asked.signal.aborted, true)
      assert.equal(reader.shown.length, length)
      assert.ok(pieces.join('').startsWith(reader.shown))
    })
  }

  it('is whole when it is just as long as it may be', async () => {
    const { best, router } = threeModels()
    const { reader, routed } = ask(router)
    const asked = await best.isAsked()
    asked.say('x'.repeat(65_536))
    asked.end()
    assert.equal((await routed).finishReason, 'stop')
    assert.equal(reader.shown.length, 65_536)
  })

  it('is cut with what it has said already when it is continued', async () => {
    const { best, router } = threeModels()
    const { reader, routed } = ask(router, {
      isContinuation: true,
      history: [
        { role: 'user', content: 'Count.' },
        { role: 'assistant', content: 'x'.repeat(65_000) },
        { role: 'user', content: 'Go on.' },
      ],
    })
    ;(await best.isAsked()).say('x'.repeat(65_000))
    assert.equal((await routed).finishReason, 'length')
    assert.equal(reader.shown.length, 536)
  })
})

describe('the tokens of an answer', () => {
  it('are those of every model that was asked, by the last that each has told', async () => {
    const { router, best, second } = threeModels()
    const { reader, routed } = ask(router)
    const failing = await best.isAsked()
    failing.count({ inputTokens: 1000, outputTokens: 0 })
    failing.count({ inputTokens: 1000, outputTokens: 500 })
    failing.fail(new ModelFailure('empty', { blame: 'nobody' }))
    const next = await second.isAsked()
    next.say('Hello')
    next.count({ inputTokens: 1200, outputTokens: 20 })
    next.end()
    await routed
    assert.deepEqual(reader.usage, { inputTokens: 2200, outputTokens: 520 })
  })

  it('are what was told when it is stopped or cut at its longest', async () => {
    for (const settle of ['stop', 'cut'] as const) {
      const { router, best } = threeModels()
      const { reader, routed } = ask(router)
      const asked = await best.isAsked()
      asked.say('Well')
      asked.count({ inputTokens: 9, outputTokens: 1 })
      if (settle === 'stop') reader.stop()
      else asked.say('x'.repeat(65_536))
      await Promise.allSettled([routed])
      assert.deepEqual(reader.usage, { inputTokens: 9, outputTokens: 1 })
    }
  })
})

describe('a visitor who stops', () => {
  it('ends the work at once, and nobody is blamed', async () => {
    const { router, best, second, store, logged, settled } = threeModels()
    const { reader, routed } = ask(router)
    const asked = await best.isAsked()
    asked.say('Well')
    reader.stop()
    assert.equal(asked.signal.aborted, true)
    await assert.rejects(routed, { message: 'stopped' })
    asked.say(', I never')
    await settled()
    assert.equal(reader.shown, 'Well')
    assert.equal(second.asked.length, 0)
    assert.deepEqual([store.health.size, logged.length], [0, 0])
  })

  it('before anybody was asked, nobody is', async () => {
    const { router, best } = threeModels()
    const { reader, routed } = ask(router)
    reader.stop()
    await assert.rejects(routed, { message: 'stopped' })
    assert.equal(best.asked.length, 0)
  })
})

describe('when nobody answers', () => {
  it('a plain sentence says so', async () => {
    const { router, models } = threeModels()
    for (const model of models)
      model.whenAsked = (asked) => asked.fail(new ModelFailure('connection'))
    const { reader, routed } = ask(router)
    assert.deepEqual(await routed, {
      finishReason: 'stop',
      model: 'responder',
      provider: 'offline',
    })
    assert.equal(reader.shown, 'Nobody: unreachable.')
    const { attempt, reason } = reader.selected.at(-1) ?? {}
    assert.deepEqual([attempt, reason], [4, 'connection'])
  })

  it('and those who were reached refused, a plain sentence says that', async () => {
    const { router, models, store } = threeModels()
    for (const model of models) model.whenAsked = (asked) => asked.fail(new ModelFailure('refused'))
    const { reader, routed } = ask(router)
    assert.equal((await routed).finishReason, 'content_filter')
    assert.equal(reader.shown, 'Nobody: refused.')
    assert.equal(store.health.size, 0)
  })

  it('a model that was filtered to nothing has refused', async () => {
    const { router, models } = threeModels()
    const filtered = { finishReason: 'content_filter' } as const
    for (const model of models) model.whenAsked = (asked) => asked.end(filtered)
    assert.equal((await ask(router).routed).finishReason, 'content_filter')
  })

  it('an answer that is continued stays broken off instead', async () => {
    const { router, models } = threeModels()
    for (const model of models)
      model.whenAsked = (asked) => asked.fail(new ModelFailure('connection'))
    const { reader, routed } = ask(router, { isContinuation: true })
    await assert.rejects(routed, { kind: 'connection' })
    assert.equal(reader.shown, '')
  })

  it('and no provider is switched on, the offline responder talks', async () => {
    const { router, offline, store } = threeModels({ catalogue: { isSwitchedOn: () => false } })
    router.warm()
    const { reader, routed } = ask(router)
    const asked = await offline.isAsked()
    asked.say('Tell me more.')
    asked.end()
    assert.equal((await routed).provider, 'offline')
    assert.equal(reader.shown, 'Tell me more.')
    assert.deepEqual(store.calls, [])
  })
})

describe('what a model is shown', () => {
  it('fits its own context, answer included', async () => {
    const { router, store, best, second } = threeModels()
    const [first, ...others] = store.models
    assert.ok(first)
    store.models = [{ ...first, contextTokens: 2_000 }, ...others]
    const history = Array.from({ length: 40 }, (_, index) => ({
      role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
      content: 'word '.repeat(100),
    }))
    const { routed } = ask(router, { history: [...history, { role: 'user', content: 'So?' }] })
    const small = await best.isAsked()
    small.fail(new ModelFailure('context_too_long'))
    const large = await second.isAsked()
    large.say('So')
    large.end()
    await routed
    assert.ok(small.request.messages.length < 5)
    assert.ok(large.request.messages.length > 30)
    assert.equal(small.request.messages.at(-1)?.content, 'So?')
  })
})
