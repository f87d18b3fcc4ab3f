import type { MindState } from '@visavis/shared/wire/chat-event.ts'
import type { ProblemCode } from '@visavis/shared/wire/problem-code.ts'
import type { CharacterCard, SessionResponse } from '@visavis/shared/wire/session.ts'

/** Why something did not work, as a code that the panel translates. */
export type ConversationProblem =
  | ProblemCode
  /** A code of a newer server. */
  | (string & {})
  /** The server cannot be reached. */
  | 'offline'
  /** The server answered in a way this client cannot read. */
  | 'protocol_error'
  /** Too many requests have come from the visitor's address. */
  | 'rate_limited'
  /** Too many new visitors have come from the visitor's address. */
  | 'too_many_visitors'
  /** The site's operator has banned the visitor. */
  | 'visitor_banned'
  /** The site's Auth takes no anonymous visitors. */
  | 'sign_in_off'
  /** The captcha was not solved, or Auth did not believe it. */
  | 'captcha_failed'
  /** The captcha's script did not arrive. */
  | 'captcha_blocked'
  /** The visitor pasted or dropped a file. */
  | 'file_refused'
  /** A part of this build is gone from the server: there is a newer one. */
  | 'outdated'
  /** The browser keeps nothing for this page; said once, nothing has failed. */
  | 'storage_blocked'

export type MessageStatus =
  'sending' | 'streaming' | 'complete' | 'interrupted' | 'stopped' | 'failed'

/** One message as the panel draws it. Unchanged messages keep their identity between views. */
export type MessageView = {
  /** The server's id once known, else the local one. */
  readonly id: string
  /** Stays the same when the server's id replaces the local one; for keyed lists. */
  readonly key: string
  readonly role: 'user' | 'assistant'
  /**
   * Markdown for an assistant, as typed for a visitor. Empty only with the status `failed` (then
   * `problem` says why) or `stopped` (before the first word); an answer that has not said anything
   * yet is not listed at all.
   */
  readonly text: string
  readonly status: MessageStatus
  readonly isGreeting: boolean
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  /** Which of its variants this is, counted from 0; `count` is 1 when there are no others. */
  readonly variant: { readonly index: number; readonly count: number }
  /** The stream that an answer came or comes through. */
  readonly streamId: string | null
  /** Why it failed or broke off. */
  readonly problem: ConversationProblem | null
  /** Before this moment another try is of no use, in milliseconds since the epoch. */
  readonly retryAt: number | null
  readonly canRetry: boolean
  /** There may be more of it to say. */
  readonly canContinue: boolean
  readonly canRegenerate: boolean
  readonly canDelete: boolean
}

/** Everything the panel draws; derived from the conversation's state, immutable. */
export type ConversationView = {
  /** `unavailable`: the session could not be opened, and `problem` says why. */
  readonly phase: 'idle' | 'loading' | 'ready' | 'unavailable'
  /** Why the session failed; when `ready`, why the last action (not a message) did. */
  readonly problem: ConversationProblem | null
  /** The same as of a message, of that problem. */
  readonly retryAt: number | null
  readonly session: SessionResponse | null
  /** The server's id of the chat; null before its first message. */
  readonly chatId: string | null
  readonly character: CharacterCard | null
  /** The active path, greeting first. */
  readonly messages: readonly MessageView[]
  /** A turn is sending or streaming: the composer shows stop. */
  readonly busy: boolean
  readonly mindState: MindState
  /** The composer's text; a send that fails puts its text back here. */
  readonly draft: string
  /** The newest finished answer, Markdown, for the live region; set once per answer. */
  readonly announcement: string
}
