import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  ask,
  routingProcess,
  threeModels,
} from '../../../../../test/fixtures/routing/routing-process.ts'
import { ModelFailure } from '../model.ts'

/** Waits until the database knows all that was seen, and is asked for it anew. */
async function rememberAll({ clock, settled }: ReturnType<typeof threeModels>) {
  await settled()
  clock.advance(60_000)
}

/** The best model has answered often: nine times of ten after 100 ms. */
async function withHistory({ turns = 30, isHedging = true } = {}) {
  const routing = threeModels({ isHedging })
  for (let turn = 1; turn <= turns; turn += 1) {
    const { routed } = ask(routing.router)
    const asked = await routing.best.isAsked(turn)
    routing.clock.advance(turn <= 3 ? 1_000 : 100)
    asked.say('Hi')
    asked.end()
    await routed
  }
  await rememberAll(routing)
  const { reader, routed } = ask(routing.router)
  const first = await routing.best.isAsked(turns + 1)
  return { ...routing, reader, routed, first }
}

describe('a first model that is slower than it usually is', () => {
  it('has a second one beside it, and the first to speak is heard alone', async () => {
    const { reader, routed, clock, first, second, store, logged, settled } = await withHistory()
    clock.advance(99)
    assert.equal(second.asked.length, 0)
    clock.advance(1)
    const beside = await second.isAsked()
    assert.deepEqual(reader.heard, ['selected best'])
    beside.say('I am here')
    assert.equal(first.signal.aborted, true)
    first.say('So am I')
    beside.end()
    assert.equal((await routed).model, 'second')
    assert.deepEqual(reader.heard, ['selected best', 'selected second', 'text I am here'])
    assert.equal(reader.selected[1]?.reason, 'hedge')
    await settled()
    assert.deepEqual([store.health.size, logged.length], [0, 0])
    assert.deepEqual(
      reader.attempts.map(({ attempt, outcome, startedMs }) => [attempt, outcome, startedMs]),
      [
        [1, 'called_off', 0],
        [2, 'answered', 100],
      ],
    )
  })

  it('is heard when it speaks first after all', async () => {
    const { reader, routed, clock, first, second, store } = await withHistory()
    clock.advance(100)
    const beside = await second.isAsked()
    first.say('Just in time')
    assert.equal(beside.signal.aborted, true)
    first.end()
    assert.equal((await routed).model, 'best')
    assert.deepEqual(reader.heard, ['selected best', 'text Just in time'])
    assert.equal(store.health.size, 0)
  })

  it('may fail while the second is being asked, which goes on', async () => {
    const { reader, routed, clock, first, second, third } = await withHistory()
    clock.advance(100)
    const beside = await second.isAsked()
    first.fail(new ModelFailure('status', { status: 503 }))
    while (reader.selected.length < 2) await Promise.resolve()
    beside.say('No harm done')
    beside.end()
    assert.equal((await routed).model, 'second')
    assert.equal(reader.selected[1]?.reason, 'status_503')
    assert.equal(third.asked.length, 0)
  })

  it('and fails as well as the second makes way for the third', async () => {
    const { reader, routed, clock, first, second, third } = await withHistory()
    clock.advance(100)
    ;(await second.isAsked()).fail(new ModelFailure('connection'))
    first.fail(new ModelFailure('truncated'))
    const last = await third.isAsked()
    last.say('At last')
    last.end()
    await routed
    assert.equal(reader.shown, 'At last')
    assert.equal(reader.selected.at(-1)?.attempt, 3)
  })

  it('and breaks off after it was heard goes back to the second', async () => {
    const { reader, routed, clock, first, second, third } = await withHistory()
    clock.advance(100)
    await second.isAsked()
    first.say('Just in')
    first.fail(new ModelFailure('truncated'))
    const again = await second.isAsked(2)
    again.say('Here I am')
    again.end()
    assert.equal((await routed).model, 'second')
    assert.equal(reader.shown, 'Here I am')
    assert.deepEqual(
      reader.selected.map(({ attempt }) => attempt),
      [1, 3],
    )
    assert.equal(third.asked.length, 0)
  })

  it('is stopped together with the second', async () => {
    const { reader, routed, clock, first, second } = await withHistory()
    clock.advance(100)
    const beside = await second.isAsked()
    reader.stop()
    await assert.rejects(routed, { message: 'stopped' })
    assert.deepEqual([first.signal.aborted, beside.signal.aborted], [true, true])
    assert.deepEqual(
      reader.attempts.map(({ outcome }) => outcome),
      ['stopped', 'stopped'],
    )
  })

  it('has nobody beside it once it thinks, when little is known of it, or when that is off', async () => {
    const thinking = await withHistory()
    thinking.first.think()
    const unknown = await withHistory({ turns: 19 })
    const off = await withHistory({ isHedging: false })
    for (const { clock, second, reader } of [thinking, unknown, off]) {
      clock.advance(10_000)
      assert.equal(second.asked.length, 0)
      reader.stop()
    }
  })
})

