import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ask, limits, threeModels } from '../../../../../test/fixtures/routing/routing-process.ts'
import { ModelFailure } from '../model.ts'

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

  it('a model that only calls tools, which nobody has offered, is passed over and not blamed', async () => {
    const { router, best, second, store, settled } = threeModels()
    const { reader, routed } = ask(router)
    ;(await best.isAsked()).end({ finishReason: 'tool_calls' })
    const answering = await second.isAsked()
    answering.say('Here')
    answering.end()
    await routed
    await settled()
    assert.equal(reader.selected[1]?.reason, 'empty')
    assert.equal(store.health.size, 0)
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
