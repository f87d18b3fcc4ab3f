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
import { SessionRequest, type SessionResponse } from '../_shared/wire/session.ts'

export type SessionDependencies = {
  store: Pick<ChatStore, 'openSession'>
  /** For the browser's own calls to Auth and the Data API. */
  publishableKey: string
  /** Where Auth asks new visitors for a captcha. */
  turnstileSiteKey?: string | undefined
  /** Whether characters that have a video face can be seen with it. */
  hasAvatars: boolean
  authenticators: Authenticators<'site'>
  log: Log
  /** @defaultValue `noTracer` */
  tracer?: Tracer | undefined
}

/** `POST /session`: what a widget needs to know before its first message. */
export function sessionHandler(
  dependencies: SessionDependencies,
): (request: Request) => Promise<Response> {
  const { store, publishableKey, turnstileSiteKey, hasAvatars, authenticators, log, tracer } =
    dependencies

  async function open({ request, body }: RouteCall<'site'>): Promise<Response> {
    const query = parseRequest(SessionRequest, await body.json())
    const origin = request.headers.get('origin') ?? ''
    const language = languageOfTag(query.language)
    const session = await store.openSession({ ...query, language, origin })
    const answer: SessionResponse = {
      site: session.site,
      character: session.character,
      characters: [...session.characters],
      features: { voice: false, avatar: hasAvatars && session.hasAvatar },
      publishableKey,
      ...(turnstileSiteKey && {
        captcha: { provider: 'turnstile', siteKey: turnstileSiteKey },
      }),
    }
    return Response.json(answer, { headers: { 'cache-control': 'no-store' } })
  }

  return functionHandler({
    name: 'session',
    routes: routes.session,
    handlers: { open },
    authenticators,
    log,
    tracer,
  })
}
