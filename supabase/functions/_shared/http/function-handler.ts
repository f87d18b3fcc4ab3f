import { describeError, type Log } from '../log.ts'
import { ProblemError } from '../problem-error.ts'
import type { AuthMode, CallerOf, Route } from '../routes.ts'
import { corsHeaders, preflightResponse } from './cors.ts'
import {
  atTracePlace,
  newTrace,
  noTracer,
  readTraceparent,
  tracePlace,
  type NoteAttributes,
  type Tracer,
} from '../tracer.ts'
import { requestBody, type RequestBody } from './read-body.ts'

/**
 * One check per auth mode; a check throws the `unauthorized` problem or says who calls. A signature may
 * be one of the body, too.
 */
export type Authenticators<Modes extends AuthMode = AuthMode> = {
  [Mode in Modes]: (request: Request, body: RequestBody) => Promise<CallerOf[Mode]>
}

export type RouteCall<Mode extends AuthMode> = {
  request: Request
  caller: CallerOf[Mode]
  /** What the path's groups matched, in order. */
  captures: readonly string[]
  requestId: string
  body: RequestBody
}

type Handle<Mode extends AuthMode> = (call: RouteCall<Mode>) => Promise<Response>

export type FunctionOptions<Routes extends Record<string, Route>> = {
  /** The function's folder, which is also the first part of its path. */
  name: string
  routes: Routes
  /** What each route does, for whoever may call it. */
  handlers: { [Name in keyof Routes]: Handle<Routes[Name]['mode']> }
  /** Of the modes that its routes have. */
  authenticators: Authenticators<Routes[keyof Routes]['mode']>
  log: Log
  /** @defaultValue `noTracer` */
  tracer?: Tracer | undefined
}

/**
 * The frame around every function: preflight, routing, authentication, and one way for anything to
 * go wrong. Every response carries CORS headers and an `x-request-id`; every failure is a problem; every
 * request, but a preflight, is a line in the log.
 */
export function functionHandler<Routes extends Record<string, Route>>(
  options: FunctionOptions<Routes>,
): (request: Request) => Promise<Response> {
  const { name, log, tracer = noTracer } = options
  const prefix = new RegExp(`^(?:/functions/v1)?/${name}(?=/|$)`, 'u')

  return async (request) => {
    if (request.method === 'OPTIONS') return preflightResponse(request)
    const incoming = readTraceparent(request.headers.get('traceparent'))
    const place = incoming ?? (tracer.isOn ? newTrace() : undefined)
    const attributes = { 'http.request.method': request.method }
    const start = { name: `${request.method} /${name}`, kind: 'server', attributes } as const
    return atTracePlace(place, () => tracer.span(start, (note) => answer(request, note)))
  }

  async function answer(request: Request, note: NoteAttributes): Promise<Response> {
    const startedAt = performance.now()
    const requestId = crypto.randomUUID()
    let routeName: string | undefined
    let code: string | undefined
    let response: Response
    try {
      const { route, authenticate, handle, captures } = findRoute(request, prefix, options)
      routeName = route.name
      const body = requestBody(request, route.maxBodyBytes)
      const caller = await authenticate(request, body)
      response = await handle({ request, caller, captures, requestId, body })
    } catch (error) {
      const problem = error instanceof ProblemError ? error : internalError(requestId)
      code = problem.problem.code
      if (problem.status >= 500) {
        const fields = { function: name, requestId, code }
        log({ level: 'error', event: 'request-failed', ...fields, ...describeError(error) })
      }
      response = problemResponse(problem)
    }
    for (const [header, value] of Object.entries(corsHeaders(request))) {
      response.headers.set(header, value)
    }
    response.headers.set('x-request-id', requestId)
    const { status } = response
    log({
      level: 'info',
      event: 'request',
      requestId,
      traceId: tracePlace()?.traceId,
      function: name,
      route: routeName,
      status,
      code,
      ms: Math.round(performance.now() - startedAt),
    })
    note({
      requestId,
      route: routeName,
      code,
      'http.response.status_code': status,
      'error.type': status >= 500 ? code : undefined,
    })
    return response
  }
}

type FoundRoute = {
  route: Route & { name: string }
  authenticate: Authenticators[AuthMode]
  handle: Handle<AuthMode>
  captures: readonly string[]
}

function findRoute<Routes extends Record<string, Route>>(
  request: Request,
  prefix: RegExp,
  { routes, handlers, authenticators }: FunctionOptions<Routes>,
): FoundRoute {
  const path = new URL(request.url).pathname.replace(prefix, '').replace(/\/$/u, '') || '/'
  const allowed: string[] = []
  for (const [name, route] of Object.entries(routes)) {
    const match = route.path.exec(path)
    if (match === null) continue
    if (route.method === request.method) {
      // Whom a handler knows is whom its own route lets in.
      const handle = handlers[name] as Handle<AuthMode>
      const authenticate = (authenticators as Authenticators)[route.mode]
      return { route: { ...route, name }, authenticate, handle, captures: match.slice(1) }
    }
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
