import * as v from 'valibot'
import { Problem } from '#wire/problem.ts'
import type { ConversationProblem } from '../conversation/view.ts'

/** What can go wrong between the widget and its server, as a code that can be translated. */
export class ConversationError extends Error {
  override readonly name = 'ConversationError'
  readonly code: ConversationProblem
  /** How long to wait before another try, in milliseconds. */
  readonly retryAfterMs: number
  /** Another try may well succeed: nothing was reached, or something on the way was down. */
  readonly isPassing: boolean

  constructor(
    code: ConversationProblem,
    { retryAfterMs = 0, isPassing = code === 'offline' } = {},
  ) {
    super(code)
    this.code = code
    this.retryAfterMs = retryAfterMs
    this.isPassing = isPassing
  }
}

/** The code of whatever was thrown. */
export function problemOf(error: unknown): ConversationProblem {
  return error instanceof ConversationError ? error.code : 'internal_error'
}

/** The error that a response with a bad status stands for. */
export async function errorOf(response: Response): Promise<ConversationError> {
  const { status } = response
  // Ours while its database is away, a proxy's while ours is.
  const isPassing = status === 503 || status === 502 || status === 504
  const body: unknown = await response.json().catch(() => null)
  if (v.is(Problem, body)) {
    const { code, retryAfterMs = 0 } = body
    return new ConversationError(code, { retryAfterMs, isPassing })
  }
  const code = status === 401 ? 'unauthorized' : status === 404 ? 'not_found' : 'internal_error'
  return new ConversationError(code, { isPassing })
}
