import { ProblemError } from '../problem-error.ts'

/** How each refusal of the database reads to a developer. */
const refusals = {
  site_not_found: 'No site has this key.',
  origin_not_allowed: 'The site does not allow this origin.',
  visitor_not_found: 'This visitor does not exist any more.',
  wrong_site: 'This visitor belongs to another site.',
  model_not_allowed: 'The site does not let visitors choose a model.',
  character_not_found: 'The site has no such character.',
  chat_not_found: 'The visitor has no such chat.',
  message_not_found: 'The chat has no such answer.',
  stream_not_found: 'The visitor has no such stream.',
  idempotency_conflict: 'This clientMessageId was used for another message.',
  turn_in_progress: 'An answer is still streaming in this chat.',
} as const

export type Refusal = {
  outcome: keyof typeof refusals
  /** For how long it holds, where that is known. */
  retryAfterMs?: number | undefined
  /** With `turn_in_progress`: the stream to attach to instead. */
  streamId?: string
}

/** The problem that a refusal is to whoever called. */
export function problemOf({ outcome, ...details }: Refusal): ProblemError {
  // A token outlives its user; whoever shows it has to sign in anew.
  const code = outcome === 'visitor_not_found' ? 'unauthorized' : outcome
  return new ProblemError(code, refusals[outcome], details)
}
