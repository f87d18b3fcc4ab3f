import type { FaceClock } from '../src/avatars/vector-face/face-clock.ts'

/** A clock that stands still until it is told to go on; frames come 60 a second. */
export class HeldClock implements FaceClock {
  #now = 1000
  #waiting: { at: number; run: () => void; isFrame: boolean }[] = []

  now(): number {
    return this.#now
  }

  onFrame(draw: () => void): () => void {
    const frame = 1000 / 60
    const at = (Math.floor(this.#now / frame + 1e-6) + 1) * frame
    return this.#await({ at, run: draw, isFrame: true })
  }

  after(delayMs: number, then: () => void): () => void {
    return this.#await({ at: this.#now + delayMs, run: then, isFrame: false })
  }

  /** How many frames, and how many timers, somebody waits for. */
  get waiting(): { frames: number; timers: number } {
    const frames = this.#waiting.filter(({ isFrame }) => isFrame).length
    return { frames, timers: this.#waiting.length - frames }
  }

  /** Goes on for so long, and says how many frames were drawn. */
  advance(durationMs: number): number {
    const end = this.#now + durationMs
    let drawn = 0
    for (;;) {
      const next = [...this.#waiting].sort((one, other) => one.at - other.at)[0]
      if (!next || next.at > end) break
      this.#waiting = this.#waiting.filter((order) => order !== next)
      this.#now = Math.max(this.#now, next.at)
      if (next.isFrame) drawn += 1
      next.run()
    }
    this.#now = end
    return drawn
  }

  #await(order: { at: number; run: () => void; isFrame: boolean }): () => void {
    this.#waiting.push(order)
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== order)
    }
  }
}

/** The same chance every time: a small linear congruential generator. */
export function steadyRandom(seed = 7): () => number {
  let state = seed
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648
    return state / 2147483648
  }
}
