import type { FinishReason } from '@visavis/shared/wire/chat-event.ts'
import { SaidEvent } from './visavis-event.ts'

/** An answer has come to its good end; its text is the whole answer, as Markdown. */
export class MessageEndEvent extends SaidEvent {
  declare readonly messageId: string
  declare readonly finishReason: FinishReason

  constructor(fields: { messageId: string; text: string; finishReason: FinishReason }) {
    super('visavis-message-end', fields)
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-message-end': MessageEndEvent
  }
}
