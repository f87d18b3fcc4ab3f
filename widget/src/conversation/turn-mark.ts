import type { MindSignal } from './mind-state.ts'

const marks = ['heard', 'understood', 'model-asked', 'first-token', 'first-sound'] as const

/** The steps from what a visitor says to the first sound of the answer. */
export type TurnMark = (typeof marks)[number]

export function isTurnMark(type: MindSignal['type']): type is TurnMark {
  return (marks as readonly string[]).includes(type)
}
