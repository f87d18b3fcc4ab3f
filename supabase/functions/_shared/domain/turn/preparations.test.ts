import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  eventsOf,
  handFedTurns,
  HandFedRouter,
  metaOf,
  readAll,
  runUntilAsked,
  turn,
  visitorId,
} from '../../../../../test/fixtures/hand-fed-router.ts'
import { ManualClock } from '../../../../../test/fixtures/routing/manual-clock.ts'
import type { ChatEvent } from '../../wire/chat-event.ts'
import { persona } from './persona.ts'
import type { Preparation, Prepared } from './preparations.ts'

/** A preparation that ends when and as a test says. */
class HandFedPreparation implements Preparation {
  readonly name: string
  readonly deadlineMs = 500
  signal: AbortSignal | undefined
  end: (prepared: Prepared) => void = () => undefined
  fail: (error: Error) => void = () => undefined

  constructor(name: string) {
    this.name = name
  }

  prepare(_begun: unknown, _turn: unknown, signal: AbortSignal): Promise<Prepared> {
    this.signal = signal
    return new Promise((resolve, reject) => {
      this.end = resolve
      this.fail = reject
    })
  }
}

const section = (name: string) => ({ sections: [{ name, text: `The ${name}.`, priority: 1 }] })
const notice = (reason: string): ChatEvent => ({ type: 'reset', reason })

/** A turn with two preparations beside the persona, on a clock of its own. */
function preparedTurns() {
  const turns = handFedTurns()
  const clock = new ManualClock()
  const [memory, knowledge] = [
    new HandFedPreparation('memory'),
    new HandFedPreparation('knowledge'),
  ] as const
  const preparations = [...turns.dependencies.preparations, memory, knowledge]
  const dependencies = { ...turns.dependencies, preparations, clock }
  /** The names of the sections that the source was asked with. */
  const asked = () => turns.router.requests.at(-1)?.sections.map(({ name }) => name)
  const ended = () => new Promise(setImmediate)
  return { ...turns, dependencies, clock, memory, knowledge, asked, ended }
}

describe('preparations of an answer', () => {
  it('begin side by side, and nobody is asked before all of them have ended', async () => {
    const { dependencies, router, memory, knowledge, asked, ended } = preparedTurns()
    await runUntilAsked(dependencies, turn())
    assert.ok(memory.signal && knowledge.signal)
    knowledge.end(section('knowledge'))
    await ended()
    assert.equal(router.requests.length, 0)
    memory.end(section('memory'))
    await ended()
    assert.deepEqual(asked(), ['persona', 'memory', 'knowledge'])
    router.end()
  })

  it('tell their notices in the order of the list, before anybody is asked', async () => {
    const { dependencies, router, memory, knowledge, ended } = preparedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    knowledge.end({ notices: [notice('second')] })
    await ended()
    memory.end({ notices: [notice('first')] })
    await ended()
    const told = eventsOf(view.take()).map((event) =>
      event.type === 'reset' ? event.reason : event.type,
    )
    assert.deepEqual(told, ['meta', 'mind-state', 'first', 'second', 'model-selected'])
    router.end()
  })

  it('are left out where they fail, and the log names them, but not what was said', async () => {
    const { dependencies, router, memory, knowledge, logged, asked, ended } = preparedTurns()
    const sent = turn()
    await runUntilAsked(dependencies, sent)
    memory.fail(new RangeError('what a person said'))
    knowledge.end(section('knowledge'))
    await ended()
    assert.deepEqual(asked(), ['persona', 'knowledge'])
    const [line] = logged
    assert.deepEqual([line?.level, line?.event], ['warn', 'preparation-failed'])
    assert.deepEqual([line?.['preparation'], line?.['error']], ['memory', 'RangeError'])
    assert.equal(line?.['requestId'], sent.requestId)
    assert.doesNotMatch(JSON.stringify(logged), /person/u)
    router.end()
  })

  it('are left out where they throw at once', async () => {
    const { dependencies, router } = handFedTurns()
    const broken: Preparation = {
      name: 'broken',
      deadlineMs: 500,
      prepare() {
        throw new Error('broken')
      },
    }
    await runUntilAsked(
      { ...dependencies, preparations: [broken, ...dependencies.preparations] },
      turn(),
    )
    assert.deepEqual(
      router.requests[0]?.sections.map(({ name }) => name),
      ['persona'],
    )
    router.end()
  })

  it('are left out where they are late, told to end, and the log names them', async () => {
    const { dependencies, router, clock, memory, knowledge, logged, asked, ended } = preparedTurns()
    await runUntilAsked(dependencies, turn())
    knowledge.end(section('knowledge'))
    await ended()
    clock.advance(499)
    await ended()
    assert.equal(router.requests.length, 0)
    clock.advance(1)
    await ended()
    assert.deepEqual(asked(), ['persona', 'knowledge'])
    assert.deepEqual([memory.signal?.aborted, knowledge.signal?.aborted], [true, false])
    const [line] = logged
    assert.deepEqual([line?.['preparation'], line?.['error']], ['memory', 'DeadlinePassed'])
    memory.end(section('memory'))
    router.end()
  })

  it('leave no timer behind', async () => {
    const { dependencies, router, clock, memory, knowledge, ended } = preparedTurns()
    await runUntilAsked(dependencies, turn())
    assert.equal(clock.waiting, 2)
    memory.end({})
    knowledge.fail(new Error('failed'))
    await ended()
    assert.equal(clock.waiting, 0)
    router.end()
  })

  it('end with a stop, after which nobody is asked and nothing has failed', async () => {
    const { dependencies, router, store, memory, logged } = preparedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    const { streamId } = metaOf(view)
    dependencies.streamLog.find({ streamId, visitorId })?.stop()
    await readAll(view)
    assert.equal(memory.signal?.aborted, true)
    assert.equal(router.requests.length, 0)
    assert.equal((await store.settled(streamId)).status, 'stopped')
    assert.deepEqual(
      logged.filter(({ level }) => level !== 'info'),
      [],
    )
  })

  it('may decide who answers: first the first of them, and the usual sources behind', async () => {
    const { dependencies, router, memory, knowledge, ended } = preparedTurns()
    const [card, map] = [new HandFedRouter(), new HandFedRouter()]
    await runUntilAsked(dependencies, turn())
    knowledge.end({ decided: map })
    memory.end({ decided: card })
    await ended()
    card.pass()
    await ended()
    assert.deepEqual(
      [card, map, router].map(({ requests }) => requests.length),
      [1, 1, 0],
    )
    map.pass()
    await ended()
    assert.equal(router.requests.length, 1)
    router.end()
  })
})

describe('the persona', () => {
  it('is what no answer is asked for without', async () => {
    const { dependencies, router, store } = handFedTurns()
    const broken = { ...persona(dependencies.prompts), prepare: () => Promise.reject(new Error()) }
    const { view } = await runUntilAsked({ ...dependencies, preparations: [broken] }, turn())
    const last = eventsOf(await readAll(view)).at(-1)
    assert.ok(last?.type === 'error' && last.code === 'internal_error')
    assert.equal(router.requests.length, 0)
    const [stored] = store.answers.values()
    assert.equal(stored?.end?.status, 'failed')
  })
})
