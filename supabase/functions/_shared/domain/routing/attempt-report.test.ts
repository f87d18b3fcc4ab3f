import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ask, threeModels } from '../../../../../test/fixtures/routing/routing-process.ts'
import { ModelFailure } from '../model.ts'

describe('what is reported of the models that were asked', () => {
  it('names each of them, how it went, when, and what it cost', async () => {
    const { router, clock, best, second } = threeModels()
    const { reader, routed } = ask(router)
    const first = await best.isAsked()
    first.count({ inputTokens: 40, outputTokens: 0 })
    clock.advance(300)
    first.fail(new ModelFailure('status', { status: 503 }))
    const other = await second.isAsked()
    clock.advance(200)
    other.say('Hello')
    clock.advance(500)
    other.count({ inputTokens: 41, outputTokens: 2 })
    other.end()
    await routed
    const names = ({ name: model, provider }: typeof best) => ({ model, provider })
    assert.deepEqual(reader.attempts, [
      {
        attempt: 1,
        ...names(best),
        outcome: 'status_503',
        startedMs: 0,
        totalMs: 300,
        firstTextMs: undefined,
        usage: { inputTokens: 40, outputTokens: 0 },
      },
      {
        attempt: 2,
        ...names(second),
        outcome: 'answered',
        startedMs: 300,
        totalMs: 700,
        firstTextMs: 200,
        usage: { inputTokens: 41, outputTokens: 2 },
      },
    ])
  })

  it('says that a model broke off behind its first words', async () => {
    const { router, clock, best, models } = threeModels()
    const { reader, routed } = ask(router)
    for (const model of models.slice(1)) {
      model.whenAsked = (asked) => asked.fail(new ModelFailure('connection'))
    }
    const first = await best.isAsked()
    clock.advance(10)
    first.say('Once')
    first.fail(new ModelFailure('truncated'))
    await assert.rejects(routed, { kind: 'truncated' })
    const [broken, ...others] = reader.attempts
    assert.deepEqual([broken?.outcome, broken?.firstTextMs], ['truncated', 10])
    assert.deepEqual(
      others.map(({ outcome }) => outcome),
      others.map(() => 'connection'),
    )
    assert.ok(others.length > 0)
  })

  it('says that the visitor stopped it', async () => {
    const { router, best } = threeModels()
    const { reader, routed } = ask(router)
    await best.isAsked()
    reader.stop()
    await assert.rejects(routed)
    assert.deepEqual(
      reader.attempts.map(({ outcome }) => outcome),
      ['stopped'],
    )
  })

  it('counts the text of a thought for none', async () => {
    const { router, clock, best } = threeModels()
    const { reader, routed } = ask(router)
    const first = await best.isAsked()
    clock.advance(100)
    first.say('They want')
    first.takeBack()
    clock.advance(400)
    first.say('Hello')
    first.end()
    await routed
    assert.equal(reader.attempts[0]?.firstTextMs, 500)
  })

  it('knows the offline responder, too', async () => {
    const { router, offline } = threeModels({ catalogue: { isSwitchedOn: () => false } })
    const { reader, routed } = ask(router)
    const asked = await offline.isAsked()
    asked.say('Tell me more.')
    asked.end()
    await routed
    assert.deepEqual(
      reader.attempts.map(({ provider, outcome, attempt }) => [provider, outcome, attempt]),
      [['offline', 'answered', 1]],
    )
  })
})
