import type { SequencedChatEvent } from '../wire/chat-event.ts'
import type { Channel } from '../wire/chat-request.ts'
import type { CharacterCard } from '../wire/session.ts'
import type { ModelSelection } from '../wire/model.ts'
import type { AttemptReport } from './answer-source.ts'
import type { Character } from './character.ts'
import type { Language } from './language.ts'
import type { ModelSettings } from './model.ts'

export type SessionQuery = {
  siteKey: string
  /** The page's origin, or '' when the browser sent none. */
  origin: string
  characterSlug?: string | undefined
  language?: Language | undefined
}

export type SiteSession = {
  site: { id: string; name: string; accent: string | null }
  character: CharacterCard
  characters: readonly CharacterCard[]
  /** The character has a video face, and the site shows such faces. */
  hasAvatar: boolean
}

export type TurnRequest = {
  visitorId: string
  isAnonymous: boolean
  siteKey: string
  origin: string
  clientMessageId: string
  channel: Channel
  content?: string | undefined
  chatId?: string | undefined
  characterSlug?: string | undefined
  language?: Language | undefined
  regenerateMessageId?: string | undefined
  model?: ModelSelection | undefined
}

export type ContinuedTurnRequest = Pick<
  TurnRequest,
  'visitorId' | 'isAnonymous' | 'siteKey' | 'origin' | 'channel' | 'model'
> & { chatId: string; continueMessageId: string }

export type BegunTurn = {
  /** `attached`: this very turn was begun before; its stream is to be joined, not run again. */
  outcome: 'started' | 'attached'
  chatId: string
  userMessageId: string
  messageId: string
  streamId: string
  character: Character
  /** The active path, oldest first; the last one is the message to answer. */
  history: readonly { role: 'user' | 'assistant'; content: string }[]
  /** The request's choice where the site allows one, else the chat's, the character's or the site's. */
  selection: ModelSelection
  /** The chat's, where it has any, over the character's over the site's. */
  settings: ModelSettings
  /** The site's: whatever a request asks for, no answer may take more tokens. */
  maxTokensCap: number
  /** What the answer has said already, when it is continued; else ''. */
  textSoFar: string
}

/** Events of one stream that lie next to each other; without events, a sign of life. */
export type StreamChunk = {
  streamId: string
  events: readonly SequencedChatEvent[]
}

/** What is kept of asking a model once. */
export type StoredAttempt = Omit<AttemptReport, 'firstTextMs' | 'usage'> & {
  firstTextMs: number | null
  inputTokens: number | null
  outputTokens: number | null
}

export type TurnEnd = {
  streamId: string
  /** `failed` has no text at all, `interrupted` has some. */
  status: 'complete' | 'interrupted' | 'stopped' | 'failed'
  content: string
  finishReason: string | null
  /** Who wrote it; null when it was stopped before anybody was asked. */
  model: string | null
  provider: string | null
  inputTokens: number | null
  outputTokens: number | null
  errorCode: string | null
  /** Every model that was asked, whether or not the answer is theirs. */
  attempts: readonly StoredAttempt[]
}

export type StoredStream = {
  status: 'streaming' | TurnEnd['status']
  /** The last event there is; 0 for none. Of a stream that is over, nothing can come behind it. */
  lastSequence: number
  events: readonly SequencedChatEvent[]
}

export type StopQuery = {
  streamId: string
  visitorId: string
  /** How much of the answer was heard when its visitor cut it, in code points; kept up to its length. */
  heardCharacters?: number | undefined
}

/** Streams, by their ids. */
export type AppendedChunks = {
  stopRequested: readonly string[]
  /** Nothing was stored of them; the same events are to be sent again. */
  skipped: readonly string[]
}

/**
 * Where chats live. Every method is one round trip; each may throw the problem
 * `database_unavailable`, besides those it names.
 */
export type ChatStore = {
  /** @throws ProblemError `site_not_found`, `origin_not_allowed`, `character_not_found` */
  openSession(query: SessionQuery): Promise<SiteSession>
  /**
   * Stores the visitor's message and prepares its answer.
   *
   * @throws ProblemError as for a session, and `wrong_site`, `model_not_allowed`, `chat_not_found`,
   * `message_not_found`, `idempotency_conflict`, `turn_in_progress` with the running stream's id
   */
  beginTurn(turn: TurnRequest): Promise<BegunTurn>
  /**
   * Prepares the rest of an answer that broke off, was stopped or grew too long. One that is streaming
   * again, or complete, is attached to.
   *
   * @throws ProblemError as for a turn; `message_not_found` also when the chat has gone on
   */
  continueTurn(turn: ContinuedTurnRequest): Promise<BegunTurn>
  /**
   * Stores chunks of many streams, prolongs their leases and says which ones are to stop, and which were
   * skipped, for somebody else was writing to them. A stream that is in no call for a few seconds counts
   * as abandoned.
   */
  appendStreamChunks(chunks: readonly StreamChunk[]): Promise<AppendedChunks>
  /**
   * Settles an answer together with its last events, also one that was given up for dead meanwhile.
   * False when its end is known already, or when it was begun again as another stream or is gone.
   */
  finishTurn(end: TurnEnd, events: readonly SequencedChatEvent[]): Promise<boolean>
  /**
   * The events behind a place. An answer that has been over for an hour is told anew from its message,
   * behind its last event: a reader who had a part of it is told with a `reset` that it starts over.
   *
   * @throws ProblemError `stream_not_found`, also for another visitor's
   */
  readStream(query: {
    streamId: string
    visitorId: string
    afterSequence: number
  }): Promise<StoredStream>
  /**
   * Has a stream stopped by whoever produces it. With `heardCharacters` its answer is marked, whether
   * or not it has ended; without, a mark stays as it is.
   *
   * @throws ProblemError `stream_not_found`, also for another visitor's
   */
  requestStop(query: StopQuery): Promise<'stopping' | 'ended'>
}
