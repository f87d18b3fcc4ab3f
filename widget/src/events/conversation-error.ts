import type { ConversationProblem } from '../conversation/view.ts'
import { VisavisEvent } from './visavis-event.ts'

/** Something did not work; the panel has told the visitor. */
export class ConversationErrorEvent extends VisavisEvent {
  declare readonly code: ConversationProblem
  /** The message it is about, if it is about one. */
  declare readonly messageId: string | null

  constructor(fields: { code: ConversationProblem; messageId: string | null }) {
    super('visavis-conversation-error', fields)
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-conversation-error': ConversationErrorEvent
  }
}
