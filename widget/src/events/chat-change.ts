import { VisavisEvent } from './visavis-event.ts'

/** Another chat is shown; null for one that has not begun. */
export class ChatChangeEvent extends VisavisEvent {
  readonly chatId: string | null

  constructor(chatId: string | null) {
    super('visavis-chat-change')
    this.chatId = chatId
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-chat-change': ChatChangeEvent
  }
}
