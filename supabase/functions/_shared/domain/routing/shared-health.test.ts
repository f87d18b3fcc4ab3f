import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { HandFedModel } from '../../../../../test/fixtures/routing/hand-fed-model.ts'
import { registered } from '../../../../../test/fixtures/registered-model.ts'
import {
  ask,
  routingProcess,
  threeModels,
} from '../../../../../test/fixtures/routing/routing-process.ts'
import type { AnswerSource } from '../answer-source.ts'
import { ModelFailure } from '../model.ts'

const minute = 60_000
const limited = new ModelFailure('status', { status: 429 })
const overloaded = new ModelFailure('status', { status: 529 })

/** From now on it answers at once. */
function answers(model: HandFedModel): void {
  model.whenAsked = (asked) => {
    asked.say('Hi')
    asked.end()
  }
}

function fails(model: HandFedModel, failure: ModelFailure = limited): void {
  model.whenAsked = (asked) => asked.fail(failure)
}

/** Who answers a turn. */
async function answerer(router: AnswerSource): Promise<string> {
  return (await ask(router).routed).model
}

/** Three models; the best has failed and is left alone, the others answer. */
async function withBestCooling() {
  const routing = threeModels()
  fails(routing.best)
  answers(routing.second)
  answers(routing.third)
  await answerer(routing.router)
  await routing.settled()
  assert.equal(routing.best.asked.length, 1)
  return routing
}

describe('a model that failed', () => {
  it('is left alone for fifteen minutes, by every process', async () => {
    const { router, clock, store, models, best } = await withBestCooling()
    const other = routingProcess({ clock, store, models })
    for (let minutes = 0; minutes < 15; minutes += 1) {
      assert.equal(await answerer(router), 'second')
      assert.equal(await answerer(other.router), 'second')
      clock.advance(minute - 1)
    }
    assert.equal(best.asked.length, 1)
  })

  it('is tried by one request then, and well again with its first word', async () => {
    const { router, clock, store, models, best, settled } = await withBestCooling()
    const other = routingProcess({ clock, store, models })
    clock.advance(15 * minute)
    best.whenAsked = () => undefined
    const probe = ask(router)
    const asked = await best.isAsked(2)
    assert.equal(await answerer(router), 'second')
    assert.equal(await answerer(other.router), 'second')
    asked.say('Back')
    await settled()
    assert.equal(store.health.size, 0)
    clock.advance(5_001)
    answers(best)
    assert.equal(await answerer(other.router), 'best')
    asked.end()
    assert.equal((await probe.routed).model, 'best')
  })

  it('is left alone for twice as long when it fails again, unseen', async () => {
    const { router, clock, best, settled } = await withBestCooling()
    clock.advance(15 * minute)
    assert.equal(await answerer(router), 'second')
    await settled()
    assert.equal(best.asked.length, 2)
    clock.advance(30 * minute - 1)
    assert.equal(await answerer(router), 'second')
    assert.equal(best.asked.length, 2)
    clock.advance(1)
    await answerer(router)
    assert.equal(best.asked.length, 3)
  })

  it('and passes by itself is left alone for longer each time, and for fifteen minutes at most', async () => {
    const { router, clock, best, second, store, settled } = threeModels()
    answers(second)
    fails(best, overloaded)
    for (const seconds of [30, 60, 120, 240, 480, 900, 900]) {
      await answerer(router)
      await settled()
      assert.equal(store.health.get('groq:best')?.cooldownMs, seconds * 1_000)
      const asked = best.asked.length
      clock.advance(seconds * 1_000 - 1)
      await answerer(router)
      assert.equal(best.asked.length, asked)
      clock.advance(1)
    }
    answers(best)
    assert.equal(await answerer(router), 'best')
    await settled()
    fails(best, overloaded)
    await answerer(router)
    await settled()
    assert.equal(store.health.get('groq:best')?.cooldownMs, 30_000)
  })

  it('and breaks off each time that it is tried is left alone for longer, too', async () => {
    const { router, clock, best, second, store, settled } = threeModels()
    answers(second)
    best.whenAsked = (asked) => {
      asked.say('Half')
      asked.fail(new ModelFailure('truncated'))
    }
    for (const seconds of [30, 60, 120, 240, 480, 900, 900]) {
      await answerer(router)
      await settled()
      assert.equal(store.health.get('groq:best')?.cooldownMs, seconds * 1_000)
      clock.advance(seconds * 1_000)
    }
    assert.equal(best.asked.length, 7)
  })

  it('and says when it will be back is asked then, every time', async () => {
    const { router, clock, best, second, settled } = threeModels()
    answers(second)
    fails(best, new ModelFailure('status', { status: 429, retryAfterMs: 2_000 }))
    for (let failures = 1; failures <= 4; failures += 1) {
      await answerer(router)
      await settled()
      assert.equal(best.asked.length, failures)
      clock.advance(1_999)
      await answerer(router)
      assert.equal(best.asked.length, failures)
      clock.advance(1)
    }
  })

  it('can be tried by the next request when the one that tried it showed nothing', async () => {
    const { router, clock, store, best, settled } = await withBestCooling()
    clock.advance(15 * minute)
    best.whenAsked = () => undefined
    const stopped = ask(router)
    await best.isAsked(2)
    stopped.reader.stop()
    await assert.rejects(stopped.routed)
    const refused = ask(router)
    ;(await best.isAsked(3)).fail(new ModelFailure('refused'))
    await refused.routed
    answers(best)
    assert.equal(await answerer(router), 'best')
    await settled()
    assert.equal(store.health.size, 0)
  })

  it('can be tried by the next request when the one that was to try it is stopped before', async () => {
    const { router, clock, store, best } = await withBestCooling()
    clock.advance(15 * minute)
    const stopped = ask(router)
    store.before = (call) => {
      if (call === 'leaseProbe') stopped.reader.stop()
    }
    await assert.rejects(stopped.routed)
    assert.equal(best.asked.length, 1)
    store.before = () => undefined
    answers(best)
    assert.equal(await answerer(router), 'best')
  })

  it('while others were talking to it does not come back by their words', async () => {
    const { router, best, second, store, settled } = threeModels()
    answers(second)
    const early = ask(router)
    const asked = await best.isAsked()
    fails(best)
    await answerer(router)
    asked.say('I began before')
    asked.end()
    await early.routed
    await settled()
    assert.deepEqual([...store.health.keys()], ['groq:best'])
  })

  it('and is gone for good is left alone for a day, and the operator is told', async () => {
    const { router, best, second, logged, store, settled } = threeModels()
    fails(best, new ModelFailure('status', { status: 404, isRetired: true }))
    answers(second)
    await answerer(router)
    await settled()
    assert.equal(store.health.get('groq:best')?.cooldownMs, 24 * 60 * minute)
    const [entry] = logged
    assert.deepEqual(
      [entry?.level, entry?.event, entry?.['model']],
      ['error', 'model-retired', 'groq:best'],
    )
  })

  it('keeps nobody waiting for the database to hear of it', async () => {
    const { router, best, second, store } = threeModels()
    store.before = (call) => (call === 'reportFailure' ? new Promise(() => undefined) : undefined)
    fails(best)
    answers(second)
    assert.equal(await answerer(router), 'second')
    assert.equal(await answerer(router), 'second')
    assert.equal(best.asked.length, 1)
  })
})

