import { SaidEvent } from './visavis-event.ts'

/** The server has taken a visitor's message. */
export class MessageSentEvent extends SaidEvent {
  declare readonly chatId: string
  declare readonly messageId: string

  constructor(fields: { chatId: string; messageId: string; text: string }) {
    super('visavis-message-sent', fields)
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-message-sent': MessageSentEvent
  }
}
