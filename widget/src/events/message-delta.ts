import { SaidEvent } from './visavis-event.ts'

/** More of an answer has arrived; its text is only what is new. */
export class MessageDeltaEvent extends SaidEvent {
  declare readonly messageId: string

  constructor(fields: { messageId: string; text: string }) {
    super('visavis-message-delta', fields)
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-message-delta': MessageDeltaEvent
  }
}
