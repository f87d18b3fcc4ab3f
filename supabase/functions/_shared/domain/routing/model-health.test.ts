import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ManualClock } from '../../../../../test/fixtures/routing/manual-clock.ts'
import { MemoryModelStore } from '../../../../../test/fixtures/memory-model-store.ts'
import { registered } from '../../../../../test/fixtures/registered-model.ts'
import type { LogEntry } from '../../log.ts'
import { ModelHealth } from './model-health.ts'

const minute = 60_000
const subject = 'groq:llama'
const failure = { subject, cooldownMs: 15 * minute, code: 'status_503' }

/** A database and one process beside it; more are to be had. */
function setUp() {
  const clock = new ManualClock()
  const store = new MemoryModelStore({ models: [registered(subject)], clock })
  const logged: LogEntry[] = []
  const work: Promise<void>[] = []
  const anotherProcess = () =>
    new ModelHealth({
      store,
      catalogue: { registered: [registered('openai-compatible:own')], isSwitchedOn: () => true },
      log: (entry) => logged.push(entry),
      background: (promise) => work.push(promise),
      clock,
    })
  const settled = () => Promise.all(work)
  return { clock, store, logged, settled, anotherProcess, health: anotherProcess() }
}

/** A promise and what resolves it. */
function gate() {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open }
}

const ids = (health: ModelHealth) => health.models.map(({ id }) => id)
const calls = (store: MemoryModelStore, name: string) =>
  store.calls.filter((call) => call.startsWith(name)).length

describe('reading the registry', () => {
  it('is begun by a coming turn, and waited for when it is needed', async () => {
    const { store, health } = setUp()
    const { opened, open } = gate()
    store.before = () => opened
    health.warm()
    assert.deepEqual(store.calls, ['readRegistry'])
    const fresh = health.fresh()
    open()
    await fresh
    assert.deepEqual(ids(health), [subject, 'openai-compatible:own'])
    assert.equal(store.calls.length, 1)
  })

  it('is done once for all who need it at the same time', async () => {
    const { store, health } = setUp()
    health.warm()
    health.warm()
    await Promise.all([health.fresh(), health.fresh()])
    assert.equal(calls(store, 'readRegistry'), 1)
  })

  it('keeps nobody waiting for five seconds, and is done anew beside a turn after half of them', async () => {
    const { clock, store, health } = setUp()
    await health.fresh()
    clock.advance(2_400)
    health.warm()
    assert.equal(calls(store, 'readRegistry'), 1)
    clock.advance(200)
    const { opened, open } = gate()
    store.before = () => opened
    health.warm()
    assert.equal(calls(store, 'readRegistry'), 2)
    await health.fresh()
    open()
  })

  it('is waited for when what is known is older than five seconds', async () => {
    const { clock, store, health } = setUp()
    await health.fresh()
    store.models = [registered('groq:new')]
    clock.advance(5_001)
    await health.fresh()
    assert.equal(ids(health)[0], 'groq:new')
  })

  it('leaves the last word of a database that is away', async () => {
    const { clock, store, health, logged } = setUp()
    await health.fresh()
    store.before = () => Promise.reject(new Error('somebody’s words'))
    clock.advance(minute)
    await health.fresh()
    assert.equal(ids(health)[0], subject)
    assert.deepEqual(
      logged.map(({ event, call }) => [event, call]),
      [['model-health-failing', 'readRegistry']],
    )
    assert.ok(!JSON.stringify(logged).includes('words'))
  })

  it('leaves the environment’s own models when the database was never there', async () => {
    const { store, health } = setUp()
    store.before = () => Promise.reject(new Error('away'))
    await health.fresh()
    assert.deepEqual(ids(health), ['openai-compatible:own'])
  })

  it('is not waited for longer than a second while there is a last word', async () => {
    const { clock, store, health } = setUp()
    await health.fresh()
    store.before = () => new Promise(() => undefined)
    clock.advance(minute)
    const fresh = health.fresh()
    clock.advance(1_000)
    await fresh
    assert.equal(ids(health)[0], subject)
    assert.equal(clock.waiting, 0)
  })

  it('is waited for when there was none yet', async () => {
    const { clock, store, health } = setUp()
    const { opened, open } = gate()
    store.before = () => opened
    const fresh = health.fresh()
    clock.advance(9_000)
    open()
    await fresh
    assert.equal(ids(health)[0], subject)
  })
})

