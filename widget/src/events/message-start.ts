/**
 * An answer begins; also one that is met in the middle, after a reload, that is continued, or that
 * starts over. All its words follow: those told of it before are void.
 */
export class MessageStartEvent extends Event {
  static readonly type = 'visavis-message-start'
  readonly chatId: string
  readonly messageId: string

  constructor(fields: { chatId: string; messageId: string }) {
    super(MessageStartEvent.type, { bubbles: true, composed: true })
    this.chatId = fields.chatId
    this.messageId = fields.messageId
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-message-start': MessageStartEvent
  }
}
