import type { Clock } from '../clock.ts'
import { ModelFailure, type ModelFailureKind } from '../model.ts'

/** How long models may take, in milliseconds. */
export type ModelLimits = {
  /** Until the first sign of an answer, thinking included. */
  firstTokenMs: number
  /** Between two pieces of an answer, thinking included. */
  gapMs: number
  /** From the first sign of thinking to visible text. */
  thinkingMs: number
  /** For the whole turn, however many models it takes. */
  totalMs: number
}

export type AttemptClockOptions = {
  limits: ModelLimits
  /** When the turn's time is up. */
  endsAt: number
  clock: Clock
  /** Called at most once. */
  onExpired: (failure: ModelFailure) => void
}

/**
 * Watches that one model keeps its times. Signs of life only move a number; one timer looks at it
 * when the time would be up.
 */
export class AttemptClock {
  readonly #options: AttemptClockOptions
  readonly #startedAt: number
  #phase: 'silent' | 'thinking' | 'speaking' = 'silent'
  #lastSignAt = 0
  #thinkingSince = 0
  #cancelTimer: () => void = () => undefined

  constructor(options: AttemptClockOptions) {
    this.#options = options
    this.#startedAt = options.clock.now()
    this.#wait()
  }

  /** Something came that nobody can read yet. */
  thinking(): void {
    this.#lastSignAt = this.#options.clock.now()
    if (this.#phase === 'thinking') return
    this.#phase = 'thinking'
    this.#thinkingSince = this.#lastSignAt
    this.#wait()
  }

  /** Visible text came. */
  speaking(): void {
    this.#lastSignAt = this.#options.clock.now()
    if (this.#phase === 'speaking') return
    this.#phase = 'speaking'
    this.#wait()
  }

  stop(): void {
    this.#cancelTimer()
  }

  #wait(): void {
    this.#cancelTimer()
    const { clock } = this.#options
    const leftMs = this.#deadline().at - clock.now()
    this.#cancelTimer = clock.after(Math.max(leftMs, 0), () => this.#check())
  }

  #check(): void {
    const { kind, at } = this.#deadline()
    if (at > this.#options.clock.now()) return this.#wait()
    // That the turn took too long says little of whoever was asked last.
    const blame = kind === 'total_timeout' ? 'nobody' : undefined
    this.#options.onExpired(new ModelFailure(kind, { blame }))
  }

  #deadline(): { kind: ModelFailureKind; at: number } {
    const { limits, endsAt } = this.#options
    const deadlines: { kind: ModelFailureKind; at: number }[] =
      this.#phase === 'silent'
        ? [{ kind: 'first_token_timeout', at: this.#startedAt + limits.firstTokenMs }]
        : [{ kind: 'gap_timeout', at: this.#lastSignAt + limits.gapMs }]
    if (this.#phase === 'thinking') {
      deadlines.push({ kind: 'thinking_timeout', at: this.#thinkingSince + limits.thinkingMs })
    }
    deadlines.push({ kind: 'total_timeout', at: endsAt })
    return deadlines.reduce((first, other) => (other.at < first.at ? other : first))
  }
}
