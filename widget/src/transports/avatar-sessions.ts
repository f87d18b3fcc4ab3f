import * as v from 'valibot'
import {
  AnamSession,
  type AvatarSessionRequest,
  AvatarSessionState,
  avatarTouchMs,
} from '@visavis/shared/wire/avatar-session.ts'
import { deferred } from '../deferred.ts'
import type { ApiClient } from './api-client.ts'
import { ConversationError } from './conversation-error.ts'
import { jsonInit, readJson } from './http.ts'

/** A session with a video avatar, which lives as long as this page touches it. */
export type AvatarSession = {
  readonly token: string
  readonly apiUrl: string | undefined
  /** Resolves when the server counts it as over, unless this page has ended it. */
  readonly over: Promise<{ readonly isTimeUp: boolean }>
  /** Lets the server know that it is over; may be called while the page goes. */
  end(): void
}

const AnySession = v.looseObject({ mode: v.string() })

const path = '/functions/v1/avatar-session'

/**
 * Begins a session with a character's video face, in place of any other one of the visitor; null if
 * there is none.
 *
 * @throws ConversationError
 */
export async function beginAvatarSession(
  api: ApiClient,
  request: AvatarSessionRequest,
): Promise<AvatarSession | null> {
  const response = await api.call(path, jsonInit('POST', request), { signIn: true })
  const begun = await readJson(response, AnySession)
  if (begun.mode !== 'anam') return null
  if (!v.is(AnamSession, begun)) throw new ConversationError('protocol_error')
  return new LiveSession(api, begun)
}

class LiveSession implements AvatarSession {
  readonly token: string
  readonly apiUrl: string | undefined
  readonly #api: ApiClient
  readonly #path: string
  readonly #timer: ReturnType<typeof setInterval>
  readonly #over = deferred<{ isTimeUp: boolean }>()
  readonly over = this.#over.promise

  constructor(
    api: ApiClient,
    {
      sessionToken,
      sessionId,
      apiUrl,
    }: { sessionToken: string; sessionId: string; apiUrl?: string | undefined },
  ) {
    this.#api = api
    this.token = sessionToken
    this.apiUrl = apiUrl
    this.#path = `${path}/${sessionId}`
    this.#timer = setInterval(() => void this.#touch(), avatarTouchMs)
  }

  end(): void {
    clearInterval(this.#timer)
    // If it gets lost, the server misses the next touch.
    this.#api.call(`${this.#path}/end`, { method: 'POST', keepalive: true }).catch(() => undefined)
  }

  async #touch(): Promise<void> {
    try {
      const response = await this.#api.call(`${this.#path}/touch`, { method: 'POST' })
      const { isLive, endReason } = await readJson(response, AvatarSessionState)
      if (isLive) return
      clearInterval(this.#timer)
      this.#over.resolve({ isTimeUp: endReason === 'time_limit' })
    } catch {
      // The next one may get through.
    }
  }
}
