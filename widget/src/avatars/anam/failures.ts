import { ClientError, ConnectionClosedCode, ErrorCode } from '@anam-ai/js-sdk'
import { AvatarError, type AvatarProblem } from '../avatar.ts'

/** Why a session did not begin, and whether another one may. */
export class StartFailure extends AvatarError {
  readonly isPassing: boolean

  constructor(
    problem: AvatarProblem,
    { isPassing = false, cause }: { isPassing?: boolean; cause?: unknown } = {},
  ) {
    super(problem, { cause })
    this.isPassing = isPassing
  }
}

const problemOfCode: Readonly<Record<string, AvatarProblem>> = {
  // Our own server's
  avatar_no_plan: 'no_plan',
  avatar_limit_reached: 'limit',
  avatar_busy: 'busy',
  offline: 'connection_closed',
  // Anam's
  [ErrorCode.CLIENT_ERROR_CODE_NO_PLAN_FOUND]: 'no_plan',
  [ErrorCode.CLIENT_ERROR_CODE_MAX_CONCURRENT_SESSIONS_REACHED]: 'limit',
  [ErrorCode.CLIENT_ERROR_CODE_SPEND_CAP_REACHED]: 'limit',
  [ErrorCode.CLIENT_ERROR_CODE_USAGE_LIMIT_REACHED]: 'limit',
  [ErrorCode.CLIENT_ERROR_CODE_SERVICE_BUSY]: 'busy',
  // What the SDK makes of a network that fails, too
  [ErrorCode.CLIENT_ERROR_CODE_SERVER_ERROR]: 'connection_closed',
}

const passing: ReadonlySet<string> = new Set([
  'avatar_busy',
  'offline',
  ErrorCode.CLIENT_ERROR_CODE_SERVICE_BUSY,
  ErrorCode.CLIENT_ERROR_CODE_SERVER_ERROR,
])

/** What to make of whatever was thrown while a session began. */
export function startFailure(error: unknown): StartFailure {
  if (error instanceof StartFailure) return error
  const code = codeOf(error)
  const problem = problemOfCode[code] ?? 'token'
  return new StartFailure(problem, { isPassing: passing.has(code), cause: error })
}

/** What to make of a connection that closed before there was a picture. */
export function closedFailure(code: ConnectionClosedCode): StartFailure {
  return new StartFailure('connection_closed', {
    isPassing: code === ConnectionClosedCode.WEBRTC_FAILURE,
  })
}

function codeOf(error: unknown): string {
  if (error instanceof ClientError) return error.code
  const hasCode = error instanceof Error && 'code' in error && typeof error.code === 'string'
  return hasCode ? (error.code as string) : ''
}
