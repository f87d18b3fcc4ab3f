import { languageOfTag } from '../_shared/domain/language.ts'
import { withLifetime, type ViewLifetime } from '../_shared/domain/streaming/view-lifetime.ts'
import { runTurn, type TurnDependencies } from '../_shared/domain/turn/run-turn.ts'
import { stopStream } from '../_shared/domain/streaming/stop-stream.ts'
import { viewStream } from '../_shared/domain/streaming/stream-view.ts'
import { eventStreamResponse } from '../_shared/http/event-stream.ts'
import {
  functionHandler,
  type Authenticators,
  type RouteCall,
} from '../_shared/http/function-handler.ts'
import { parseRequest } from '../_shared/http/read-body.ts'
import { ProblemError } from '../_shared/problem-error.ts'
import { routes } from '../_shared/routes.ts'
import {
  ContinueRequest,
  RegenerateRequest,
  SendRequest,
  StopRequest,
  type ChatRequest,
} from '../_shared/wire/chat-request.ts'

export type ChatDependencies = TurnDependencies &
  ViewLifetime & { authenticators: Authenticators<'visitor'> }

type Call = RouteCall<'visitor'>

/**
 * `POST /chat` sends, regenerates or continues, `GET /chat/stream/{id}` resumes behind `Last-Event-ID`,
 * `POST /chat/stream/{id}/stop` stops, and notes how much of the answer was heard.
 */
export function chatHandler(
  dependencies: ChatDependencies,
): (request: Request) => Promise<Response> {
  const { authenticators, log, tracer } = dependencies

  async function converse({ request, caller, requestId, body }: Call): Promise<Response> {
    const turn = parseTurn(await body.json())
    const { view, databaseMs } = await runTurn(dependencies, {
      ...turn,
      language: languageOfTag('language' in turn ? turn.language : undefined),
      requestId,
      channel: turn.channel ?? 'text',
      visitorId: caller.id,
      isAnonymous: caller.isAnonymous,
      origin: request.headers.get('origin') ?? '',
    })
    const response = eventStreamResponse(withLifetime(view, dependencies))
    response.headers.set('server-timing', `database;dur=${databaseMs.toFixed(2)}`)
    return response
  }

  async function resume({ request, caller, captures }: Call): Promise<Response> {
    const view = await viewStream(dependencies, {
      streamId: streamIdOf(captures),
      visitorId: caller.id,
      afterSequence: lastEventId(request),
    })
    return eventStreamResponse(withLifetime(view, dependencies))
  }

  async function stop({ caller, captures, body }: Call): Promise<Response> {
    const { heardCharacters } = parseRequest(StopRequest, await body.optionalJson())
    const outcome = await stopStream(dependencies, {
      streamId: streamIdOf(captures),
      visitorId: caller.id,
      heardCharacters,
    })
    return Response.json({ outcome }, { status: 202 })
  }

  return functionHandler({
    name: 'chat',
    routes: routes.chat,
    handlers: { converse, resume, stop },
    authenticators,
    log,
    tracer,
  })
}

/** Told apart by what they name, so that a malformed one is told what is wrong with itself. */
function parseTurn(body: unknown): ChatRequest {
  const names = (field: string) => typeof body === 'object' && body !== null && field in body
  if (names('continueMessageId')) return parseRequest(ContinueRequest, body)
  if (names('regenerateMessageId')) return parseRequest(RegenerateRequest, body)
  return parseRequest(SendRequest, body)
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu

function streamIdOf([streamId]: readonly string[]): string {
  if (streamId !== undefined && uuid.test(streamId)) return streamId.toLowerCase()
  throw new ProblemError('stream_not_found', 'The visitor has no such stream.')
}

/** As far as a sequence number is counted; whoever claims to have more has all there is. */
const maxSequence = 2 ** 31 - 1

function lastEventId(request: Request): number {
  const text = request.headers.get('last-event-id') ?? '0'
  if (/^\d+$/u.test(text)) return Math.min(Number(text), maxSequence)
  const field = 'last-event-id'
  throw new ProblemError('invalid_request', 'Last-Event-ID is not a sequence number.', { field })
}
