import type { FinishReason } from '#wire/chat-event.ts'

/** An answer has come to its good end. */
export class MessageEndEvent extends Event {
  static readonly type = 'visavis-message-end'
  readonly messageId: string
  /** The whole answer, as Markdown. */
  readonly text: string
  readonly finishReason: FinishReason

  constructor(fields: { messageId: string; text: string; finishReason: FinishReason }) {
    super(MessageEndEvent.type, { bubbles: true, composed: true })
    this.messageId = fields.messageId
    this.text = fields.text
    this.finishReason = fields.finishReason
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-message-end': MessageEndEvent
  }
}
