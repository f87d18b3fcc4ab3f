import { ConversationError, problemOf } from './conversation-error.ts'
import { call, type Fetch } from './http.ts'
import type { VisitorAuth } from './visitor-auth.ts'

/** When a token that should be good is shown again, in milliseconds. */
const refusedTokenMs = 30_000

export type ApiClientOptions = {
  readonly apiUrl: string
  readonly publishableKey: string
  readonly auth: VisitorAuth
  readonly fetch: Fetch
}

/** Calls the site's API in the visitor's name. */
export class ApiClient {
  readonly #options: ApiClientOptions

  constructor(options: ApiClientOptions) {
    this.#options = options
  }

  /**
   * @param path - Behind the API's address, e.g. `/rest/v1/chats`.
   * @param signIn - Whether the call is worth a new visitor.
   * @throws ConversationError `unauthorized` only when nobody is signed in, or cannot be any longer
   */
  async call(path: string, init: RequestInit, { signIn = false } = {}): Promise<Response> {
    const { apiUrl, publishableKey, auth, fetch } = this.#options
    const send = async (token: string | null) => {
      if (token === null) throw new ConversationError('unauthorized')
      const headers = { ...init.headers, apikey: publishableKey, authorization: `Bearer ${token}` }
      const response = await call(fetch, apiUrl + path, { ...init, headers })
      if (signIn) auth.accepted(token)
      return response
    }
    const token = await auth.accessToken({ signIn })
    try {
      return await send(token)
    } catch (error) {
      if (token === null || problemOf(error) !== 'unauthorized') throw error
      const other = await auth.replace(token, { signIn })
      return send(other).catch((refusal: unknown) => {
        if (other === null || problemOf(refusal) !== 'unauthorized') throw refusal
        // A token that Auth has only just made is refused while the API learns Auth's new keys.
        throw new ConversationError('auth_unavailable', { retryAfterMs: refusedTokenMs })
      })
    }
  }
}
