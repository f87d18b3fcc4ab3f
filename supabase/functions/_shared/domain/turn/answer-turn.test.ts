import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  eventsOf,
  handFedTurns,
  HandFedRouter,
  readAll,
  runUntilAsked,
  turn,
} from '../../../../../test/fixtures/hand-fed-router.ts'
import { ModelFailure } from '../model.ts'
import type { AnswerFilter } from './answer-turn.ts'

const ended = () => new Promise(setImmediate)

/** A turn with two sources. */
function turnsOfTwo() {
  const turns = handFedTurns()
  const { router: first } = turns
  const second = new HandFedRouter()
  const dependencies = { ...turns.dependencies, sources: [first, second] }
  return { ...turns, dependencies, first, second }
}

describe('the sources of an answer', () => {
  it('are asked in their order: whoever answers is the last', async () => {
    const { dependencies, first, second, store } = turnsOfTwo()
    const { view } = await runUntilAsked(dependencies, turn())
    first.say('Mine')
    first.end()
    await readAll(view)
    assert.equal(second.requests.length, 0)
    const [stored] = store.answers.values()
    assert.equal(stored?.end?.content, 'Mine')
  })

  it('may pass, and the next one is asked the same', async () => {
    const { dependencies, first, second, store } = turnsOfTwo()
    const { view } = await runUntilAsked(dependencies, turn())
    first.pass()
    await ended()
    assert.equal(second.requests[0], first.requests[0])
    second.say('Then I')
    second.end()
    await readAll(view)
    const [stored] = store.answers.values()
    assert.equal(stored?.end?.content, 'Then I')
  })

  it('know why the models before them have passed, whoever else did since', async () => {
    const { dependencies, first, second } = turnsOfTwo()
    const third = new HandFedRouter()
    await runUntilAsked({ ...dependencies, sources: [first, second, third] }, turn())
    const unanswered = { pass: 'refused', attempts: 3 } as const
    first.pass(unanswered)
    await ended()
    second.pass()
    await ended()
    assert.equal(third.before, unanswered)
    third.end()
  })

  it('leave no silence when all have passed', async () => {
    const { dependencies, first, second, store } = turnsOfTwo()
    const { view } = await runUntilAsked(dependencies, turn())
    const failure = new ModelFailure('status', { status: 429 })
    first.pass({ pass: 'unreachable', attempts: 1, failure })
    await ended()
    second.pass()
    const last = eventsOf(await readAll(view)).at(-1)
    assert.ok(last?.type === 'error' && last.code === 'model_unavailable')
    const [stored] = store.answers.values()
    assert.equal(stored?.end?.errorCode, 'status_429')
  })

  it('end with the one that broke off', async () => {
    const { dependencies, first, second, store } = turnsOfTwo()
    const { view } = await runUntilAsked(dependencies, turn())
    first.say('Half')
    first.fail(new ModelFailure('truncated'))
    await readAll(view)
    assert.equal(second.requests.length, 0)
    const [stored] = store.answers.values()
    assert.equal(stored?.end?.status, 'interrupted')
  })

  it('are all told that a turn is coming', async () => {
    const { dependencies, first, second } = turnsOfTwo()
    await runUntilAsked(dependencies, turn())
    assert.deepEqual([first.warmed, second.warmed], [1, 1])
    first.end()
  })

  it('tell events in their place between the words', async () => {
    const { dependencies, router } = handFedTurns()
    const { view } = await runUntilAsked(dependencies, turn())
    router.say('One')
    router.sink.onEvent({ type: 'mind-state', state: 'checking_cache' })
    router.say('two')
    router.end()
    const events = eventsOf(await readAll(view)).slice(4, 7)
    assert.deepEqual(events, [
      { type: 'text-delta', text: 'One' },
      { type: 'mind-state', state: 'checking_cache' },
      { type: 'text-delta', text: 'two' },
    ])
  })
})

describe('the filters of an answer', () => {
  const append =
    (mark: string): AnswerFilter =>
    (sink) => ({ ...sink, onText: (text) => sink.onText(text + mark) })

  it('hear it in their order', async () => {
    const { dependencies, router, store } = handFedTurns()
    const filters = [append(' first'), append(' second')]
    const { view } = await runUntilAsked({ ...dependencies, filters }, turn())
    router.say('Said')
    router.end()
    await readAll(view)
    const [stored] = store.answers.values()
    assert.equal(stored?.end?.content, 'Said first second')
  })

  it('stand before whoever has been decided on, too', async () => {
    const { dependencies, router, store } = handFedTurns()
    const card = new HandFedRouter()
    const preparations = [
      ...dependencies.preparations,
      { name: 'safety', deadlineMs: 500, prepare: () => ({ decided: card }) },
    ]
    const filters = [append('!')]
    const { view } = await runUntilAsked({ ...dependencies, preparations, filters }, turn())
    card.say('Help')
    card.end()
    await readAll(view)
    assert.equal(router.requests.length, 0)
    const [stored] = store.answers.values()
    assert.equal(stored?.end?.content, 'Help!')
  })
})
