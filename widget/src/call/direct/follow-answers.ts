import type { MindState } from '@visavis/shared/wire/chat-event.ts'
import type { CallConversation } from './call-parts.ts'
import { ChatChangeEvent } from '../../events/chat-change.ts'
import { ConversationErrorEvent } from '../../events/conversation-error.ts'
import { MessageDeltaEvent } from '../../events/message-delta.ts'
import { MessageEndEvent } from '../../events/message-end.ts'
import { MessageStartEvent } from '../../events/message-start.ts'
import { MindStateChangeEvent } from '../../events/mind-state-change.ts'

export type AnswerFollower = {
  /** What the brain is at; the page is not told, which hears of the whole mind instead. */
  readonly onBrain: (state: MindState) => void
  /** An answer begins, or all of it is told again. */
  readonly onBegin: (messageId: string) => void
  readonly onText: (messageId: string, text: string) => void
  /** Nothing more comes of it, for better or worse. */
  readonly onEnd: (messageId: string, isStopped: boolean) => void
  /** The visitor has left the chat for a new one. */
  readonly onLeft: () => void
}

/** Follows a conversation's answers until the signal. */
export function followAnswers(
  conversation: Pick<CallConversation, 'follow'>,
  signal: AbortSignal,
  follower: AnswerFollower,
): void {
  const { onBrain, onBegin, onText, onEnd, onLeft } = follower
  const leave = conversation.follow((news) => {
    if (news instanceof MindStateChangeEvent) {
      onBrain(news.state)
      return false
    }
    if (news instanceof MessageStartEvent) onBegin(news.messageId)
    if (news instanceof MessageDeltaEvent) onText(news.messageId, news.text ?? '')
    if (news instanceof MessageEndEvent) onEnd(news.messageId, news.finishReason === 'stopped')
    if (news instanceof ChatChangeEvent && news.chatId === null) onLeft()
    // What there is of it is said, as it is shown.
    if (news instanceof ConversationErrorEvent) onEnd(news.messageId ?? '', false)
    return true
  })
  signal.addEventListener('abort', leave)
}
