import * as v from 'valibot'
import type { SiteStorage } from '../site-storage.ts'
import { ConversationError } from './conversation-error.ts'
import { call, type Fetch, jsonInit, readJson } from './http.ts'
import type { SessionSource } from './session-source.ts'

const VisitorSession = v.looseObject({
  accessToken: v.string(),
  refreshToken: v.string(),
  /** Milliseconds since the epoch. */
  expiresAt: v.number(),
})
type VisitorSession = v.InferOutput<typeof VisitorSession>

const TokenResponse = v.looseObject({
  access_token: v.string(),
  refresh_token: v.string(),
  expires_in: v.number(),
})

const Claims = v.looseObject({ sub: v.string() })

/** Renewed this long before it expires, so that no call meets an old token. */
const marginMs = 60_000

const storageKey = 'visitor'

export type VisitorAuthOptions = {
  readonly apiUrl: string
  readonly siteKey: string
  readonly publishableKey: string
  readonly storage: SiteStorage
  readonly handedOver: () => SessionSource | undefined
  readonly fetch: Fetch
  /** Lets one tab at a time sign in or renew. @defaultValue the browser's, where it has any */
  readonly locks?: LockManager | undefined
}

/**
 * Who the visitor is to the server. The host page's session wins; otherwise a visitor is signed in
 * anonymously when the first message is sent, and stays the same one on this site.
 */
export class VisitorAuth {
  readonly #options: VisitorAuthOptions
  #renewal: Promise<string | null> | null = null
  /** What the host page lent, as renewed here, and what it was before. */
  #renewedLoan: { from: string; session: VisitorSession } | null = null

  constructor(options: VisitorAuthOptions) {
    this.#options = options
  }

  /** The visitor's id, if there is one already. Asks no server. */
  async visitorId(): Promise<string | null> {
    const session = await this.#session()
    return session && subjectOf(session.accessToken)
  }

  /**
   * A token that is good for now; null if there is none and `signIn` is not set.
   *
   * @throws ConversationError
   */
  async accessToken({ signIn }: { signIn: boolean }): Promise<string | null> {
    const session = await this.#session()
    if (session && session.expiresAt - Date.now() > marginMs) return session.accessToken
    if (!session && !signIn) return null
    return this.#renew(session?.accessToken ?? null, signIn)
  }

  /** Another token for one that the server refused; null if there is none. @throws ConversationError */
  async replace(refused: string, { signIn }: { signIn: boolean }): Promise<string | null> {
    return this.#renew(refused, signIn)
  }

  async #session(): Promise<VisitorSession | null> {
    const source = this.#options.handedOver()
    if (source === undefined) return this.#stored()
    const loan = typeof source === 'function' ? await source() : source
    if (loan === null) return null
    if (this.#renewedLoan?.from === loan.accessToken) return this.#renewedLoan.session
    const { accessToken, refreshToken = '', expiresAt } = loan
    // Without a way to renew it, it is used until the server refuses it.
    const isForever = refreshToken === '' || expiresAt === undefined
    return { accessToken, refreshToken, expiresAt: isForever ? Infinity : expiresAt * 1000 }
  }

  #stored(): VisitorSession | null {
    const stored = this.#options.storage.read(storageKey)
    return v.is(VisitorSession, stored) ? stored : null
  }

  /** One renewal at a time on this page, and, by a lock, among its tabs. */
  async #renew(refused: string | null, signIn: boolean): Promise<string | null> {
    const running = this.#renewal
    if (running !== null) {
      const token = await running
      return token === null && signIn ? this.#renew(refused, signIn) : token
    }
    const { siteKey, locks = navigator.locks } = this.#options
    const work = () => this.#renewNow(refused, signIn)
    const isOurs = this.#options.handedOver() === undefined
    const name = `visavis:${siteKey}:${storageKey}`
    // Locks exist on secure pages only, and a sandboxed frame may not use them.
    const canLock = isOurs && locks && self.origin !== 'null'
    const renewal = canLock ? locks.request(name, work) : work()
    this.#renewal = renewal.finally(() => (this.#renewal = null))
    return this.#renewal
  }

  async #renewNow(refused: string | null, signIn: boolean): Promise<string | null> {
    const session = await this.#session()
    // Another tab was faster, or the page has handed over a new one.
    const isFresh = session && session.expiresAt - Date.now() > marginMs
    if (isFresh && session.accessToken !== refused) return session.accessToken
    const renewed = session?.refreshToken ? await this.#refresh(session.refreshToken) : null
    if (this.#options.handedOver() !== undefined) {
      this.#renewedLoan = session && renewed && { from: session.accessToken, session: renewed }
      return renewed?.accessToken ?? null
    }
    const next = renewed ?? (signIn ? await this.#ask('signup', {}) : null)
    this.#options.storage.write(storageKey, next)
    return next?.accessToken ?? null
  }

  /** Null when the session is over for good. */
  async #refresh(refreshToken: string): Promise<VisitorSession | null> {
    try {
      return await this.#ask('token?grant_type=refresh_token', { refresh_token: refreshToken })
    } catch (error) {
      if (error instanceof ConversationError && error.isPassing) throw error
      return null
    }
  }

  async #ask(path: string, body: object): Promise<VisitorSession> {
    const { apiUrl, publishableKey, fetch } = this.#options
    const init = jsonInit('POST', body)
    const response = await call(fetch, `${apiUrl}/auth/v1/${path}`, {
      ...init,
      headers: { ...init.headers, apikey: publishableKey },
    })
    const token = await readJson(response, TokenResponse)
    return {
      accessToken: token.access_token,
      refreshToken: token.refresh_token,
      // By this device's clock, whatever the server's says.
      expiresAt: Date.now() + token.expires_in * 1000,
    }
  }
}

/** Whose token it is. Read, not verified: the server does that. */
function subjectOf(accessToken: string): string | null {
  try {
    const payload = (accessToken.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
    const claims: unknown = JSON.parse(atob(payload))
    return v.is(Claims, claims) ? claims.sub : null
  } catch {
    return null
  }
}
