import type { ChatEvent } from '@visavis/shared/wire/chat-event.ts'
import { deriveView } from '../src/conversation/derive-view.ts'
import { reduce } from '../src/conversation/reduce.ts'
import {
  type ConversationEvent,
  type ConversationState,
  initialState,
} from '../src/conversation/state.ts'
import { storedTree } from '../src/conversation/stored-tree.ts'
import {
  ids,
  messageEnd,
  meta,
  session,
  storedGreeting,
  storedMessage,
  textDelta,
} from './conversation-fixtures.ts'

export const now = Date.UTC(2026, 10, 21)

type Happening = ConversationEvent | ((state: ConversationState) => ConversationEvent)

/** A state after one more event. */
export function later(state: ConversationState, ...happenings: readonly Happening[]) {
  return happenings.reduce(
    (before, event) => reduce(before, typeof event === 'function' ? event(before) : event),
    state,
  )
}

/** The state after these events, from a conversation that has just been opened. */
export function after(...happenings: readonly Happening[]): ConversationState {
  return later(initialState, { type: 'session-opened', session, chatId: null, now }, ...happenings)
}

export function messagesOf(state: ConversationState) {
  return deriveView(state).messages
}

export const streamed = (event: ChatEvent): ConversationEvent => ({ type: 'streamed', event })

export const sentMessage: ConversationEvent & { type: 'message-sent' } = {
  type: 'message-sent',
  clientMessageId: 'client-1',
  text: 'Привет',
  now,
}

export const answered = [
  sentMessage,
  streamed(meta),
  streamed(textDelta('День.')),
  streamed(messageEnd),
]

export const storedQuestion = storedMessage({
  id: ids.user,
  parentId: ids.greeting,
  role: 'user',
  text: 'Привет',
  clientMessageId: 'client-1',
})
export const storedAnswer = storedMessage({ id: ids.answer, parentId: ids.user, text: 'День.' })

/** What the server has of the chat has been read. */
export function historyLoaded(
  messages = [storedGreeting, storedQuestion, storedAnswer],
  activeLeafId = messages.at(-1)?.id ?? '',
): Happening {
  return ({ tree }) => ({
    type: 'history-loaded',
    chatId: ids.chat,
    tree: storedTree({ activeLeafId, messages }, tree),
  })
}
