import type { Usage } from '../../wire/chat-event.ts'
import type { Clock } from '../clock.ts'
import { ModelFailure, type Model, type ModelAnswer, type ModelRequest } from '../model.ts'
import { AttemptClock, type ModelLimits } from './attempt-clock.ts'

export type AttemptOptions = {
  model: Model
  request: ModelRequest
  limits: ModelLimits
  /** When the turn's time is up. */
  endsAt: number
  clock: Clock
  /** Where its text is cut, in UTF-16 units. */
  maxLength: number
  /** It is about to say its first visible text. */
  onCommit: () => void
  /** Visible text; the first piece begins with a visible character. */
  onText: (text: string) => void
  /** What it has said so far was none of the answer; it may commit once more. */
  onRetract: () => void
  /** The tokens it has cost so far. */
  onUsage: (usage: Usage) => void
}

export type AttemptOutcome =
  | { result: 'answered'; answer: ModelAnswer }
  /** `error`: what was thrown, when it was a fault of ours and no failure of the model. */
  | { result: 'failed'; failure: ModelFailure; error?: unknown }
  | { result: 'called-off' }

/** What an answer may begin with that nobody sees. */
const invisibleStart = /^[\s\p{Cc}\u200b-\u200d\u2060]+/u

/** Between the halves of a character that UTF-16 writes in two. */
const betweenHalves = /[\ud800-\udbff]$/u

function silenceOf({ finishReason }: ModelAnswer): ModelFailure {
  if (finishReason === 'content_filter') return new ModelFailure('refused')
  // It was given no tools, but whoever stands between may have added some.
  return new ModelFailure('empty', { blame: finishReason === 'tool_calls' ? 'nobody' : 'model' })
}

/**
 * One model that is asked once. It is over as soon as its outcome is known, however long the model
 * takes to let go; what it says afterwards is not heard.
 */
export class Attempt {
  readonly #options: AttemptOptions
  readonly #upstream = new AbortController()
  readonly #startedAt: number
  readonly #clock: AttemptClock
  #settle: (outcome: AttemptOutcome) => void = () => undefined
  #firstTokenMs: number | undefined
  #firstTextMs: number | undefined
  #hasCommitted = false
  #length = 0
  #isOver = false

  constructor(options: AttemptOptions) {
    this.#options = options
    const { limits, endsAt, clock } = options
    this.#startedAt = clock.now()
    const onExpired = (failure: ModelFailure) => this.#abort({ result: 'failed', failure }, failure)
    this.#clock = new AttemptClock({ limits, endsAt, clock, onExpired })
  }

  /** Its text has been shown. */
  get hasCommitted(): boolean {
    return this.#hasCommitted
  }

  /** How long its first sign of life took, thinking included; undefined before there is one. */
  get firstTokenMs(): number | undefined {
    return this.#firstTokenMs
  }

  /** How long its first visible text took; undefined before there is one that holds. */
  get firstTextMs(): number | undefined {
    return this.#firstTextMs
  }

  /** How long ago it was asked, in milliseconds. */
  get ageMs(): number {
    return this.#options.clock.now() - this.#startedAt
  }

  /** Asks; to be called once. Never rejects. */
  ask(): Promise<AttemptOutcome> {
    return new Promise((resolve) => {
      this.#settle = resolve
      void this.#listen()
    })
  }

  /** Ends it at once; it is nobody's fault. */
  callOff(reason?: unknown): void {
    this.#abort({ result: 'called-off' }, reason)
  }

  async #listen(): Promise<void> {
    const { model, request } = this.#options
    try {
      const answer = await model.answer(request, {
        onText: (text) => this.#hear(text),
        onThinking: () => this.#think(),
        onRetract: () => this.#takeBack(),
        onUsage: (usage) => this.#count(usage),
        gapMs: this.#options.limits.gapMs,
        signal: this.#upstream.signal,
      })
      this.#end(this.#judge(answer))
    } catch (error) {
      if (error instanceof ModelFailure) return this.#end({ result: 'failed', failure: error })
      const failure = new ModelFailure('malformed', { blame: 'nobody' })
      this.#end({ result: 'failed', failure, error })
    }
  }

  /** An answer without text is none. */
  #judge(answer: ModelAnswer): AttemptOutcome {
    if (this.#hasCommitted) return { result: 'answered', answer }
    return { result: 'failed', failure: silenceOf(answer) }
  }

  #think(): void {
    if (this.#isOver) return
    this.#firstTokenMs ??= this.ageMs
    this.#clock.thinking()
  }

  #hear(text: string): void {
    if (this.#isOver) return
    if (this.#hasCommitted) {
      this.#say(text)
      return
    }
    const visible = text.replace(invisibleStart, '')
    // Blanks are no more an answer than thoughts are.
    if (visible === '') return this.#think()
    this.#firstTextMs = this.ageMs
    this.#firstTokenMs ??= this.#firstTextMs
    this.#hasCommitted = true
    this.#options.onCommit()
    this.#say(visible)
  }

  #say(text: string): void {
    this.#clock.speaking()
    const room = this.#options.maxLength - this.#length
    const isTooLong = text.length > room
    const said = isTooLong ? text.slice(0, room).replace(betweenHalves, '') : text
    this.#length += said.length
    if (said !== '') this.#options.onText(said)
    if (!isTooLong) return
    this.#abort(
      { result: 'answered', answer: { finishReason: 'length' } },
      new ModelFailure('malformed'),
    )
  }

  #takeBack(): void {
    if (this.#isOver || !this.#hasCommitted) return
    this.#hasCommitted = false
    this.#firstTextMs = undefined
    this.#length = 0
    this.#options.onRetract()
    this.#think()
  }

  #count(usage: Usage): void {
    if (!this.#isOver) this.#options.onUsage(usage)
  }

  #abort(outcome: AttemptOutcome, reason: unknown): void {
    if (this.#isOver) return
    this.#end(outcome)
    this.#upstream.abort(reason)
  }

  #end(outcome: AttemptOutcome): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#clock.stop()
    this.#settle(outcome)
  }
}
