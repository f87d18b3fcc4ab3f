import type { SessionResponse } from '#wire/session.ts'

/** The session is open: the character is known, and so is the chat that was left, if any. */
export class VisavisReadyEvent extends Event {
  static readonly type = 'visavis-ready'
  readonly session: SessionResponse

  constructor(session: SessionResponse) {
    super(VisavisReadyEvent.type, { bubbles: true, composed: true })
    this.session = session
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-ready': VisavisReadyEvent
  }
}
