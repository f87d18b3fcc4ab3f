import type { ChatEvent } from '@visavis/shared/wire/chat-event.ts'
import type { MessageNode } from '../conversation/message-tree.ts'
import { answerIn, type ConversationChange, type ConversationState } from '../conversation/state.ts'
import { ChatChangeEvent } from '../events/chat-change.ts'
import { ConversationErrorEvent } from '../events/conversation-error.ts'
import { MessageDeltaEvent } from '../events/message-delta.ts'
import { MessageEndEvent } from '../events/message-end.ts'
import { MessageSentEvent } from '../events/message-sent.ts'
import { MessageStartEvent } from '../events/message-start.ts'
import { MindStateChangeEvent } from '../events/mind-state-change.ts'
import { ModelSelectedEvent } from '../events/model-selected.ts'
import { VisavisReadyEvent } from '../events/visavis-ready.ts'
import type { VisavisEvent } from '../events/visavis-event.ts'

/** What the host page is told of a change, in order. */
export function publicEvents(change: ConversationChange): VisavisEvent[] {
  const { event, before, after } = change
  const answer = answerIn(change)
  const events: VisavisEvent[] = []
  if (event.type === 'session-opened') events.push(new VisavisReadyEvent(event.session))
  if (before.chatId !== after.chatId) events.push(new ChatChangeEvent(after.chatId))
  if (event.type === 'streamed') events.push(...eventsOfAnswer(event.event, after, answer))
  if (event.type === 'session-failed' || event.type === 'action-failed') {
    events.push(new ConversationErrorEvent({ code: event.problem, messageId: null }))
  }
  if (event.type === 'turn-failed') {
    const messageId = answer?.id ?? null
    events.push(new ConversationErrorEvent({ code: event.problem, messageId }))
  }
  if (before.mindState !== after.mindState) {
    events.push(new MindStateChangeEvent(after.mindState))
  }
  return events
}

function eventsOfAnswer(
  event: ChatEvent,
  after: ConversationState,
  answer: MessageNode | undefined,
): VisavisEvent[] {
  const messageId = answer?.id ?? ''
  switch (event.type) {
    case 'meta': {
      const { chatId } = event
      const user = after.tree.nodes.get(after.turn?.userKey ?? '')
      const sent = user && { chatId, messageId: event.userMessageId, text: user.text }
      const started = new MessageStartEvent({ chatId, messageId: event.messageId })
      return sent ? [new MessageSentEvent(sent), started] : [started]
    }
    case 'reset':
      return [new MessageStartEvent({ chatId: after.chatId ?? '', messageId })]
    case 'model-selected':
      return [new ModelSelectedEvent(event)]
    case 'text-delta':
      return [new MessageDeltaEvent({ messageId, text: event.text })]
    case 'message-end': {
      const { finishReason } = event
      if (answer?.problem) {
        return [new ConversationErrorEvent({ code: answer.problem, messageId })]
      }
      return [new MessageEndEvent({ messageId, text: answer?.text ?? '', finishReason })]
    }
    case 'error':
      return [new ConversationErrorEvent({ code: event.code, messageId })]
    default:
      return []
  }
}
