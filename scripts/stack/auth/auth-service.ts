import { randomBytes } from 'node:crypto'
import { instanceId } from '../database/real-auth.ts'
import type { SqlClient } from '../database/sql-client.ts'
import { type CaptchaCheck, refuseCaptcha } from './captcha.ts'
import { type AuthRefusal, authRefusals } from './recorded-answers.ts'
import { refuseRefresh } from './refresh-refusal.ts'
import { createVisitorTokens } from './visitor-tokens.ts'

/** What the project's operator sets in Auth, as `config.toml` names it. */
export type AuthSettings = {
  /** `auth.enable_anonymous_sign_ins`. @defaultValue true */
  anonymousSignIns?: boolean
  /** `auth.captcha`; without it nobody is asked. */
  captcha?: CaptchaCheck
}

export type AuthServiceOptions = {
  database: Pick<SqlClient, 'query'>
  jwtSecret: string
  /** Either of them opens Auth; `@supabase/lite` checks them for everything it answers itself. */
  apiKeys: readonly string[]
  /** `<API>/auth/v1`. */
  issuer: string
  settings?: AuthSettings
  /** Auth as `@supabase/lite` has it. */
  answer: (request: Request) => Promise<Response>
}

const allowedHeaders = 'authorization, apikey, content-type, x-client-info, x-supabase-api-version'

/**
 * `/auth/v1` as hosted Supabase answers it: what `@supabase/lite` has, plus anonymous sign-in, the
 * claims its tokens lack, and the refusals a client must tell apart.
 */
export function createAuthService(
  options: AuthServiceOptions,
): (request: Request) => Promise<Response> {
  const tokens = createVisitorTokens(options)
  const { anonymousSignIns = true, captcha } = options.settings ?? {}

  async function complete(response: Response): Promise<Response> {
    const headers = withCors(new Headers(response.headers))
    if (!headers.get('content-type')?.startsWith('application/json') || !response.ok) {
      return new Response(response.body, { status: response.status, headers })
    }
    const answer = await tokens.completeAnswer(await response.json())
    headers.delete('content-length')
    return new Response(JSON.stringify(answer), { status: response.status, headers })
  }

  /**
   * A person, a session and a first refresh token, which the caller redeems at once. Real Auth finds
   * people of its own instance only, and cannot read one whose texts and times are null.
   */
  async function createAnonymousPerson(metadata: unknown): Promise<string> {
    const refreshToken = randomBytes(16).toString('base64url')
    await options.database.query(
      `with person as (
         insert into auth.users
           (instance_id, id, aud, role, is_anonymous, raw_app_meta_data, raw_user_meta_data,
            confirmation_token, recovery_token, email_change, email_change_token_new,
            email_change_token_current, phone_change, phone_change_token, reauthentication_token,
            created_at, updated_at)
         values
           ($3, gen_random_uuid(), 'authenticated', 'authenticated', true, '{}', $1::text::jsonb,
            '', '', '', '', '', '', '', '', now(), now())
         returning id
       ), session as (
         insert into auth.sessions (id, user_id, aal, created_at, updated_at)
         select gen_random_uuid(), id, 'aal1', now(), now() from person
         returning id, user_id
       )
       insert into auth.refresh_tokens
         (instance_id, token, user_id, session_id, revoked, created_at, updated_at)
       select $3, $2, user_id, id, false, now(), now() from session`,
      [JSON.stringify(metadata), refreshToken, instanceId],
    )
    return refreshToken
  }

  function hasApiKey(request: Request): boolean {
    const key = request.headers.get('apikey') ?? new URL(request.url).searchParams.get('apikey')
    return key !== null && options.apiKeys.includes(key)
  }

  return async (request) => {
    if (request.method === 'OPTIONS')
      return new Response(null, { headers: withCors(new Headers()) })
    const { pathname, searchParams } = new URL(request.url)
    const body =
      request.method === 'POST' && hasApiKey(request) ? await readJson(request.clone()) : undefined
    if (body && pathname === '/auth/v1/signup') {
      const refused = captcha && (await refuseCaptcha(captcha, body))
      if (refused) return refuse(refused)
      if (!body['email'] && !body['phone']) {
        if (!anonymousSignIns) return refuse(authRefusals.anonymousSignInsOff)
        const refreshToken = await createAnonymousPerson(body['data'] ?? {})
        return complete(await options.answer(refreshRequest(request, refreshToken)))
      }
    }
    if (
      body &&
      pathname === '/auth/v1/token' &&
      searchParams.get('grant_type') === 'refresh_token'
    ) {
      const refused = await refuseRefresh(options.database, String(body['refresh_token']))
      if (refused) return refuse(refused)
    }
    return complete(await options.answer(request))
  }
}

function refuse({ status, body }: AuthRefusal): Response {
  const headers = withCors(new Headers({ 'x-sb-error-code': body.error_code }))
  return Response.json(body, { status, headers })
}

function refreshRequest(request: Request, refreshToken: string): Request {
  const headers = new Headers(request.headers)
  headers.delete('content-length')
  return new Request(new URL('/auth/v1/token?grant_type=refresh_token', request.url), {
    method: 'POST',
    headers,
    body: JSON.stringify({ refresh_token: refreshToken }),
  })
}

async function readJson(request: Request): Promise<Record<string, unknown> | undefined> {
  try {
    const body: unknown = await request.json()
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function withCors(headers: Headers): Headers {
  headers.delete('access-control-allow-credentials')
  headers.set('access-control-allow-origin', '*')
  headers.set('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE')
  headers.set('access-control-allow-headers', allowedHeaders)
  headers.set('access-control-max-age', '7200')
  return headers
}
