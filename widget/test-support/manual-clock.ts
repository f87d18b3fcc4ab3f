type Timer = { readonly at: number; readonly run: () => void }

/** A clock that passes when a test says so. */
export class ManualClock {
  #now = 0
  #timers: Timer[] = []

  now(): number {
    return this.#now
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { at: this.#now + delayMs, run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Lets time pass, but only as it is waited for, until the work is done. */
  async passWhile<T>(work: Promise<T>): Promise<T> {
    let isDone = false
    const done = work.finally(() => (isDone = true))
    while (!isDone) {
      await settled()
      const next = Math.min(...this.#timers.map(({ at }) => at))
      if (next < Infinity) await this.pass(Math.max(next - this.#now, 0))
    }
    return done
  }

  /** Lets time pass, and what it brings about happen, also what promises put off. */
  async pass(durationMs: number): Promise<void> {
    const end = this.#now + durationMs
    await settled()
    for (;;) {
      const next = this.#timers
        .filter(({ at }) => at <= end)
        .sort((one, other) => one.at - other.at)[0]
      if (!next) break
      this.#timers = this.#timers.filter((timer) => timer !== next)
      this.#now = Math.max(this.#now, next.at)
      next.run()
      await settled()
    }
    this.#now = end
  }
}

/** After all promises that have settled by now, and those they settle, were heard of. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
