import { type SessionRequest, SessionResponse } from '#wire/session.ts'
import { call, type Fetch, jsonInit, readJson } from './http.ts'

/**
 * Asks who the visitor will talk to. It needs no sign-in and leaves nothing behind.
 *
 * @throws ConversationError
 */
export async function openSession(
  fetch: Fetch,
  apiUrl: string,
  request: SessionRequest,
): Promise<SessionResponse> {
  const response = await call(fetch, `${apiUrl}/functions/v1/session`, jsonInit('POST', request))
  return readJson(response, SessionResponse)
}
