import * as v from 'valibot'
import { Problem } from '@visavis/shared/wire/problem.ts'
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

/** What was thrown, as the conversation keeps it. */
export function failureOf(error: unknown): {
  problem: ConversationProblem
  retryAt: number | null
} {
  const waitMs = error instanceof ConversationError && error.retryAfterMs
  return { problem: problemOf(error), retryAt: waitMs ? Date.now() + waitMs : null }
}

const codeOf: Readonly<Record<number, ConversationProblem>> = {
  401: 'unauthorized',
  404: 'not_found',
  429: 'rate_limited',
}

/** The error that a response with a bad status stands for. */
export async function errorOf(response: Response): Promise<ConversationError> {
  const { status } = response
  const body: unknown = await response.json().catch(() => null)
  // Gateways and the Data API have codes as well, but they write them in capitals and numbers.
  const problem = v.is(Problem, body) && /^[a-z_]+$/.test(body.code) ? body : null
  // A gateway's or a host's own words for "not now" are a status; ours may name a fault of ours.
  const isPassing = status > 500 || status === 408 || (status === 500 && !problem)
  const code = problem?.code ?? codeOf[status] ?? 'internal_error'
  const retryAfterMs = believable(problem?.retryAfterMs) || retryAfterOf(response)
  return new ConversationError(code, { retryAfterMs, isPassing })
}

/** No server is believed that wants more than an hour's wait. */
const longestWaitMs = 3_600_000

/** A response's `Retry-After`, seconds or a date, in milliseconds from now; 0 for none. */
export function retryAfterOf({ headers }: Response): number {
  const text = headers.get('retry-after') ?? ''
  const waitMs = Number(text) * 1000 || Date.parse(text) - Date.now()
  return believable(waitMs)
}

function believable(waitMs = 0): number {
  return Math.min(Math.max(waitMs || 0, 0), longestWaitMs)
}
