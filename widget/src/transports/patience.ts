import { type Clock, pageClock, sleep } from '../clock.ts'
import type { ConversationProblem } from '../conversation/view.ts'
import { ConversationError } from './conversation-error.ts'

/** After the first failure, and at most, in milliseconds. */
type Waits = readonly [first: number, longest: number]

const usualWaits: Waits = [400, 30_000]

const waitsAfter: Partial<Record<ConversationProblem, Waits>> = {
  // Auth refills its buckets bit by bit and says no time: a renewal each two seconds, a new visitor
  // each two minutes, for all who share an address.
  rate_limited: [5000, 300_000],
  too_many_visitors: [120_000, 900_000],
  // Only people end these, and whoever comes back is let in soon after they did.
  visitor_banned: [60_000, 300_000],
  sign_in_off: [60_000, 300_000],
  // The visitor is asked for another one.
  captcha_failed: [0, 0],
  captcha_blocked: [0, 0],
}

export type PatienceOptions = {
  /** How long somebody may be kept waiting before they are told, in milliseconds. */
  readonly patienceMs: number
  /** @defaultValue the page's */
  readonly clock?: Clock | undefined
}

/**
 * Asks again what failed in passing, at growing intervals, and asks nothing in between; but where
 * nobody was reached there is nobody to spare.
 */
export class Patience {
  readonly #patienceMs: number
  readonly #clock: Clock
  #failures = 0
  #until = 0
  #failure: ConversationError | null = null

  constructor({ patienceMs, clock = pageClock }: PatienceOptions) {
    this.#patienceMs = patienceMs
    this.#clock = clock
  }

  /**
   * @param begun - The first try, if it was made already.
   * @throws ConversationError with the time to wait, at once while that time lasts
   */
  async ask<T>(work: () => Promise<T>, begun?: Promise<T>): Promise<T> {
    const began = this.#clock.now()
    const failure = this.#failure
    if (failure && failure.code !== 'offline' && began < this.#until) {
      throw waiting(failure, this.#until - began)
    }
    for (let first = begun; ; first = undefined) {
      try {
        const answer = await (first ?? work())
        this.#failures = 0
        this.#failure = null
        return answer
      } catch (error) {
        if (!(error instanceof ConversationError)) throw error
        const waitMs = this.#waitAfter(error)
        const until = this.#clock.now() + waitMs
        if (!error.isPassing || until - began > this.#patienceMs) {
          this.#until = until
          throw (this.#failure = waiting(error, waitMs))
        }
        await sleep(waitMs, this.#clock)
      }
    }
  }

  #waitAfter({ code, retryAfterMs }: ConversationError): number {
    const [first, longest] = waitsAfter[code] ?? usualWaits
    const waitMs = Math.min(first * 2 ** this.#failures, longest)
    this.#failures += 1
    // Those who were refused together do not come back together.
    return Math.max(Math.ceil(waitMs * (1 + Math.random() / 4)), retryAfterMs)
  }
}

function waiting({ code, isPassing }: ConversationError, retryAfterMs: number): ConversationError {
  return new ConversationError(code, { retryAfterMs, isPassing })
}
