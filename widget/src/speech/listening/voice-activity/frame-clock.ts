const frameMs = 10

/** Further behind than this, frames were not late: there were none for a while. */
const longestLagMs = 1000

/**
 * When frames were heard, in spite of the page's being told of them late and in bunches: as if they
 * had come every 10 ms, by the least delay so far.
 */
export class FrameClock {
  #start = Infinity
  #count = 0

  /** @param now when the page is told of the next frame, in milliseconds */
  next(now: number): number {
    const elapsedMs = this.#count * frameMs
    this.#count += 1
    const start = now - elapsedMs
    if (start < this.#start || start - this.#start > longestLagMs) this.#start = start
    return this.#start + elapsedMs
  }
}
