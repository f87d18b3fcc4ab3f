import type { ChatEvent, MindState } from '@visavis/shared/wire/chat-event.ts'
import type { SessionResponse } from '@visavis/shared/wire/session.ts'
import { emptyTree, type MessageNode, type MessageTree } from './message-tree.ts'
import type { ConversationProblem, ConversationView, MessageStatus } from './view.ts'

/** A message and its answer on their way. */
export type Turn = {
  /** The visitor's message if this turn sends one, null for another variant or a resumed answer. */
  readonly userKey: string | null
  readonly answerKey: string
  /** Known once the server has taken the turn. */
  readonly streamId: string | null
  /** What to show again if the server does not take the turn. */
  readonly leafBefore: string | null
  /** The answer as far as its stream has told it; what is shown may be ahead, never behind. */
  readonly said: string
}

export type ConversationState = {
  readonly phase: ConversationView['phase']
  readonly problem: ConversationProblem | null
  readonly retryAt: number | null
  readonly session: SessionResponse | null
  readonly chatId: string | null
  readonly tree: MessageTree
  readonly turn: Turn | null
  readonly mindState: MindState
  readonly draft: string
  readonly announcement: string
}

export const initialState: ConversationState = {
  phase: 'idle',
  problem: null,
  retryAt: null,
  session: null,
  chatId: null,
  tree: emptyTree,
  turn: null,
  mindState: 'idle',
  draft: '',
  announcement: '',
}

/** A message as the server keeps it. */
export type StoredMessage = {
  readonly id: string
  readonly parentId: string | null
  readonly role: 'user' | 'assistant'
  readonly status: Exclude<MessageStatus, 'sending'>
  readonly text: string
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly clientMessageId: string | null
  readonly streamId: string | null
  /** It was not allowed to grow any longer. */
  readonly isCutShort: boolean
  readonly problem: ConversationProblem | null
}

export type StoredChat = {
  readonly activeLeafId: string
  /** Oldest first. */
  readonly messages: readonly StoredMessage[]
}

/** Why something did not work, and, if known, before which moment another try is of no use. */
export type Failure = {
  readonly problem: ConversationProblem
  readonly retryAt?: number | null
}

/** What a visitor says. */
export type NewMessage = { readonly text: string }

/** Everything that can happen to a conversation. Times are milliseconds since the epoch. */
export type ConversationEvent =
  | { readonly type: 'session-requested' }
  | {
      readonly type: 'session-opened'
      readonly session: SessionResponse
      /** The chat to go on with. */
      readonly chatId: string | null
      readonly now: number
    }
  | ({ readonly type: 'session-failed' } & Failure)
  | { readonly type: 'history-loaded'; readonly chatId: string; readonly tree: MessageTree }
  | { readonly type: 'chat-shown'; readonly chatId: string; readonly tree: MessageTree }
  | { readonly type: 'chat-begun'; readonly now: number }
  | { readonly type: 'draft-changed'; readonly text: string }
  /** A new message; the same client id again is a message that was not taken, sent once more. */
  | ({
      readonly type: 'message-sent'
      readonly clientMessageId: string
      readonly now: number
    } & NewMessage)
  /** A message of an earlier page view that never reached the server. */
  | ({
      readonly type: 'unsent-restored'
      readonly clientMessageId: string
      readonly now: number
    } & NewMessage)
  | {
      readonly type: 'variant-requested'
      readonly clientMessageId: string
      /** The answer to give again. */
      readonly key: string
      readonly now: number
    }
  /** An answer goes on in its place: tried again, continued, or followed while it still streams. */
  | {
      readonly type: 'answer-followed'
      readonly key: string
      /** The running stream; null when the answer is asked for anew. */
      readonly streamId: string | null
    }
  | { readonly type: 'streamed'; readonly event: ChatEvent }
  | ({ readonly type: 'turn-failed' } & Failure)
  | { readonly type: 'variant-shown'; readonly key: string }
  | { readonly type: 'message-deleted'; readonly key: string }
  | { readonly type: 'chat-cleared' }
  | ({
      readonly type: 'action-failed'
      /** The tree from before the action, where it had changed something. */
      readonly tree?: MessageTree
    } & Failure)

/** What has just happened to a conversation. */
export type ConversationChange = {
  readonly event: ConversationEvent
  readonly before: ConversationState
  readonly after: ConversationState
}

/** The answer that is being written, or was until this change; there need not be one. */
export function answerIn({ before, after }: ConversationChange): MessageNode | undefined {
  return after.tree.nodes.get((after.turn ?? before.turn)?.answerKey ?? '')
}