describe('a key that failed', () => {
  it('takes all models of its provider out, in this very turn already', async () => {
    const routing = threeModels()
    const sibling = new HandFedModel('groq:sibling')
    routing.models.push(sibling)
    const row = registered('groq:sibling', { quality: 8 })
    routing.store.models = [...routing.store.models, row]
    fails(routing.best, new ModelFailure('status', { status: 401, blame: 'provider' }))
    answers(routing.second)
    answers(sibling)
    assert.equal(await answerer(routing.router), 'second')
    assert.equal(sibling.asked.length, 0)
    await routing.settled()
    assert.deepEqual([...routing.store.health.keys()], ['groq'])
  })

  it('is not tried with another of its models when nobody else answers', async () => {
    const routing = threeModels()
    const sibling = new HandFedModel('groq:sibling')
    routing.models.push(sibling)
    routing.store.models = ['groq:best', 'groq:sibling'].map((id) => registered(id))
    fails(routing.best, new ModelFailure('status', { status: 402, blame: 'provider' }))
    assert.equal(await answerer(routing.router), 'responder')
    assert.equal(sibling.asked.length, 0)
  })
})

describe('when all cool down', () => {
  it('the one that is done first is asked', async () => {
    const { router, models, best, second, third, clock, settled } = threeModels()
    fails(best, new ModelFailure('status', { status: 429, retryAfterMs: 60 * minute }))
    fails(second)
    fails(third, new ModelFailure('status', { status: 429, retryAfterMs: 30 * minute }))
    await answerer(router)
    await settled()
    for (const model of models) answers(model)
    clock.advance(5 * minute)
    assert.equal(await answerer(router), 'second')
    assert.equal(await answerer(router), 'second')
    assert.deepEqual(
      models.map(({ asked }) => asked.length),
      [1, 3, 1],
    )
  })

  it('one that somebody else is trying is asked all the same', async () => {
    const { router, store, models, clock, best, settled } = await withBestCooling()
    clock.advance(15 * minute)
    store.models = store.models.slice(0, 1)
    best.whenAsked = () => undefined
    const other = routingProcess({ clock, store, models })
    const probe = ask(router)
    await best.isAsked(2)
    answers(best)
    assert.equal(await answerer(other.router), 'best')
    probe.reader.stop()
    await settled()
  })

  it('because the last ones just failed, one that failed before is asked', async () => {
    const { router, best, second, third, clock } = await withBestCooling()
    clock.advance(minute)
    fails(second)
    fails(third)
    answers(best)
    assert.equal(await answerer(router), 'best')
  })

  it('nobody is asked twice in one turn', async () => {
    const { router, models } = threeModels()
    for (const model of models) fails(model)
    assert.equal(await answerer(router), 'responder')
    assert.deepEqual(
      models.map(({ asked }) => asked.length),
      [1, 1, 1],
    )
  })
})
