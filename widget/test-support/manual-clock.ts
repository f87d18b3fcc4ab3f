import type { FaceClock } from '../src/avatars/vector-face/face-clock.ts'

type Order = { readonly at: number; readonly run: () => void; readonly isFrame: boolean }

/** A clock that stands still until a test tells it to go on; frames come 60 a second. */
export class ManualClock implements FaceClock {
  #now = 0
  #orders: Order[] = []

  now(): number {
    return this.#now
  }

  onFrame(draw: () => void): () => void {
    const frame = 1000 / 60
    const at = (Math.floor(this.#now / frame + 1e-6) + 1) * frame
    return this.#take({ at, run: draw, isFrame: true })
  }

  after(delayMs: number, run: () => void): () => void {
    return this.#take({ at: this.#now + delayMs, run, isFrame: false })
  }

  /** How many frames, and how many timers, somebody waits for. */
  get waiting(): { frames: number; timers: number } {
    const frames = this.#orders.filter(({ isFrame }) => isFrame).length
    return { frames, timers: this.#orders.length - frames }
  }

  /** Lets time pass at once, without what promises put off, and says how many frames were drawn. */
  advance(durationMs: number): number {
    const end = this.#now + durationMs
    let drawn = 0
    for (let due = this.#runNext(end); due; due = this.#runNext(end)) {
      if (due.isFrame) drawn += 1
    }
    this.#now = end
    return drawn
  }

  /** Lets time pass, and what it brings about happen, also what promises put off. */
  async pass(durationMs: number): Promise<void> {
    const end = this.#now + durationMs
    do {
      await settled()
    } while (this.#runNext(end))
    this.#now = end
  }

  /** Lets time pass, but only as it is waited for, until the work is done. */
  async passWhile<T>(work: Promise<T>): Promise<T> {
    let isDone = false
    const done = work.finally(() => (isDone = true))
    while (!isDone) {
      await settled()
      const next = Math.min(...this.#orders.map(({ at }) => at))
      if (next < Infinity) await this.pass(Math.max(next - this.#now, 0))
    }
    return done
  }

  #take(order: Order): () => void {
    this.#orders.push(order)
    return () => {
      this.#orders = this.#orders.filter((other) => other !== order)
    }
  }

  /** Runs what is due first, if that is before the end. */
  #runNext(end: number): Order | undefined {
    const [next] = this.#orders
      .filter(({ at }) => at <= end)
      .sort((one, other) => one.at - other.at)
    if (!next) return undefined
    this.#orders = this.#orders.filter((order) => order !== next)
    this.#now = Math.max(this.#now, next.at)
    next.run()
    return next
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
