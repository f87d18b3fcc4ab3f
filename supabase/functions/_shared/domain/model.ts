import type { FinishReason, Usage } from '../wire/chat-event.ts'
import type { Character } from './character.ts'

/** A part of what somebody says. */
export type ContentPart = { type: 'text'; text: string }

export type ModelMessage = { role: 'user' | 'assistant'; content: readonly ContentPart[] }

/** A text as the content of a message. */
export function textContent(text: string): readonly ContentPart[] {
  return [{ type: 'text', text }]
}

/** The text of a message's content, a blank line between its parts. */
export function textOf(content: readonly ContentPart[]): string {
  return content.map(({ text }) => text).join('\n\n')
}

export type ModelSettings = {
  maxTokens: number
  temperature: number
  topP: number
  /** 0: no limit. */
  topK: number
  frequencyPenalty: number
}

export type ModelRequest = {
  /** The instructions; kept apart, since not every model has a system role. */
  system: string
  /** Oldest first; the last one is the visitor's newest message. */
  messages: readonly ModelMessage[]
  settings: ModelSettings
  character: Character
  /** The answer that is asked for. */
  messageId: string
  /** Another answer to a message that has one already: it should differ. */
  isRegeneration: boolean
  /** The last two messages are what the answer has said already and the instruction to go on. */
  isContinuation?: boolean
}

/** How an answer ended well. */
export type ModelAnswer = {
  /** `tool_calls`: with calls of tools, of which nobody has offered any so far; it may be without a word. */
  finishReason: Exclude<FinishReason, 'stopped'> | 'tool_calls'
}

/** One model of one provider: whatever can answer a chat. */
export type Model = {
  readonly provider: string
  readonly name: string
  /**
   * Answers, handing over visible text piece by piece as it comes (never empty, never thinking).
   * Resolves at a good end only. An abort ends the work and its connections at once and rejects.
   *
   * @throws ModelFailure for anything that is the model's fault
   */
  answer(request: ModelRequest, stream: ModelStream): Promise<ModelAnswer>
}

export type ModelStream = {
  /**
   * A piece of the answer. Five places alter what a model writes until it is shown and kept, in this
   * order: thoughts, and white space before the answer, go in `think-filter.ts`; control tokens, and
   * what stands behind the end of its turn, in `turn-filter.ts`, before it is handed over here;
   * `attempt.ts` takes what nobody sees off its beginning, then cuts it at its longest;
   * `visible-text.ts` leaves out NUL and joins the halves of characters.
   */
  onText: (text: string) => void
  /** Called whenever the model shows that it is thinking; what it thinks goes nowhere. */
  onThinking: () => void
  /** All it has said so far was a thought that nobody could tell from an answer. */
  onRetract: () => void
  /** The tokens this answer has cost so far, as the provider counts: paid for however it ends. */
  onUsage: (usage: Usage) => void
  /** How long it may pause before it is given up, in milliseconds: `ModelLimits`. */
  gapMs: number
  signal: AbortSignal
}

/**
 * Why a model did not answer:
 * `connection` nobody there · `status` an HTTP error · `first_token_timeout`, `thinking_timeout`,
 * `gap_timeout`, `total_timeout` our clocks · `not_a_stream` 200 with something else · `malformed`
 * chunks that cannot be read · `upstream_error` an error inside the stream · `truncated` no proper
 * end · `empty` a proper end without text · `refused` moderation, or the model will not ·
 * `context_too_long` more than it can read.
 */
export type ModelFailureKind =
  | 'connection'
  | 'status'
  | 'first_token_timeout'
  | 'thinking_timeout'
  | 'gap_timeout'
  | 'total_timeout'
  | 'not_a_stream'
  | 'malformed'
  | 'upstream_error'
  | 'truncated'
  | 'empty'
  | 'refused'
  | 'context_too_long'

/** What is left alone after a failure: the key's whole provider, this model, or nobody. */
export type Blame = 'provider' | 'model' | 'nobody'

export type ModelFailureDetails = {
  /** The HTTP status, where there was one. */
  status?: number | undefined
  /** How long the provider asks to be left alone. */
  retryAfterMs?: number | undefined
  /** Whom it speaks against. @defaultValue what the kind says: nobody for `refused` and
   * `context_too_long`, else the model */
  blame?: Blame | undefined
  /** The model is gone for good, not for a moment. */
  isRetired?: boolean | undefined
  /** What came instead of a stream. */
  received?: 'json' | 'page' | 'words' | 'nothing' | undefined
}

/** Redirects are followed: one that comes through leads nowhere. */
export function isRedirect(status: number | undefined): boolean {
  return status !== undefined && status >= 300 && status < 400
}

const blameless: ReadonlySet<ModelFailureKind> = new Set(['refused', 'context_too_long'])

/** A model's failure. Its message never holds the provider's words, which may quote the visitor. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure'
  readonly kind: ModelFailureKind
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined
  readonly blame: Blame
  readonly isRetired: boolean
  readonly received: ModelFailureDetails['received']

  constructor(kind: ModelFailureKind, details: ModelFailureDetails = {}) {
    super(details.status === undefined ? kind : `${kind} ${details.status}`)
    this.kind = kind
    this.status = details.status
    this.retryAfterMs = details.retryAfterMs
    this.blame = details.blame ?? (blameless.has(kind) ? 'nobody' : 'model')
    this.isRetired = details.isRetired ?? false
    this.received = details.received
  }

  /** A short code for the stored message and the log, e.g. `status_429`. */
  get code(): string {
    return this.status === undefined ? this.kind : `${this.kind}_${this.status}`
  }
}
