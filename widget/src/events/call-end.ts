import { VisavisEvent } from './visavis-event.ts'

/**
 * Why a call ended: the visitor ended it, nobody was there any more, another tab or element took it
 * over, the page was left, or no face could be brought.
 */
export type CallEndReason = 'ended' | 'idle' | 'taken-over' | 'left' | 'failed'

/** A call is over; the conversation goes on in writing. */
export class CallEndEvent extends VisavisEvent {
  readonly reason: CallEndReason

  constructor(reason: CallEndReason) {
    super('visavis-call-end')
    this.reason = reason
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-call-end': CallEndEvent
  }
}
