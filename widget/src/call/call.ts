import type { Channel } from '@visavis/shared/wire/chat-request.ts'
import type { CallEndReason } from '../events/call-end.ts'
import type { VisavisEvent } from '../events/visavis-event.ts'
import type { CallView } from './call-view.ts'

/**
 * One call, whatever carries it. It begins with `start` and is over for good with `end`; what was
 * said stays in the conversation. No method rejects.
 */
export interface Call {
  readonly view: CallView
  /** Which mouth the messages go to that are written while it is on. */
  readonly channel: Channel
  /** The page is told of the mind by this call, which knows of the ear and of the voice, too. */
  readonly tellsMind: boolean
  /** Begins the call. Where another tab has one, it asks first, and begins with a yes. */
  start(options?: { readonly isTakingOver?: boolean }): Promise<void>
  /** Ends the call; a running answer goes on in writing, and what was not heard is there to read. */
  end(reason: CallEndReason): Promise<void>
  /** Silences the face and stops the answer; what was said of it stays. */
  interrupt(): void
  /** Switches the microphone. `mayAudioLeave`: the visitor lets the browser send audio away. */
  listen(isOn: boolean, options?: { readonly mayAudioLeave?: boolean }): Promise<void>
  /** The microphone is open while a button is held; then what was said is a message. */
  hold(isHeld: boolean): Promise<void>
  /** The visitor is typing, or has just sent what was typed: whoever writes does not listen. */
  write(step: 'typing' | 'sent'): void
  /** From 0, silence, to 1. */
  setVolume(volume: number): void
  /** Lets the voice sound. To be called inside the visitor's click. */
  unlockSound(): void
  /** Somebody is there. */
  activity(): void
}

/** Whom a call tells what happens in it. */
export type CallEvents = {
  readonly onChange: (view: CallView) => void
  /** Tells the page. */
  readonly tell: (news: VisavisEvent) => void
}
