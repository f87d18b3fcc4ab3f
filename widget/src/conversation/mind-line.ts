import type { MindState } from '@visavis/shared/wire/chat-event.ts'
import { type Mind, mindAtRest, type MindSignal, stateOf, withSignal } from './mind-state.ts'

/** What happened to a mind, and what showed of it from then on. */
export type MindMoment = {
  /** Milliseconds, on the clock of whoever passes them in. */
  readonly at: number
  readonly state: MindState
  readonly cause: MindSignal['type']
}

/** A mind with what it has gone through, oldest first. */
export type MindLine = {
  readonly mind: Mind
  readonly moments: readonly MindMoment[]
}

export const emptyMindLine: MindLine = { mind: mindAtRest, moments: [] }

/** As much as a stand can show; a call of hours need not be remembered whole. */
const longestLine = 400

const marks = ['heard', 'understood', 'model-asked', 'first-token', 'first-sound'] as const

/** The steps from what a visitor says to the first sound of the answer. */
export type TurnMark = (typeof marks)[number]

/** The line after a signal; the same object when the signal changes nothing. */
export function afterSignal(line: MindLine, signal: MindSignal, at: number): MindLine {
  const mind = withSignal(line.mind, signal)
  if (mind === line.mind) return line
  const state = stateOf(mind)
  const isTold = state !== stateOf(line.mind) || isTurnMark(signal.type) || signal.type === 'reset'
  if (!isTold) return { ...line, mind }
  const moments = [...line.moments, { at, state, cause: signal.type }].slice(-longestLine)
  return { mind, moments }
}

/**
 * When each step of the last turn was taken, by the line's clock; a step that was not taken is
 * missing. A turn begins with something that was heard, with something that was understood without
 * having been heard (typed), or with a model asked to answer again. After a reset, the steps of the
 * answer are those of the one that counts.
 */
export function lastTurn(line: MindLine): ReadonlyMap<TurnMark, number> {
  const turn = new Map<TurnMark, number>()
  for (const { at, cause } of line.moments) {
    if (cause === 'heard' || cause === 'not-understood') turn.clear()
    if (cause === 'understood' && turn.has('understood')) turn.clear()
    if (cause === 'model-asked' && turn.has('first-token')) turn.clear()
    if (cause === 'reset') answerMarks.forEach((mark) => turn.delete(mark))
    if (isTurnMark(cause) && !turn.has(cause)) turn.set(cause, at)
  }
  return turn
}

const answerMarks = ['first-token', 'first-sound'] as const

export function isTurnMark(cause: MindSignal['type']): cause is TurnMark {
  return (marks as readonly string[]).includes(cause)
}
