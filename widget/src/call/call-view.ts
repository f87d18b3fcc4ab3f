import type { MindState } from '@visavis/shared/wire/chat-event.ts'
import type { Caption } from '../speech/speaking/time/captions.ts'
import type { ListeningProblem } from '../speech/listening/listening.ts'

/** Why the visitor cannot be heard; each has a next step. */
export type EarProblem = Exclude<ListeningProblem, 'needs-consent'>

/** Everything that a call's stage, captions and bar draw; immutable. */
export type CallView = {
  readonly phase: 'starting' | 'on' | 'over'
  readonly face: 'none' | 'video' | 'drawing'
  readonly mindState: MindState
  /** `asking`: it opens as soon as the visitor lets the browser. */
  readonly microphone: 'off' | 'opening' | 'asking' | 'on'
  /** Why the microphone is off, where the visitor has asked for it. */
  readonly earProblem: EarProblem | null
  /**
   * What waits for the visitor's yes or no: whether another tab's call is taken over, whether the
   * browser may send audio away, whether anybody is there.
   */
  readonly question: 'take-over' | 'consent' | 'still-there' | null
  /** Said once, quietly: there should have been a live video. */
  readonly isVideoMissing: boolean
  /** Said quietly, too: what is said now has captions and a mouth, and no sound. */
  readonly isVoiceMissing: boolean
  /** The browser lets nothing sound before another click. */
  readonly isSoundLocked: boolean
  readonly speaker: 'character' | 'visitor'
  readonly caption: Caption | null
  /** From 0 to 1. */
  readonly volume: number
}

export const newCallView: CallView = {
  phase: 'starting',
  face: 'none',
  mindState: 'idle',
  microphone: 'off',
  earProblem: null,
  question: null,
  isVideoMissing: false,
  isVoiceMissing: false,
  isSoundLocked: false,
  speaker: 'character',
  caption: null,
  volume: 1,
}
