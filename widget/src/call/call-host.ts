import type { Channel } from '@visavis/shared/wire/chat-request.ts'
import type { Conversation } from '../chat/conversation.ts'
import type { VisavisEvent } from '../events/visavis-event.ts'
import type { CallWords } from '../localization/call-words.ts'
import type { Call } from './call.ts'

/** What a call is begun from and shown in. Each is the host of one call. */
export interface CallHost {
  readonly conversation: Conversation
  /** Stands there until the call's own face has come. */
  readonly portrait: Node | undefined
  loadWords(): Promise<CallWords>
  /** It is seen, and no other call is shown in it. */
  readonly isReady: boolean
  /** How large it is now. */
  readonly size: Pick<Element, 'clientWidth' | 'clientHeight'>
  /**
   * Shows a call's element, and until `leave` tells the call of a visitor who writes, has the answer
   * stopped, does anything else, closes the host, or leaves the page.
   */
  show(element: HTMLElement, call: Call, events: CallHostEvents): void
  /** The call is over: everything is as it was, and the focus where the call began. */
  leave(): void
  update(look: CallSurroundings): void
  /** Fetches what it takes to show the face beside what is written. */
  loadSideways(): Promise<void>
  /** Puts the focus where the visitor writes. */
  focusWriting(): void
  /** Tells the page. */
  readonly tell: (news: VisavisEvent) => void
}

/** What happens around a call and is for what shows it; the rest the host tells the call itself. */
export type CallHostEvents = {
  /** A key is pressed, and nobody else has it yet. */
  readonly onKey: (event: KeyboardEvent) => void
  /** Somebody looks for what was said earlier, or writes. */
  readonly onReading: () => void
  readonly onResize: () => void
  /** The page has changed to another language. */
  readonly onWords: (words: CallWords) => void
}

/** How its host looks while a call is on. */
export type CallSurroundings = {
  /** What the character does, in words; empty at rest. */
  readonly status: string
  /** Which mouth the visitor's messages go to. */
  readonly channel: Channel
  readonly traits: {
    /** Answers are heard: nobody else is to read them out. */
    readonly voiced: boolean
    /** The face leaves its room to what is written. */
    readonly reading: boolean
    /** The face stands beside what is written. */
    readonly sideways: boolean
  }
}
