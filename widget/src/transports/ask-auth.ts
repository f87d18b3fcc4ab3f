import * as v from 'valibot'
import { type Fetch, jsonInit, send } from './http.ts'
import { subjectOf, type VisitorSession } from './visitor-session.ts'

const TokenResponse = v.looseObject({
  access_token: v.string(),
  refresh_token: v.string(),
  expires_in: v.number(),
})

export type AuthAccess = {
  readonly apiUrl: string
  readonly publishableKey: string
  readonly fetch: Fetch
}

/** What Auth answered: a session, or what there is to learn of why there is none. */
export type AuthAnswer = {
  readonly session: VisitorSession | null
  /** Null when Auth was not reached. */
  readonly response: Response | null
  readonly body: unknown
}

/** Asks Auth. Never rejects. */
export async function askAuth(
  { apiUrl, publishableKey, fetch }: AuthAccess,
  path: string,
  request: object,
): Promise<AuthAnswer> {
  const init = jsonInit('POST', request)
  const headers = { ...init.headers, apikey: publishableKey }
  const response = await send(fetch, `${apiUrl}/auth/v1/${path}`, { ...init, headers })
  const body: unknown = await response?.json().catch(() => null)
  return { session: response?.ok ? sessionIn(body) : null, response, body }
}

/** Half a session is none. */
function sessionIn(body: unknown): VisitorSession | null {
  if (!v.is(TokenResponse, body)) return null
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = body
  if (!refreshToken || subjectOf(accessToken) === null) return null
  // By this device's clock, whatever the server's says; a number that storage can hold.
  const expiresAt = Math.min(Date.now() + seconds * 1000, Number.MAX_SAFE_INTEGER)
  return { accessToken, refreshToken, expiresAt }
}
