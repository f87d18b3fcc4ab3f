/** One that wants a turn every period; false once it wants no more. */
export type Turn = () => boolean

/**
 * Gives any number of users a turn every period, spread evenly over it, with one timer. A late timer
 * gives all the turns that are due, so the pace holds.
 */
export class TimerWheel {
  readonly #slots: Set<Turn>[]
  readonly #tickMs: number
  readonly #startedAt = performance.now()
  readonly #timer: ReturnType<typeof setInterval>
  #ticks = 0
  #added = 0

  /** @param options times in milliseconds; the period is a multiple of the tick */
  constructor({ periodMs, tickMs }: { periodMs: number; tickMs: number }) {
    this.#tickMs = tickMs
    this.#slots = Array.from({ length: periodMs / tickMs }, () => new Set())
    this.#timer = setInterval(() => this.#catchUp(), tickMs)
  }

  add(turn: Turn): void {
    this.#slots[this.#added % this.#slots.length]?.add(turn)
    this.#added += 1
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #catchUp(): void {
    const due = Math.floor((performance.now() - this.#startedAt) / this.#tickMs)
    for (; this.#ticks < due; this.#ticks += 1) {
      const slot = this.#slots[this.#ticks % this.#slots.length]
      for (const turn of slot ?? []) if (!turn()) slot?.delete(turn)
    }
  }
}
