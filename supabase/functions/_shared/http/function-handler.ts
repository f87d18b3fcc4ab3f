import type { AuthMode } from '../auth-modes.ts'
import { describeError, type Log } from '../log.ts'
import { ProblemError } from '../problem-error.ts'
import type { Visitor } from '../visitor.ts'
import { corsHeaders, preflightResponse } from './cors.ts'

/** What each auth mode knows of the caller. */
export type CallerOf = { site: null; visitor: Visitor }

/** One check per auth mode; a check throws the `unauthorized` problem or says who calls. */
export type Authenticators = { [Mode in AuthMode]: (request: Request) => Promise<CallerOf[Mode]> }

export type RouteCall<Mode extends AuthMode> = {
  request: Request
  caller: CallerOf[Mode]
  /** What the path's groups matched, in order. */
  captures: readonly string[]
  requestId: string
}

export type Route<Mode extends AuthMode> = {
  method: 'GET' | 'POST'
  /** Matches the path behind the function's name, e.g. `/stream/…`; the bare function is `/`. */
  path: RegExp
  handle: (call: RouteCall<Mode>) => Promise<Response>
}

export type FunctionOptions<Mode extends AuthMode> = {
  /** The function's folder, which is also the first part of its path. */
  name: string
  mode: Mode
  routes: readonly Route<Mode>[]
  authenticators: Authenticators
  log: Log
}

/**
 * The frame around every function: preflight, routing, authentication, and one way for anything to
 * go wrong. Every response carries CORS headers and an `x-request-id`; every failure is a problem.
 */
export function functionHandler<Mode extends AuthMode>(
  options: FunctionOptions<Mode>,
): (request: Request) => Promise<Response> {
  const { name, mode, routes, authenticators, log } = options
  const prefix = new RegExp(`^(?:/functions/v1)?/${name}(?=/|$)`, 'u')

  return async (request) => {
    if (request.method === 'OPTIONS') return preflightResponse(request)
    const requestId = crypto.randomUUID()
    let response: Response
    try {
      const { route, captures } = findRoute(request, { prefix, routes })
      const caller = await authenticators[mode](request)
      response = await route.handle({ request, caller, captures, requestId })
    } catch (error) {
      const problem = error instanceof ProblemError ? error : internalError(requestId)
      if (problem.status >= 500) {
        const { code } = problem.problem
        const fields = { function: name, requestId, code }
        log({ level: 'error', event: 'request-failed', ...fields, ...describeError(error) })
      }
      response = problemResponse(problem)
    }
    for (const [header, value] of Object.entries(corsHeaders(request))) {
      response.headers.set(header, value)
    }
    response.headers.set('x-request-id', requestId)
    return response
  }
}

function findRoute<Mode extends AuthMode>(
  request: Request,
  { prefix, routes }: { prefix: RegExp; routes: readonly Route<Mode>[] },
): { route: Route<Mode>; captures: readonly string[] } {
  const path = new URL(request.url).pathname.replace(prefix, '').replace(/\/$/u, '') || '/'
  const allowed: string[] = []
  for (const route of routes) {
    const match = route.path.exec(path)
    if (match === null) continue
    if (route.method === request.method) return { route, captures: match.slice(1) }
    allowed.push(route.method)
  }
  if (allowed.length === 0) throw new ProblemError('not_found', 'There is nothing at this path.')
  const allow = [...allowed, 'OPTIONS'].join(', ')
  throw new ProblemError('method_not_allowed', `Use ${allowed.join(' or ')}.`, {}, { allow })
}

function internalError(requestId: string): ProblemError {
  return new ProblemError('internal_error', 'Something went wrong on the server.', { requestId })
}

function problemResponse({ problem, status, headers }: ProblemError): Response {
  const response = Response.json(problem, {
    status,
    headers: { ...headers, 'cache-control': 'no-store' },
  })
  if (problem.retryAfterMs !== undefined) {
    response.headers.set('retry-after', String(Math.ceil(problem.retryAfterMs / 1000)))
  }
  return response
}
