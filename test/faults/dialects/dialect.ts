import type { ProviderId } from '../../../supabase/functions/_shared/wire/model.ts'

/** What one chunk adds. */
export type Delta = Readonly<Record<string, unknown>>

/** An answer that is no stream. */
export type Reply = {
  status: number
  headers?: Readonly<Record<string, string>>
  body: unknown
}

/** Statuses that every dialect has words for, even where its vendor was never seen to send them. */
export type ErrorStatus = 401 | 402 | 403 | 404 | 408 | 413 | 429 | 500 | 503 | 529

export type TokenUsage = { promptTokens: number; completionTokens: number }

/**
 * How one vendor says things on the wire, as its documentation and recorded traffic show it. Written
 * apart from the code that reads it, so that a misreading on one side is noticed on the other.
 */
export type Dialect = {
  provider: ProviderId
  /** Puts a delta into a chunk. */
  chunk: (delta: Delta, finishReason?: string) => unknown
  /** The first delta: who speaks, and nothing else. */
  opening: Delta
  text: (text: string) => Delta
  /** Where the vendor hides thinking, what comes meanwhile: empty deltas. */
  thinking: (text: string) => Delta
  /** What keeps the connection alive while nothing is said. */
  keepAlive: string
  /** The chunks that end an answer, up to and without `[DONE]`. */
  ending: (finishReason: string, usage: TokenUsage) => readonly unknown[]
  /** The bodies of errors. */
  errors: Readonly<Record<ErrorStatus, unknown>>
  /** The statuses by which this vendor means that it will not answer this, whatever others mean. */
  refusesWith?: readonly ErrorStatus[]
  /** A 429 that says in the vendor's own way how long to wait. */
  retryLater: (seconds: number) => Reply
  /** The key is good, but nobody pays for it any more. */
  outOfCredit: Reply
  /** The conversation is longer than the model can read. */
  tooLong: Reply
  /** The model does not take a field of the request. */
  rejects: (parameter: string) => Reply
  /** Moderation, before anything was said: instead of a stream, or what comes in it. */
  refusal: Reply | { chunks: readonly unknown[] }
  /** Moderation in the middle of an answer. `isEnd`: as an end of its own, not as an error. */
  cutOff: { chunks: readonly unknown[]; isEnd: boolean }
  /** The error that comes inside a stream. */
  errorChunk: unknown
  /** The finish reason of an answer that failed. */
  failedFinish: string
}

/** The shape that all vendors share, with what each adds. */
export function envelope(id: string, extra: Delta = {}) {
  return (choices: readonly unknown[], more: Delta = {}): Delta => ({
    id,
    object: 'chat.completion.chunk',
    created: 1_795_000_000,
    model: 'fake-model',
    choices,
    ...extra,
    ...more,
  })
}

export function openAiUsage({ promptTokens, completionTokens }: TokenUsage): Delta {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  }
}

export function retryAfter(seconds: number): Record<string, string> {
  return { 'retry-after': String(seconds) }
}