describe('a failure', () => {
  it('is known here at once and elsewhere with the next reading', async () => {
    const { clock, health, settled, anotherProcess } = setUp()
    const other = anotherProcess()
    await Promise.all([health.fresh(), other.fresh()])
    health.reportFailure(failure)
    assert.equal(health.coolingDown(subject), 15 * minute)
    await settled()
    assert.equal(other.coolingDown(subject), undefined)
    clock.advance(5_001)
    await other.fresh()
    assert.equal(other.coolingDown(subject), 15 * minute - 5_001)
  })

  it('is not forgotten for a reading that was begun before it was stored', async () => {
    const { clock, store, health, settled } = setUp()
    await health.fresh()
    clock.advance(5_001)
    const { opened, open } = gate()
    store.before = (call) => (call === 'reportFailure' ? opened : undefined)
    health.reportFailure(failure)
    await health.fresh()
    assert.equal(health.coolingDown(subject), 15 * minute)
    open()
    await settled()
    assert.equal(health.coolingDown(subject), 15 * minute)
  })

  it('lasts as long as the database says, where it knows of more', async () => {
    const { clock, health, settled, anotherProcess } = setUp()
    await health.fresh()
    anotherProcess().reportFailure({ ...failure, cooldownMs: 60 * minute })
    await settled()
    health.reportFailure(failure)
    await settled()
    assert.equal(health.coolingDown(subject), 60 * minute)
    clock.advance(15 * minute)
    assert.equal(health.coolingDown(subject), 45 * minute)
  })

  it('of many requests side by side is reported once', async () => {
    const { store, health, settled } = setUp()
    await health.fresh()
    for (let request = 0; request < 100; request += 1) health.reportFailure(failure)
    await settled()
    assert.equal(calls(store, 'reportFailure'), 1)
    health.reportFailure({ ...failure, cooldownMs: 60 * minute })
    assert.equal(calls(store, 'reportFailure'), 2)
  })

  it('that could not be stored is logged, and over when its time is', async () => {
    const { clock, store, health, logged, settled } = setUp()
    await health.fresh()
    store.before = (call) => {
      if (call === 'reportFailure') throw new Error('away')
    }
    health.reportFailure(failure)
    await settled()
    assert.deepEqual(
      logged.map(({ call }) => call),
      ['reportFailure'],
    )
    clock.advance(15 * minute - 1)
    await health.fresh()
    assert.equal(health.coolingDown(subject), 1)
    clock.advance(5_002)
    await health.fresh()
    assert.equal(health.coolingDown(subject), undefined)
  })
})

describe('a success', () => {
  it('is known here at once, whatever was read before', async () => {
    const { clock, store, health, settled, anotherProcess } = setUp()
    anotherProcess().reportFailure(failure)
    await settled()
    clock.advance(15 * minute)
    await health.fresh()
    assert.equal(health.coolingDown(subject), 0)
    health.reportSuccess([subject])
    assert.equal(health.coolingDown(subject), undefined)
    await settled()
    assert.equal(store.health.size, 0)
    assert.equal(health.coolingDown(subject), undefined)
  })

  it('that could not be stored counts until the next reading', async () => {
    const { clock, store, health, settled } = setUp()
    await health.fresh()
    health.reportFailure(failure)
    await settled()
    clock.advance(15 * minute)
    store.before = (call) => {
      if (call === 'reportSuccess') throw new Error('away')
    }
    health.reportSuccess([subject])
    await settled()
    assert.equal(health.coolingDown(subject), undefined)
    await health.fresh()
    assert.equal(health.coolingDown(subject), 0)
  })
})

describe('a lease', () => {
  async function cooledDown() {
    const all = setUp()
    all.health.reportFailure(failure)
    await all.settled()
    all.clock.advance(15 * minute)
    await all.health.fresh()
    return all
  }

  it('is given to one request of all processes', async () => {
    const { health, anotherProcess } = await cooledDown()
    const other = anotherProcess()
    await other.fresh()
    const asked = [health, other, health, other].map((one) => one.lease([subject]))
    assert.deepEqual((await Promise.all(asked)).sort(), [false, false, false, true])
  })

  it('that somebody has is not asked for again and again', async () => {
    const { clock, store, health, anotherProcess } = await cooledDown()
    await anotherProcess().lease([subject])
    for (let request = 0; request < 50; request += 1) {
      assert.equal(await health.lease([subject]), false)
      clock.advance(90)
    }
    assert.equal(calls(store, 'leaseProbe'), 2)
    clock.advance(1_000)
    await health.lease([subject])
    assert.equal(calls(store, 'leaseProbe'), 3)
  })

  it('that is given back can be had again at once', async () => {
    const { health, settled, anotherProcess } = await cooledDown()
    assert.equal(await health.lease([subject]), true)
    health.release([subject])
    await settled()
    assert.equal(await anotherProcess().lease([subject]), true)
  })

  it('is not had from a database that is away or slow', async () => {
    const { clock, store, health, logged } = await cooledDown()
    store.before = () => Promise.reject(new Error('away'))
    assert.equal(await health.lease([subject]), false)
    assert.equal(logged.at(-1)?.['call'], 'leaseProbe')
    clock.advance(5_000)
    store.before = () => new Promise(() => undefined)
    const leased = health.lease([subject])
    clock.advance(1_000)
    assert.equal(await leased, false)
  })
})
