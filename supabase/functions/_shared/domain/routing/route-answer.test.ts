import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { goodEnd } from '../../../../../test/fixtures/routing/hand-fed-model.ts'
import { ask, limits, threeModels } from '../../../../../test/fixtures/routing/routing-process.ts'
import { ModelFailure } from '../model.ts'

const minute = 60_000

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
    thinker.end({ finishReason: 'length', usage: undefined })
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
})
