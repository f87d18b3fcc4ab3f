import type { JsonRecord } from './json.ts'
import type { ProviderError } from './provider-error.ts'
import type { CompletionChunk } from './chunks.ts'
import type { RequestBody } from './request-body.ts'

/**
 * What an error means for those who come next: `account` the key or its money, so the whole provider ·
 * `model` this model cannot now · `retired` it is gone for good · `address` nobody answers chats there
 * · `too_long` more than it reads · `refused` moderation · `request` what we asked for.
 */
export type FailureClass =
  'account' | 'model' | 'retired' | 'address' | 'too_long' | 'refused' | 'request'

/** What one provider does differently from the others; most do little. */
export type Dialect = {
  /** What the provider calls itself, for whoever operates this. */
  label: string
  /** Up to and without `/chat/completions`; undefined where only the environment knows it. */
  baseUrl?: string
  /** Turns the common request into the one this provider wants. */
  shapeBody?: (body: RequestBody) => RequestBody
  /** Whether the content of a delta is a thought. */
  isThought?: (delta: JsonRecord) => boolean
  /** Where a chunk says how many tokens were used. @defaultValue its `usage` */
  usageOf?: (chunk: CompletionChunk) => unknown
  /** What its error codes mean, in lower case; before what they usually mean. */
  errorCodes?: Readonly<Record<string, FailureClass>>
  /** What its codes alone do not tell. */
  classify?: (error: ProviderError) => FailureClass | undefined
  /** How long the body of an error asks to wait, where no header does, in milliseconds. */
  retryAfterMs?: (error: ProviderError) => number | undefined
}
