import type { Visitor } from '../visitor.ts'

/** A key that a project takes back serves nobody for longer than this, in milliseconds. */
const keptMs = 60_000
const mostTokens = 1_000

/**
 * Who the tokens of the last minute stood for. A visitor's turns carry the same token for an hour, and
 * checking a signature costs a turn more than anything else before the database is asked.
 */
export class CheckedTokens {
  readonly #byToken = new Map<string, { visitor: Visitor; endsAt: number }>()

  /** Who a token stands for, unless it is not known or has ended. */
  find(token: string): Visitor | undefined {
    const known = this.#byToken.get(token)
    if (known === undefined || Date.now() < known.endsAt) return known?.visitor
    this.#byToken.delete(token)
    return undefined
  }

  /** @param expiresAt In seconds, as tokens have it; undefined for a token without an end. */
  keep(token: string, visitor: Visitor, expiresAt = Infinity): void {
    if (this.#byToken.size >= mostTokens) {
      for (const oldest of this.#byToken.keys()) {
        this.#byToken.delete(oldest)
        break
      }
    }
    this.#byToken.set(token, { visitor, endsAt: Math.min(Date.now() + keptMs, expiresAt * 1000) })
  }
}
