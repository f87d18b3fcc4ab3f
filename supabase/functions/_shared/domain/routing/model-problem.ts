import { isRedirect, type ModelFailure, type ModelFailureKind } from '../model.ts'

/**
 * What is wrong with an upstream, as whoever operates it may want to mend it. The database makes a
 * sentence of it: `private.model_problem_in_words`.
 */
export const modelProblems = [
  'key_refused',
  'no_credit',
  'account_refused',
  'limited',
  'unknown_model',
  'wrong_address',
  'server_error',
  'unreachable',
  'silent',
  'stalled',
  'thinks_too_long',
  'json_instead_of_stream',
  'page_instead_of_stream',
  'words_instead_of_stream',
  'nothing_instead_of_stream',
  'unreadable',
  'error_in_stream',
  'cut_off',
  'no_text',
] as const
export type ModelProblem = (typeof modelProblems)[number]

/** Problems that are between the operator and the provider: visitors are not told of them. */
export const privateProblems: ReadonlySet<string> = new Set<ModelProblem>([
  'key_refused',
  'no_credit',
  'account_refused',
])

const problemOfKind: Readonly<Record<ModelFailureKind, ModelProblem>> = {
  connection: 'unreachable',
  status: 'server_error',
  first_token_timeout: 'silent',
  thinking_timeout: 'thinks_too_long',
  gap_timeout: 'stalled',
  total_timeout: 'stalled',
  not_a_stream: 'json_instead_of_stream',
  malformed: 'unreadable',
  upstream_error: 'error_in_stream',
  truncated: 'cut_off',
  empty: 'no_text',
  refused: 'no_text',
  context_too_long: 'no_text',
}

/** What a failure that somebody is to blame for says of the upstream. */
export function problemOf({
  kind,
  blame,
  status,
  isRetired,
  received,
}: ModelFailure): ModelProblem {
  if (blame === 'provider') return accountProblem(status)
  if (isRetired) return 'unknown_model'
  if (status === 429 || status === 402) return 'limited'
  if (kind === 'status' && isOfAddress(status)) return 'wrong_address'
  if (kind === 'not_a_stream' && received !== undefined) return `${received}_instead_of_stream`
  return problemOfKind[kind]
}

/** A 404 that is none of the model's, too. */
function isOfAddress(status: number | undefined): boolean {
  return status === 404 || status === 405 || isRedirect(status)
}

function accountProblem(status: number | undefined): ModelProblem {
  if (status === 402 || status === 429) return 'no_credit'
  return status === 401 || status === 403 ? 'key_refused' : 'account_refused'
}
