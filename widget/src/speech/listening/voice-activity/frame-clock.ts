const frameMs = 10

/** What a page is told late by is never this little for as long, unless frames were lost. */
const stallMs = 30
const watchedFrames = 50

/**
 * When frames were heard, in spite of the page's being told of them late and in bunches: as if they
 * had come every 10 ms, by the least delay so far. Notices when the browser's audio has stood still:
 * since then all frames are late.
 */
export class FrameClock {
  #start = Infinity
  #count = 0
  #leastLagMs = Infinity

  /** @param now when the page is told of the next frame, in milliseconds */
  next(now: number): number {
    const start = now - this.#count * frameMs
    this.#start = Math.min(this.#start, start)
    if (this.#count % watchedFrames === 0) this.#leastLagMs = Infinity
    this.#leastLagMs = Math.min(this.#leastLagMs, start - this.#start)
    const at = this.#start + this.#count * frameMs
    this.#count += 1
    return at
  }

  /** Every frame of the last half second was late. */
  get hasStalled(): boolean {
    return this.#count % watchedFrames === 0 && this.#leastLagMs > stallMs
  }
}
