import { type SessionRequest, SessionResponse } from '#wire/session.ts'
import { ConversationError } from './conversation-error.ts'
import { call, type Fetch, jsonInit, readJson } from './http.ts'

/** How long a server that warms up is asked again before the visitor is told, in milliseconds. */
const patienceMs = 20_000

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
  const ask = async () => {
    const response = await call(fetch, `${apiUrl}/functions/v1/session`, jsonInit('POST', request))
    return readJson(response, SessionResponse)
  }
  const first = ask()
  try {
    return await first
  } catch (error) {
    const isPassing = error instanceof ConversationError && error.isPassing
    if (!isPassing || !navigator.onLine) throw error
    const { Patience } = await import('./patience.ts').catch(() => {
      throw error
    })
    return new Patience({ patienceMs }).ask(ask, first)
  }
}
