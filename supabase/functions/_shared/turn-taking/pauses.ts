const shortestMs = 700
const longestMs = 900

/** Shorter gaps are between sounds, not between words. */
const pauseMs = 150

/** The pauses somebody makes while speaking, and the silence after which they have finished. */
export class Pauses {
  #longMs = 0

  /** A gap that speech went on after; every one makes those before count for less. */
  learn(gapMs: number): void {
    if (gapMs >= pauseMs) this.#longMs = Math.max(gapMs, this.#longMs * 0.9)
  }

  /** Longer after somebody who pauses long; 700–900 ms. */
  get endMs(): number {
    return Math.min(longestMs, Math.max(shortestMs, this.#longMs * 1.5))
  }
}
