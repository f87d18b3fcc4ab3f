import type { SessionResponse } from '@visavis/shared/wire/session.ts'
import { VisavisEvent } from './visavis-event.ts'

/** The session is open: the character is known, and so is the chat that was left, if any. */
export class VisavisReadyEvent extends VisavisEvent {
  readonly session: SessionResponse

  constructor(session: SessionResponse) {
    super('visavis-ready')
    this.session = session
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-ready': VisavisReadyEvent
  }
}
