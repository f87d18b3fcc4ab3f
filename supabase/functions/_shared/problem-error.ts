import type { Problem } from './wire/problem.ts'
import { problemStatus, type ProblemCode } from './wire/problem-code.ts'

export type ProblemDetails = Omit<Problem, 'code' | 'message'>

/**
 * A failure that the caller may know about: thrown anywhere below a handler, answered by the frame
 * as the problem it carries. Its message is for developers and never holds what a person said.
 */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem & { code: ProblemCode }
  /** What HTTP wants beside the status, e.g. `allow` with 405. */
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: ProblemCode,
    message: string,
    details: ProblemDetails = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.problem = { code, message, ...details }
    this.headers = headers
  }

  /** The HTTP status that belongs to the code. */
  get status(): number {
    return problemStatus[this.problem.code]
  }
}
