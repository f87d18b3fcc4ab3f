import type { MindState } from '#wire/chat-event.ts'
import { ChatChangeEvent } from '../events/chat-change.ts'
import { ConversationErrorEvent } from '../events/conversation-error.ts'
import { MessageDeltaEvent } from '../events/message-delta.ts'
import { MessageEndEvent } from '../events/message-end.ts'
import { MessageStartEvent } from '../events/message-start.ts'
import { MindStateChangeEvent } from '../events/mind-state-change.ts'

export type AnswerFollower = {
  /** Whether the follower has told of this event itself. */
  readonly isOwn: (event: Event) => boolean
  /** What the brain is at; whoever listens further out does not hear it. */
  readonly onBrain: (state: MindState) => void
  /** An answer begins, or all of it is told again. */
  readonly onBegin: (messageId: string) => void
  readonly onText: (messageId: string, text: string) => void
  /** Nothing more comes of it, for better or worse. */
  readonly onEnd: (messageId: string, isStopped: boolean) => void
  /** The visitor has left the chat for a new one. */
  readonly onLeft: () => void
}

/** Follows a conversation by what it tells its page, until the signal. */
export function followAnswers(
  target: EventTarget,
  signal: AbortSignal,
  follower: AnswerFollower,
): void {
  const { isOwn, onBrain, onBegin, onText, onEnd, onLeft } = follower
  const on = <Type extends keyof GlobalEventHandlersEventMap>(
    type: Type,
    react: (event: GlobalEventHandlersEventMap[Type]) => void,
  ) => {
    const listener = react as (event: Event) => void
    target.addEventListener(type, listener, { capture: true, signal })
  }
  on(MindStateChangeEvent.type, (event) => {
    if (isOwn(event)) return
    // The brain's part of it; the whole is told instead.
    event.stopImmediatePropagation()
    onBrain(event.state)
  })
  on(MessageStartEvent.type, ({ messageId }) => onBegin(messageId))
  on(MessageDeltaEvent.type, ({ messageId, text }) => onText(messageId, text))
  on(MessageEndEvent.type, ({ messageId, finishReason }) =>
    onEnd(messageId, finishReason === 'stopped'),
  )
  on(ChatChangeEvent.type, ({ chatId }) => {
    if (chatId === null) onLeft()
  })
  // What there is of it is said, as it is shown.
  on(ConversationErrorEvent.type, ({ messageId }) => onEnd(messageId ?? '', false))
}
