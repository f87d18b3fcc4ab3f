import { VisavisEvent } from './visavis-event.ts'

/**
 * An answer begins; also one that is met in the middle, after a reload, that is continued, or that
 * starts over. All its words follow: those told of it before are void.
 */
export class MessageStartEvent extends VisavisEvent {
  declare readonly chatId: string
  declare readonly messageId: string

  constructor(fields: { chatId: string; messageId: string }) {
    super('visavis-message-start', fields)
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-message-start': MessageStartEvent
  }
}
