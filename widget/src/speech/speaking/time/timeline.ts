import { type Clock, pageClock } from '../../../clock.ts'

/** A clock that stands while a context does, such as one that the browser has suspended. */
export function audioClock(context: BaseAudioContext): Clock {
  return {
    now: () => context.currentTime * 1000,
    after: (delayMs, run) => pageClock.after(delayMs, run),
  }
}

/** A timer may be early by this much, and a clock that stands is looked at this often. */
const toleranceMs = 2
const shortestWaitMs = 8

type Entry = { readonly atMs: number; readonly run: () => void }

/** Runs things at their times of a clock, in the order of these times. */
export class Timeline {
  readonly #clock: Clock
  #entries: Entry[] = []
  #cancel: () => void = () => undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Adds something; at a time that has passed it runs soon, never at once. */
  at(atMs: number, run: () => void): void {
    let index = this.#entries.length
    while (index > 0 && (this.#entries[index - 1]?.atMs ?? 0) > atMs) index -= 1
    this.#entries.splice(index, 0, { atMs, run })
    if (index === 0) this.#wait()
  }

  clear(): void {
    this.#cancel()
    this.#entries = []
  }

  #wait(): void {
    this.#cancel()
    const next = this.#entries[0]
    if (!next) return
    const delay = next.atMs - this.#clock.now()
    this.#cancel = this.#clock.after(delay <= 0 ? 0 : Math.max(delay, shortestWaitMs), () =>
      this.#runDue(),
    )
  }

  #runDue(): void {
    for (;;) {
      const next = this.#entries[0]
      if (!next || next.atMs > this.#clock.now() + toleranceMs) break
      this.#entries.shift()
      next.run()
    }
    this.#wait()
  }
}
