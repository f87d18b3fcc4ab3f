import type { AvatarService } from '../_shared/domain/avatar-service.ts'
import type { CallStore } from '../_shared/domain/call-store.ts'
import type { ChatStore } from '../_shared/domain/chat-store.ts'
import { languageOfTag } from '../_shared/domain/language.ts'
import {
  functionHandler,
  type Authenticators,
  type RouteCall,
} from '../_shared/http/function-handler.ts'
import { parseRequest } from '../_shared/http/read-body.ts'
import type { Log } from '../_shared/log.ts'
import type { Tracer } from '../_shared/tracer.ts'
import { routes } from '../_shared/routes.ts'
import { AvatarSessionRequest, type AvatarSessionResponse } from '../_shared/wire/avatar-session.ts'

export type AvatarSessionDependencies = {
  sites: Pick<ChatStore, 'openSession'>
  calls: CallStore
  /** Undefined while video avatars are switched off. */
  service: AvatarService | undefined
  authenticators: Authenticators<'visitor'>
  log: Log
  /** @defaultValue `noTracer` */
  tracer?: Tracer | undefined
}

type Call = RouteCall<'visitor'>

/**
 * `POST /avatar-session`: a session with the character's video face, or `{ mode: 'local' }` where it
 * has none. `POST /avatar-session/{id}/touch` keeps it alive, `POST /avatar-session/{id}/end` ends it.
 */
export function avatarSessionHandler(
  dependencies: AvatarSessionDependencies,
): (request: Request) => Promise<Response> {
  const { sites, calls, service, authenticators, log, tracer } = dependencies

  async function bringFace({ request, caller, body }: Call): Promise<AvatarSessionResponse> {
    const query = parseRequest(AvatarSessionRequest, await body.json())
    const origin = request.headers.get('origin') ?? ''
    const language = languageOfTag(query.language)
    const visitorId = caller.id
    if (service === undefined) {
      const { siteKey, characterSlug } = query
      await sites.openSession({ siteKey, origin, characterSlug, language })
      return { mode: 'local' }
    }
    const { isAnonymous } = caller
    const call = await calls.beginAvatarCall({ ...query, language, origin, visitorId, isAnonymous })
    if (call === null) return { mode: 'local' }
    const { callId, maxSeconds } = call
    try {
      const sessionToken = await service.createToken(call)
      const apiUrl = service.publicUrl
      return {
        mode: 'anam',
        sessionToken,
        sessionId: callId,
        maxSeconds,
        ...(apiUrl !== undefined && { apiUrl }),
      }
    } catch (error) {
      await calls.endCall({ callId, visitorId, reason: 'failed' })
      throw error
    }
  }

  async function touch({ caller, captures }: Call): Promise<Response> {
    const [callId = ''] = captures
    return uncached(await calls.touchCall({ callId, visitorId: caller.id }))
  }

  async function end({ caller, captures }: Call): Promise<Response> {
    const [callId = ''] = captures
    await calls.endCall({ callId, visitorId: caller.id, reason: 'left' })
    return new Response(null, { status: 204 })
  }

  return functionHandler({
    name: 'avatar-session',
    routes: routes['avatar-session'],
    handlers: { begin: async (call) => uncached(await bringFace(call)), touch, end },
    authenticators,
    log,
    tracer,
  })
}

/** An answer that nobody on the way may keep. */
function uncached(body: object): Response {
  return Response.json(body, { headers: { 'cache-control': 'no-store' } })
}
