/** More of an answer has arrived. */
export class MessageDeltaEvent extends Event {
  static readonly type = 'visavis-message-delta'
  readonly messageId: string
  /** Only what is new. */
  readonly text: string

  constructor(fields: { messageId: string; text: string }) {
    super(MessageDeltaEvent.type, { bubbles: true, composed: true })
    this.messageId = fields.messageId
    this.text = fields.text
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-message-delta': MessageDeltaEvent
  }
}
