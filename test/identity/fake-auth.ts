import { authRefusals, type AuthRefusal } from '../../scripts/stack/auth/recorded-answers.ts'
import { reuseIntervalSeconds } from '../../scripts/stack/auth/refresh-refusal.ts'
import type { Clock } from '../../widget/src/clock.ts'

type Token = { readonly session: string; readonly parent: string | null; revokedAt: number | null }

/**
 * The people, sessions and rotating refresh tokens of Supabase Auth, by its own rules: a replaced
 * token is taken again within its reuse interval, or while the one that replaced it has not been used.
 */
export class FakeAuth {
  readonly #clock: Clock
  readonly #tokens = new Map<string, Token>()
  readonly #ended = new Set<string>()
  readonly #banned = new Set<string>()
  #people = 0
  #serial = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  signUp(): object {
    return this.#grant(`person-${(this.#people += 1)}`, null)
  }

  refresh(refreshToken: string): object | AuthRefusal {
    const token = this.#tokens.get(refreshToken)
    if (!token || this.#ended.has(token.session)) return authRefusals.refreshTokenNotFound
    if (this.#banned.has(token.session)) return authRefusals.userBanned
    if (token.revokedAt === null) {
      token.revokedAt = this.#clock.now()
      return this.#grant(token.session, refreshToken)
    }
    const active = [...this.#tokens].find(
      ([, { session, revokedAt }]) => session === token.session && revokedAt === null,
    )
    if (active?.[1].parent === refreshToken) return this.#answer(token.session, active[0])
    if (this.#clock.now() - token.revokedAt <= reuseIntervalSeconds * 1000) {
      return this.#grant(token.session, refreshToken)
    }
    this.end(token.session)
    return authRefusals.refreshTokenAlreadyUsed
  }

  /** Ends the session of a person; one person has one. */
  end(person: string): void {
    this.#ended.add(person)
  }

  ban(person: string): void {
    this.#banned.add(person)
  }

  pardon(person: string): void {
    this.#banned.delete(person)
  }

  #grant(session: string, parent: string | null): object {
    const refreshToken = `refresh-${(this.#serial += 1)}`
    this.#tokens.set(refreshToken, { session, parent, revokedAt: null })
    return this.#answer(session, refreshToken)
  }

  #answer(person: string, refreshToken: string): object {
    const encode = (part: object) => btoa(JSON.stringify(part)).replaceAll('=', '')
    const token = `${encode({ alg: 'none' })}.${encode({ sub: person, serial: this.#serial })}.x`
    return { access_token: token, refresh_token: refreshToken, expires_in: 3600 }
  }
}

export function isRefusal(answer: object): answer is AuthRefusal {
  return 'status' in answer
}
