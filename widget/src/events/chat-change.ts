/** Another chat is shown; null for one that has not begun. */
export class ChatChangeEvent extends Event {
  static readonly type = 'visavis-chat-change'
  readonly chatId: string | null

  constructor(chatId: string | null) {
    super(ChatChangeEvent.type, { bubbles: true, composed: true })
    this.chatId = chatId
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-chat-change': ChatChangeEvent
  }
}
