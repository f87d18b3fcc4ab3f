/** Time that passes, in milliseconds from some beginning; a test has its own. */
export interface Clock {
  now(): number
  /** Runs that much later; what it returns takes it back. */
  after(delayMs: number, run: () => void): () => void
}

export const pageClock: Clock = {
  now: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}

export function sleep(delayMs: number, clock = pageClock): Promise<void> {
  return new Promise((resolve) => void clock.after(delayMs, resolve))
}
