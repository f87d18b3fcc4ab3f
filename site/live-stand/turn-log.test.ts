import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  afterTold,
  emptyLog,
  lengthOf,
  spansOf,
  startOf,
  type Step,
  type Told,
} from './turn-log.ts'

const after = (...told: Told[]) => told.reduce(afterTold, emptyLog)
const step = (name: Step, at: number): Told => ({ type: 'step', step: name, at })

test('a turn is the way from what was heard to the first sound', () => {
  const log = after(
    step('heard', 100),
    step('understood', 340),
    step('model-asked', 400),
    { type: 'model', model: 'small', provider: 'offline' },
    step('first-token', 900),
    step('first-sound', 1200),
    { type: 'written', at: 2000 },
  )
  const [turn = assert.fail()] = log.turns
  assert.deepEqual([startOf(turn), lengthOf(turn)], [100, 1100])
  assert.deepEqual([turn.isSpoken, turn.model, turn.at.written], [true, 'small', 2000])
  assert.deepEqual(spansOf(turn), [
    { step: 'understood', fromMs: 0, lastsMs: 240 },
    { step: 'model-asked', fromMs: 240, lastsMs: 60 },
    { step: 'first-token', fromMs: 300, lastsMs: 500 },
    { step: 'first-sound', fromMs: 800, lastsMs: 300 },
  ])
})

test('a greeting is no turn, and what is written begins one without having been heard', () => {
  const log = after(step('first-sound', 50), step('understood', 500), step('model-asked', 520))
  assert.equal(log.turns.length, 1)
  assert.equal(log.turns[0]?.isSpoken, false)
})

test('the newest turn comes first, and an answer that begins anew keeps its first times', () => {
  const log = after(
    step('understood', 1),
    step('first-token', 2),
    step('first-token', 9),
    step('understood', 10),
  )
  assert.deepEqual(
    log.turns.map(({ number }) => number),
    [2, 1],
  )
  assert.equal(log.turns[1]?.at['first-token'], 2)
})

test('a state lasts until the next one', () => {
  const log = after(
    { type: 'state', state: 'listening', at: 10 },
    { type: 'state', state: 'speaking', at: 60 },
  )
  assert.deepEqual(log.states, [
    { state: 'listening', from: 10, to: 60 },
    { state: 'speaking', from: 60, to: null },
  ])
})
