import type { Clock } from '../clock.ts'

const askAfterMs = 60_000
const endAfterMs = 20_000

export type IdleWatchOptions = {
  readonly clock: Clock
  readonly onAsk: () => void
  readonly onGone: () => void
}

/** Asks after a minute in which nobody said or did anything, and then gives up. */
export class IdleWatch {
  readonly #options: IdleWatchOptions
  #callOff: (() => void) | null = null

  constructor(options: IdleWatchOptions) {
    this.#options = options
  }

  /** Somebody is there: the minute begins anew. */
  noteActivity(): void {
    const { clock, onAsk, onGone } = this.#options
    this.stop()
    this.#callOff = clock.after(askAfterMs, () => {
      this.#callOff = clock.after(endAfterMs, onGone)
      onAsk()
    })
  }

  /** Nothing is waited for, as while the character speaks. */
  stop(): void {
    this.#callOff?.()
    this.#callOff = null
  }
}
