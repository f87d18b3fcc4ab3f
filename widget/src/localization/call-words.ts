import type { MindState } from '@visavis/shared/wire/chat-event.ts'
import type { EarProblem } from '../call/call-view.ts'

/** Why the visitor is not heard, and what to do; fetched when the microphone is wanted. */
export type EarProblems = Readonly<Record<Exclude<EarProblem, 'offline'>, string>>

/** Every word a call says, in one language; they load with the first call. */
export type CallWords = {
  readonly call: string
  readonly controls: string
  readonly connecting: string
  /** What to do, while nobody speaks and the microphone is off. */
  readonly hint: string
  /** While it is on, and nobody speaks. */
  readonly listeningHint: string
  readonly states: Readonly<Record<MindState, string>>
  readonly listen: string
  readonly stopListening: string
  readonly captions: string
  readonly volume: string
  readonly write: string
  readonly picture: string
  readonly end: string
  readonly notNow: string
  readonly takeOverQuestion: string
  readonly takeOver: string
  readonly consentQuestion: string
  readonly consent: string
  readonly wouldRatherWrite: string
  readonly stillThereQuestion: string
  readonly stillThere: string
  /** The browser asks for the microphone. */
  readonly asking: string
  /** Where there is nothing of its own to say. */
  readonly earProblemOther: string
  readonly loadEarProblems: () => Promise<EarProblems>
  readonly again: string
  readonly videoMissing: string
  readonly voiceMissing: string
  readonly close: string
  readonly soundLocked: string
  readonly unlockSound: string
}
