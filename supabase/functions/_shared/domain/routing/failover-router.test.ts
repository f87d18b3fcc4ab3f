import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { message } from '../../../../../test/fixtures/message.ts'
import { goodEnd } from '../../../../../test/fixtures/routing/hand-fed-model.ts'
import { ask, threeModels } from '../../../../../test/fixtures/routing/routing-process.ts'
import { englishPlainAnswers } from '../../providers/offline/english/plain-answers.ts'
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
    assert.equal(reader.shown, englishPlainAnswers.unreachable.usual)
    const { attempt, reason } = reader.selected.at(-1) ?? {}
    assert.deepEqual([attempt, reason], [4, 'connection'])
  })

  it('and those who were reached refused, a plain sentence says that', async () => {
    const { router, models, store } = threeModels()
    for (const model of models) model.whenAsked = (asked) => asked.fail(new ModelFailure('refused'))
    const { reader, routed } = ask(router)
    assert.equal((await routed).finishReason, 'content_filter')
    assert.equal(reader.shown, englishPlainAnswers.refused.usual)
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
    router.warm?.()
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
    const history = Array.from({ length: 40 }, (_, index) =>
      message(index % 2 === 0 ? 'user' : 'assistant', 'word '.repeat(100)),
    )
    const { routed } = ask(router, { history: [...history, message('user', 'So?')] })
    const small = await best.isAsked()
    small.fail(new ModelFailure('context_too_long'))
    const large = await second.isAsked()
    large.say('So')
    large.end()
    await routed
    assert.ok(small.request.messages.length < 5)
    assert.ok(large.request.messages.length > 30)
    assert.deepEqual(small.request.messages.at(-1), message('user', 'So?'))
  })
})
