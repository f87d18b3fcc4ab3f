import { type SessionRequest, SessionResponse } from '@visavis/shared/wire/session.ts'
import { call, type Fetch, jsonInit, readJson } from './http.ts'

/**
 * Asks who the visitor will talk to, again if the server is only just starting. It needs no sign-in
 * and leaves nothing behind.
 *
 * @throws ConversationError
 */
export async function openSession(
  fetch: Fetch,
  apiUrl: string,
  request: SessionRequest,
): Promise<SessionResponse> {
  const ask = async (url = apiUrl) => {
    const response = await call(fetch, `${url}/functions/v1/session`, jsonInit('POST', request))
    return readJson(response, SessionResponse)
  }
  const first = ask()
  return first.catch(async (error: unknown) => {
    const { overcome } = await import('./session-trouble.ts').catch(() => {
      throw error
    })
    return overcome({ apiUrl, request, ask, first })
  })
}