describe('what is slow for a model', () => {
  it('is known to a process that has only just begun', async () => {
    const { store, models, clock, settled, reader, second } = await withHistory()
    reader.stop()
    await settled()
    const younger = routingProcess({ clock, store, models, isHedging: true })
    await younger.health.fresh()
    const asked = models[0]?.asked.length ?? 0
    ask(younger.router)
    await models[0]?.isAsked(asked + 1)
    clock.advance(99)
    assert.equal(second.asked.length, 0)
    clock.advance(1)
    await second.isAsked()
  })

  it('is told in the background, a call at a time, and read with the registry', async () => {
    const { router, store, best, settled } = threeModels({ isHedging: true })
    best.whenAsked = (asked) => {
      asked.say('Hi')
      asked.end()
    }
    let release: () => void = () => undefined
    store.before = (call) =>
      call === 'recordFirstTokens' ? new Promise((resolve) => (release = resolve)) : undefined
    for (let turn = 0; turn < 5; turn += 1) await ask(router).routed
    store.before = () => undefined
    release()
    await settled()
    const calls = store.calls.filter((call) => call.startsWith('recordFirstTokens'))
    assert.deepEqual(calls, ['recordFirstTokens groq:best', 'recordFirstTokens groq:best'])
    assert.equal(store.firstTokens.get('groq:best')?.length, 5)
    assert.equal(store.calls.filter((call) => call === 'readRegistry').length, 1)
  })

  it('is nothing to be told when no second model is ever asked', async () => {
    const { router, store, best, settled } = threeModels()
    best.whenAsked = (asked) => {
      asked.say('Hi')
      asked.end()
    }
    await ask(router).routed
    await settled()
    assert.equal(store.firstTokens.size, 0)
  })

  it('is not known while the database is away, and then no second model is asked', async () => {
    const routing = threeModels({ isHedging: true })
    routing.store.before = (call) => {
      if (call === 'recordFirstTokens') throw new Error('away')
    }
    for (let turn = 1; turn <= 20; turn += 1) {
      const { routed } = ask(routing.router)
      const asked = await routing.best.isAsked(turn)
      routing.clock.advance(100)
      asked.say('Hi')
      asked.end()
      await routed
    }
    await rememberAll(routing)
    const { reader } = ask(routing.router)
    await routing.best.isAsked(21)
    routing.clock.advance(10_000)
    assert.equal(routing.second.asked.length, 0)
    assert.ok(routing.logged.every(({ event }) => event === 'model-health-failing'))
    reader.stop()
  })
})

describe('the hedging budget', () => {
  it('leaves a slow model alone when it is used up', async () => {
    const { router, clock, best, second, reader } = await withHistory()
    reader.stop()
    const isBegun = best.asked.length
    for (let turn = 1; turn <= 20; turn += 1) {
      const { routed } = ask(router)
      const asked = await best.isAsked(isBegun + turn)
      clock.advance(100)
      asked.say('Slow')
      asked.end()
      await routed
    }
    // One hedge is there from the beginning, and 51 turns were asked.
    assert.equal(second.asked.length, 6)
  })
})
