/** Time, as whoever waits sees it. */
export type Clock = {
  /** Milliseconds since some moment; never goes back. */
  now(): number
  /** Calls once after a while, unless the returned function is called before. */
  after(delayMs: number, call: () => void): () => void
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(delayMs, call) {
    const timer = setTimeout(call, delayMs)
    return () => clearTimeout(timer)
  },
}

/** The longest time a timer can wait for. */
export const longestTimerMs = 2 ** 31 - 1
