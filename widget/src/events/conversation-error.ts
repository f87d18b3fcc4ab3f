import type { ConversationProblem } from '../conversation/view.ts'

/** Something did not work; the panel has told the visitor. */
export class ConversationErrorEvent extends Event {
  static readonly type = 'visavis-conversation-error'
  readonly code: ConversationProblem
  /** The message it is about, if it is about one. */
  readonly messageId: string | null

  constructor(fields: { code: ConversationProblem; messageId: string | null }) {
    super(ConversationErrorEvent.type, { bubbles: true, composed: true })
    this.code = fields.code
    this.messageId = fields.messageId
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-conversation-error': ConversationErrorEvent
  }
}
