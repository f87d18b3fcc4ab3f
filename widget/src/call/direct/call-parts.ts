import type { Avatar } from '../../avatars/avatar.ts'
import type { CaptionVoice } from '../../events/caption.ts'
import type { BargeInEvent } from '@visavis/shared/turn-taking/barge-in.ts'
import type { ListeningProblem } from '../../speech/listening/listening.ts'
import type { Clock } from '../../clock.ts'
import type { CallClaim } from '../call-claim.ts'
import type { EarProblem } from '../call-view.ts'
import type { Conversation } from '../../chat/conversation.ts'

/** A face with what a visitor can set about it. */
export type CallFace = {
  readonly kind: 'video' | 'drawing'
  readonly avatar: Avatar
  /** Whose voice speaks now, or would. */
  readonly voice: () => CaptionVoice
  /** From 0, silence, to 1. */
  setVolume(volume: number): void
}

/** Why an ear did not open. */
export class EarError extends Error {
  override readonly name = 'EarError'
  /** With `needs-consent`, it opens once the visitor agrees that the browser sends audio away. */
  readonly problem: ListeningProblem

  constructor(problem: ListeningProblem, options?: ErrorOptions) {
    super(problem, options)
    this.problem = problem
  }
}

export type EarEvents = {
  /** The browser asks the visitor for the microphone, and waits. */
  readonly onAsking: () => void
  readonly onBargeIn: (event: BargeInEvent) => void
  /** What the visitor is saying, as far as it is made out. */
  readonly onWords: (text: string) => void
  /** What the visitor has said; empty if it was no words. */
  readonly onHeard: (text: string) => void
  /** It is closed, and cannot be opened again just so. */
  readonly onProblem: (problem: EarProblem) => void
}

/** An open microphone with what understands it. */
export interface Ear {
  /** The avatar can be heard from now on, or no longer. */
  avatarSpeaks(isSpeaking: boolean): void
  /** The visitor lets go of the button: resolves after `onHeard`, closed. */
  finish(): Promise<void>
  close(): void
}

/** Everything a call is made of besides the conversation. */
export type CallParts = {
  /** The site's video face, live; null where it has none. Rejects if there should be one. */
  readonly bringVideo: () => Promise<CallFace | null>
  readonly bringDrawing: () => Promise<CallFace>
  /**
   * Opens the microphone. `avatar` may have an ear of its own, whose words come by its events.
   *
   * @throws EarError
   */
  readonly openEar: (options: {
    readonly face: CallFace
    /** `held`: for as long as the visitor holds a button, not until a silence. */
    readonly mode: 'open' | 'held'
    readonly mayAudioLeave: boolean
    readonly events: EarEvents
  }) => Promise<Ear>
  /**
   * Stops an answer if it is still being written, and marks how much of it was heard, in code points.
   *
   * @throws ConversationError
   */
  readonly reportHeard: (streamId: string, heardCharacters: number) => Promise<void>
  /** Lets the voice sound; a browser allows that inside a click only. */
  readonly unlockSound: () => void
  /** Made inside the click that began the call, it tells whether the page may sound; null: no sound. */
  readonly sound: Pick<AudioContext, 'state' | 'resume' | 'close' | 'addEventListener'> | null
  readonly claim: CallClaim
  readonly clock: Clock
}

/** What a call needs of the conversation it is a mouth of. */
export type CallConversation = Pick<
  Conversation,
  'view' | 'send' | 'stop' | 'setDraft' | 'subscribe'
>
