import * as v from 'valibot'
import type { Clock } from '../clock.ts'
import { loadOnce } from '@visavis/shared/load-once.ts'
import { loadPart } from '../load-part.ts'
import type { SiteStorage } from '../site-storage.ts'
import { askAuth, type AuthAccess, type AuthAnswer } from './ask-auth.ts'
import { ConversationError } from './conversation-error.ts'
import type { SessionSource } from './session-source.ts'
import { asideKey, isFresh, sessionKey, subjectOf, VisitorSession } from './visitor-session.ts'

export type VisitorAuthOptions = AuthAccess & {
  readonly siteKey: string
  readonly storage: SiteStorage
  readonly handedOver: () => SessionSource | undefined
  /** Lets one tab at a time sign in or renew. @defaultValue the browser's, where it has any */
  readonly locks?: LockManager | undefined
  /** Gets a captcha's token for a sign-up, where the site asks for one. */
  readonly challenge?: ((signal: AbortSignal) => Promise<string>) | undefined
  /** @defaultValue the page's */
  readonly clock?: Clock | undefined
}

type Session = VisitorSession & {
  /** The token that the page has lent, however often it was renewed since. */
  readonly lentAs?: string
}

/** So long a tab waits for another one, which may be asleep or before a challenge, in milliseconds. */
const lockPatienceMs = 10_000

/**
 * Who the visitor is to the server. The host page's session wins; otherwise a visitor is signed in
 * anonymously when the first message is sent, and stays the same one on this site until Auth itself
 * ends the session.
 */
export class VisitorAuth {
  readonly #options: VisitorAuthOptions
  readonly #loadRenewal = loadOnce(async () => {
    const SessionRenewal = await loadPart(
      async () => (await import('./session-renewal.ts')).SessionRenewal,
    )
    const { storage, challenge, clock } = this.#options
    return new SessionRenewal({
      storage,
      ask: (path, request) => askAuth(this.#options, path, request),
      kept: (name) => this.#kept(name),
      challenge: challenge && (() => challenge((this.#challenged = new AbortController()).signal)),
      clock,
    })
  })
  #renewing: Promise<string | null> | null = null
  #challenged: AbortController | undefined
  /** As this page has met it last; another script may empty the storage. */
  #met: VisitorSession | null = null
  /** Auth has refused a sign-up of this page. */
  #isRefused = false
  /** What the host page lent, as renewed here. */
  #renewedLoan: Session | null = null

  constructor(options: VisitorAuthOptions) {
    this.#options = options
  }

  /** The visitor's id, if there is one already and the page can tell. Asks no server. */
  async visitorId(): Promise<string | null> {
    const session = await this.#session().catch(() => null)
    return session && subjectOf(session.accessToken)
  }

  /**
   * A token that is good for now; null if there is none and `signIn` is not set.
   *
   * @throws ConversationError
   */
  async accessToken({ signIn }: { signIn: boolean }): Promise<string | null> {
    const session = await this.#session()
    if (session && isFresh(session)) return session.accessToken
    if (!session && !signIn) return null
    return this.#renew(session?.accessToken ?? null, signIn)
  }

  /** Another token for one that the server refused; null if there is none. @throws ConversationError */
  async replace(refused: string, { signIn }: { signIn: boolean }): Promise<string | null> {
    return this.#renew(refused, signIn)
  }

  /** A call that was worth a visitor was accepted; the one before, if any, need not come back. */
  accepted(accessToken: string): void {
    if (this.#kept(sessionKey)?.accessToken === accessToken) {
      this.#options.storage.write(asideKey, null)
    }
  }

  /** Takes away the challenge that a new visitor stands before: they have gone, or want no more. */
  abandonChallenge(): void {
    this.#challenged?.abort()
  }

  async #session(): Promise<Session | null> {
    const loan = await this.#loan()
    if (loan === undefined) return this.#keptOrMet()
    if (loan === null) return null
    const { accessToken, refreshToken = '', expiresAt } = loan
    if (this.#renewedLoan?.lentAs === accessToken) return this.#renewedLoan
    // Without a way to renew it, it is used until the server refuses it.
    const isForever = refreshToken === '' || expiresAt === undefined
    return {
      accessToken,
      refreshToken,
      expiresAt: isForever ? Infinity : expiresAt * 1000,
      lentAs: accessToken,
    }
  }

  /** Nothing but another script empties the storage of a visitor, and a reload needs them back. */
  #keptOrMet(): VisitorSession | null {
    const kept = this.#kept(sessionKey)
    if (!kept && this.#met) this.#options.storage.write(sessionKey, this.#met)
    return (this.#met = kept ?? this.#met)
  }

  /** Undefined where the page lends none, null where nobody is logged in to the page. */
  async #loan() {
    const source = this.#options.handedOver()
    if (typeof source !== 'function') return source
    try {
      return (await source()) ?? null
    } catch {
      throw new ConversationError('auth_unavailable', { retryAfterMs: 2000, isPassing: true })
    }
  }

  #kept(name: string): VisitorSession | null {
    const kept = this.#options.storage.read(name)
    return v.is(VisitorSession, kept) ? kept : null
  }

  /** One renewal at a time on this page, and, by a lock, among its tabs. */
  async #renew(refused: string | null, signIn: boolean): Promise<string | null> {
    const running = this.#renewing
    if (running !== null) {
      const token = await running
      return token === null && signIn ? this.#renew(refused, signIn) : token
    }
    this.#renewing = this.#renewAlone(refused, signIn).finally(() => (this.#renewing = null))
    return this.#renewing
  }

  async #renewAlone(refused: string | null, signIn: boolean): Promise<string | null> {
    const { siteKey, locks = navigator.locks, handedOver } = this.#options
    let renewal: Promise<string | null> | undefined
    const once = () => (renewal ??= this.#renewNow(refused, signIn))
    if (handedOver() !== undefined) return once()
    try {
      // Locks exist on secure pages only, and a third party's frame may be refused them.
      const signal = AbortSignal.timeout(lockPatienceMs)
      const lock = locks?.request(`visavis:${siteKey}:${sessionKey}`, { signal }, once)
      const late = new Promise((resolve) => signal.addEventListener('abort', resolve))
      // Some never answer, and do not hear the signal either.
      await Promise.race([lock, late])
    } catch {
      // No lock is no reason to stay away; Auth takes two tabs' renewals of one token.
    }
    return once()
  }

  async #renewNow(refused: string | null, signIn: boolean): Promise<string | null> {
    const session = await this.#session()
    // Another tab was faster, or the page has handed over a new one.
    if (session && isFresh(session) && session.accessToken !== refused) return session.accessToken
    const { challenge, handedOver, storage } = this.#options
    if (handedOver() !== undefined) return session && this.#renewLoan(session)
    let answer: AuthAnswer | null = null
    // All that a visitor needs who is new here, as most are.
    if (!session && signIn && !challenge && !this.#isRefused) {
      answer = await askAuth(this.#options, 'signup', {})
      const next = this.#kept(sessionKey) ?? answer.session
      if (next) {
        storage.write(sessionKey, next)
        return next.accessToken
      }
      this.#isRefused = true
    }
    const renewal = await this.#loadRenewal()
    return (await renewal.renew(session, { signIn, answer }))?.accessToken ?? null
  }

  async #renewLoan(session: Session): Promise<string | null> {
    const renewed = session.refreshToken && (await (await this.#loadRenewal()).refresh(session))
    this.#renewedLoan = renewed ? { ...session, ...renewed } : null
    return renewed ? renewed.accessToken : null
  }
}
