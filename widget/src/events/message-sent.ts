/** The server has taken a visitor's message. */
export class MessageSentEvent extends Event {
  static readonly type = 'visavis-message-sent'
  readonly chatId: string
  readonly messageId: string
  readonly text: string

  constructor(fields: { chatId: string; messageId: string; text: string }) {
    super(MessageSentEvent.type, { bubbles: true, composed: true })
    this.chatId = fields.chatId
    this.messageId = fields.messageId
    this.text = fields.text
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-message-sent': MessageSentEvent
  }
}
