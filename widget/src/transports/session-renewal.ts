import type { Clock } from '../clock.ts'
import type { SiteStorage } from '../site-storage.ts'
import type { AuthAnswer } from './ask-auth.ts'
import { ConversationError } from './conversation-error.ts'
import { Patience } from './patience.ts'
import { errorOfRefresh, errorOfSignUp, verdictOf } from './auth-refusal.ts'
import { asideKey, isFresh, sessionKey, subjectOf, type VisitorSession } from './visitor-session.ts'

export type SessionRenewalOptions = {
  readonly storage: SiteStorage
  readonly ask: (path: string, request: object) => Promise<AuthAnswer>
  /** What is kept under a name, if it is a session. */
  readonly kept: (name: string) => VisitorSession | null
  /** A token of the site's captcha, if it has one. */
  readonly challenge: (() => Promise<string>) | undefined
  readonly clock: Clock | undefined
}

/** How long somebody who waits for an answer is kept without a word. */
const patienceMs = 2000

/** How long a ban is taken to last after Auth has last spoken of it and knows the session no more. */
const banMemoryMs = 86_400_000

/**
 * What becomes of a session that has run out or was refused. Only Auth's own word ends one; until
 * then it stays where it is, whatever else is answered. Loaded when it is needed.
 */
export class SessionRenewal {
  readonly #options: SessionRenewalOptions
  /** By visitor: what was said of one says nothing of another. */
  readonly #refreshing = new Map<string | null, Patience>()
  readonly #signingUp: Patience

  constructor(options: SessionRenewalOptions) {
    this.#options = options
    this.#signingUp = new Patience({ patienceMs, clock: options.clock })
  }

  /**
   * A session that is good for now and kept: the same visitor's if at all possible, with `signIn`
   * a new one's where Auth has ended the old one; null where there is none.
   *
   * @param answer - What Auth has just said to a sign-up, if it was asked.
   * @throws ConversationError
   */
  async renew(
    session: VisitorSession | null,
    { signIn, answer = null }: { signIn: boolean; answer?: AuthAnswer | null },
  ): Promise<VisitorSession | null> {
    const { storage, kept } = this.#options
    // A visitor who was replaced comes back if they can: the new one has not worked yet.
    const before = kept(asideKey)
    const back = before && (await this.refresh(before))
    if (back) {
      storage.write(sessionKey, back)
      storage.write(asideKey, null)
      return back
    }
    const renewed = session && (await this.refresh(session))
    // Another tab may have been faster, where no lock kept it from that.
    const other = kept(sessionKey)
    if (other && other.refreshToken !== session?.refreshToken) {
      return isFresh(other) ? other : this.renew(other, { signIn })
    }
    if (renewed) {
      storage.write(sessionKey, renewed)
      return renewed
    }
    return signIn ? this.#replace(before ?? session, answer) : null
  }

  /**
   * The same visitor's session, good for now; null if Auth says that it is over.
   *
   * @throws ConversationError
   */
  async refresh(session: VisitorSession): Promise<VisitorSession | null> {
    const { accessToken, refreshToken } = session
    return this.#patienceWith(subjectOf(accessToken)).ask(async () => {
      const path = 'token?grant_type=refresh_token'
      const answer = await this.#options.ask(path, { refresh_token: refreshToken })
      // What a confused cache answers to another visitor is no answer.
      const isOurs = subjectOf(answer.session?.accessToken ?? '') === subjectOf(accessToken)
      if (answer.session && isOurs) return answer.session
      const verdict = verdictOf(answer)
      if (verdict === null) throw errorOfRefresh(answer)
      if (verdict === 'banned') this.#rememberBan(session)
      const sinceBanMs = Math.abs(Date.now() - (session.bannedAt ?? Infinity))
      if (verdict === 'over' && sinceBanMs > banMemoryMs) return null
      throw new ConversationError('visitor_banned')
    })
  }

  #patienceWith(subject: string | null): Patience {
    const { clock } = this.#options
    const patience = this.#refreshing.get(subject) ?? new Patience({ patienceMs, clock })
    this.#refreshing.set(subject, patience)
    return patience
  }

  /** It stays the device's session, so that nobody else can be signed up there. */
  #rememberBan(session: VisitorSession): void {
    const { storage, kept } = this.#options
    if (kept(sessionKey)?.refreshToken !== session.refreshToken) return
    storage.write(sessionKey, { ...session, bannedAt: Date.now() })
  }

  async #replace(
    before: VisitorSession | null,
    answer: AuthAnswer | null,
  ): Promise<VisitorSession> {
    const { storage, kept } = this.#options
    const stored = kept(sessionKey)
    const session = await this.#signUp(answer)
    const other = kept(sessionKey)
    // Another tab has signed up meanwhile; there is one visitor to a device.
    if (other && other.refreshToken !== stored?.refreshToken) return other
    if (before) storage.write(asideKey, before)
    storage.write(sessionKey, session)
    return session
  }

  async #signUp(answered: AuthAnswer | null): Promise<VisitorSession> {
    const { ask, challenge } = this.#options
    let next = answered
    return this.#signingUp.ask(async () => {
      const token = next === null && challenge && (await challenge())
      const security = token && { gotrue_meta_security: { captcha_token: token } }
      const answer = next ?? (await ask('signup', { ...security }))
      next = null
      if (answer.session) return answer.session
      throw errorOfSignUp(answer)
    })
  }
}
