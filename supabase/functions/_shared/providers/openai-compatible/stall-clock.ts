import { ModelFailure, type ModelFailureKind } from '../../domain/model.ts'

/** How long a model may take, in milliseconds. */
export type StallLimits = {
  /** Until the first content, thinking included; comments and empty deltas do not count. */
  firstTokenMs: number
  /** Between two pieces of content. */
  gapMs: number
  /** For the whole answer. */
  totalMs: number
}

/**
 * Watches that content keeps coming, and aborts when it does not. Progress only moves a number; one
 * timer looks at it when the time would be up.
 */
export class StallClock {
  readonly #limits: StallLimits
  readonly #abort: (failure: ModelFailure) => void
  readonly #startedAt = performance.now()
  #lastContentAt: number | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(limits: StallLimits, abort: (failure: ModelFailure) => void) {
    this.#limits = limits
    this.#abort = abort
    this.#check()
  }

  /** Content has come. */
  progress(): void {
    const isFirst = this.#lastContentAt === undefined
    this.#lastContentAt = performance.now()
    // The timer runs to the first-token limit, which may lie behind the gap's.
    if (isFirst && this.#limits.gapMs < this.#limits.firstTokenMs) this.#check()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #check(): void {
    clearTimeout(this.#timer)
    const { kind, at } = this.#deadline()
    const leftMs = at - performance.now()
    if (leftMs <= 0) this.#abort(new ModelFailure(kind))
    else this.#timer = setTimeout(() => this.#check(), leftMs)
  }

  #deadline(): { kind: ModelFailureKind; at: number } {
    const { firstTokenMs, gapMs, totalMs } = this.#limits
    const total = { kind: 'total_timeout' as const, at: this.#startedAt + totalMs }
    const next =
      this.#lastContentAt === undefined
        ? { kind: 'first_token_timeout' as const, at: this.#startedAt + firstTokenMs }
        : { kind: 'gap_timeout' as const, at: this.#lastContentAt + gapMs }
    return next.at < total.at ? next : total
  }
}
