import { describeError, type Log } from '../../log.ts'
import type { NoteAttributes, Tracer } from '../../tracer.ts'
import type { Usage } from '../../wire/chat-event.ts'
import type { AnswerRequest, AnswerSink, Pass, RoutedAnswer } from '../answer-source.ts'
import type { Clock } from '../clock.ts'
import { contextWindow, maxContextTokens, type ContextWindow } from '../prompting/context-window.ts'
import type { ModelCatalogue } from './model-catalogue.ts'
import { textOf, type ModelFailure, type ModelRequest } from '../model.ts'
import { problemOf } from './model-problem.ts'
import type { RegisteredModel } from './model-registry.ts'
import type { ModelLimits } from './attempt-clock.ts'
import { Attempt, type AttemptOutcome } from './attempt.ts'
import { CandidateQueue, type Candidate } from './candidate-queue.ts'
import { cooldownAfter, prolonged, type CooldownSettings } from './cooldown.ts'
import type { HedgeBudget } from './hedge-budget.ts'
import type { ModelHealth } from './model-health.ts'

export type Routing = {
  catalogue: ModelCatalogue
  health: ModelHealth
  limits: ModelLimits
  cooldowns: CooldownSettings
  /** Undefined: a second model is asked only when the first one has failed. */
  hedges: HedgeBudget | undefined
  log: Log
  tracer: Tracer
  clock: Clock
}

/**
 * Longer than any answer we ask for, in UTF-16 units, with what a continued one has said already: what
 * is longer does not know how to end.
 */
const maxAnswerLength = 65_536

/** A model that is being asked. */
type NumberedAttempt = {
  candidate: Candidate
  /** Counted from 1. */
  number: number
  attempt: Attempt
}

/** With its outcome, which comes when what it says of the model's health is known here. */
type StartedAttempt = NumberedAttempt & { outcome: Promise<AttemptOutcome> }

/** One answer on its way through the models. */
export class RoutedTurn {
  readonly #routing: Routing
  readonly #request: AnswerRequest
  readonly #sink: AnswerSink
  readonly #startedAt: number
  readonly #endsAt: number
  readonly #queue: CandidateQueue
  readonly #windows = new Map<number, ContextWindow>()
  readonly #running = new Set<Attempt>()
  /** What each try has cost, by its number. */
  readonly #usages = new Map<number, Usage>()
  #attempts = 0
  #selected = 0
  #lastFailure: ModelFailure | undefined
  #wasRefused = false
  /** Why the text that is shown broke off. */
  #brokenOff: ModelFailure | undefined

  constructor(routing: Routing, request: AnswerRequest, sink: AnswerSink) {
    this.#routing = routing
    this.#request = request
    this.#sink = sink
    this.#startedAt = routing.clock.now()
    this.#endsAt = this.#startedAt + routing.limits.totalMs
    this.#queue = new CandidateQueue(routing.health, request.selection)
  }

  /**
   * Resolves with the answer, or with a pass when there is none and nothing was shown.
   *
   * @throws ModelFailure when it broke off and nobody could begin it anew
   * @throws the signal's reason when it was stopped
   */
  async answer(): Promise<RoutedAnswer | Pass> {
    const { signal } = this.#sink
    const stop = () => this.#callOffOthers(undefined, signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    try {
      return await this.#askInOrder()
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  async #askInOrder(): Promise<RoutedAnswer | Pass> {
    const { signal } = this.#sink
    signal.throwIfAborted()
    while (this.#routing.clock.now() < this.#endsAt) {
      const candidate = await this.#queue.next()
      if (candidate === undefined) break
      if (signal.aborted && candidate.isLeased) this.#routing.health.release(candidate.failing)
      signal.throwIfAborted()
      const { answerer, outcome } = await this.#ask(candidate)
      if (outcome.result === 'answered') {
        const { name, provider } = answerer.candidate.model
        return { ...outcome.answer, model: name, provider }
      }
      signal.throwIfAborted()
      if (outcome.result === 'failed' && answerer.attempt.hasCommitted) {
        if (this.#brokenOff !== undefined) throw outcome.failure
        this.#brokenOff = outcome.failure
      }
    }
    if (this.#brokenOff !== undefined) throw this.#brokenOff
    const pass = this.#wasRefused ? 'refused' : 'unreachable'
    return { pass, attempts: this.#attempts, failure: this.#lastFailure }
  }

  /** Asks a model; when it is the first and slow to begin, maybe a second one beside it. */
  async #ask(
    candidate: Candidate,
  ): Promise<{ answerer: NumberedAttempt; outcome: AttemptOutcome }> {
    const first = this.#start(candidate)
    this.#select(first)
    const hedge: { second?: StartedAttempt } = {}
    const cancelHedge = this.#whenSlow(first, (other) => (hedge.second = this.#start(other)))
    const outcome = await first.outcome
    cancelHedge()
    const { second } = hedge
    if (second === undefined || first.attempt.hasCommitted) return { answerer: first, outcome }
    this.#select(second)
    return { answerer: second, outcome: await second.outcome }
  }

  #whenSlow(first: NumberedAttempt, ask: (other: Candidate) => void): () => void {
    const { hedges, health, clock } = this.#routing
    const slowMs = health.slowAfterMs(first.candidate.model.id)
    if (!hedges || !slowMs || first.number > 1) return () => undefined
    return clock.after(slowMs, () => {
      if (first.attempt.firstTokenMs !== undefined || !hedges.canSpend) return
      const other = this.#queue.nextReady()
      if (other === undefined) return
      hedges.spend()
      ask(other)
    })
  }

  #start(candidate: Candidate): StartedAttempt {
    const { catalogue, limits, clock } = this.#routing
    const model = catalogue.modelFor(candidate.model)
    if (model === undefined) throw new Error('A model of a provider that is not switched on')
    const attempt = new Attempt({
      model,
      request: this.#requestFor(candidate.model),
      limits,
      endsAt: this.#endsAt,
      clock,
      maxLength: Math.max(0, maxAnswerLength - this.#spokenLength),
      onCommit: () => this.#commit(started),
      onText: this.#sink.onText,
      onRetract: this.#sink.onRetract,
      onUsage: (usage) => this.#count(started, usage),
    })
    this.#attempts += 1
    const started: NumberedAttempt = { candidate, number: this.#attempts, attempt }
    this.#running.add(attempt)
    return { ...started, outcome: this.#follow(started) }
  }

  async #follow(started: NumberedAttempt): Promise<AttemptOutcome> {
    const { attempt, candidate, number } = started
    const { id, provider, name } = candidate.model
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': provider,
      'gen_ai.request.model': name,
      attempt: number,
    }
    const start = { name: `chat ${id}`, kind: 'client', attributes } as const
    const outcome = await this.#routing.tracer.span(start, async (note) => {
      const ended = await attempt.ask()
      this.#noteOutcome(note, started, ended)
      return ended
    })
    this.#running.delete(attempt)
    this.#report(started, outcome)
    this.#learn(started, outcome)
    return outcome
  }

  #noteOutcome(
    note: NoteAttributes,
    { attempt, number }: NumberedAttempt,
    outcome: AttemptOutcome,
  ): void {
    const { inputTokens, outputTokens } = this.#usages.get(number) ?? {}
    note({
      outcome: outcome.result,
      firstTokenMs: attempt.firstTokenMs && Math.round(attempt.firstTokenMs),
      'gen_ai.usage.input_tokens': inputTokens,
      'gen_ai.usage.output_tokens': outputTokens,
      'error.type': outcome.result === 'failed' ? outcome.failure.code : undefined,
    })
  }

  /** How much a continued answer has said already. */
  get #spokenLength(): number {
    const { isContinuation, history } = this.#request
    return isContinuation ? textOf(history.at(-2)?.content ?? []).length : 0
  }

  #requestFor({ contextTokens }: RegisteredModel): ModelRequest {
    const { sections, history, selection: _, ...request } = this.#request
    const limit = Math.min(maxContextTokens, contextTokens - request.settings.maxTokens)
    const window = this.#windows.get(limit) ?? contextWindow(sections, history, limit)
    this.#windows.set(limit, window)
    return { ...request, ...window }
  }

  #select({ candidate, number }: NumberedAttempt): void {
    if (number <= this.#selected) return
    this.#selected = number
    const { name, provider } = candidate.model
    const reason = this.#lastFailure?.code ?? (number > 1 ? 'hedge' : undefined)
    this.#sink.onSelected({ model: name, provider, attempt: number, ...(reason && { reason }) })
  }

  /** It is about to speak: whoever else was asked is not needed, and what was shown is void. */
  #commit(started: NumberedAttempt): void {
    this.#callOffOthers(started.attempt)
    this.#select(started)
    const { failing } = started.candidate
    if (failing.length > 0) this.#routing.health.reportSuccess(failing)
    if (this.#brokenOff !== undefined) this.#sink.onRestart(this.#brokenOff.code)
  }

  /** Whoever failed or was called off has cost its tokens, too. */
  #count({ number }: NumberedAttempt, usage: Usage): void {
    this.#usages.set(number, usage)
    const sum = { inputTokens: 0, outputTokens: 0 }
    for (const { inputTokens, outputTokens } of this.#usages.values()) {
      sum.inputTokens += inputTokens
      sum.outputTokens += outputTokens
    }
    this.#sink.onUsage(sum)
  }

  #report({ candidate, number, attempt }: NumberedAttempt, outcome: AttemptOutcome): void {
    const { ageMs, firstTextMs } = attempt
    this.#sink.onAttempt({
      attempt: number,
      model: candidate.model.name,
      provider: candidate.model.provider,
      outcome: this.#inAWord(outcome),
      startedMs: Math.round(this.#routing.clock.now() - this.#startedAt - ageMs),
      totalMs: Math.round(ageMs),
      firstTextMs: firstTextMs && Math.round(firstTextMs),
      usage: this.#usages.get(number),
    })
  }

  #inAWord(outcome: AttemptOutcome): string {
    if (outcome.result === 'failed') return outcome.failure.code
    if (outcome.result === 'answered') return 'answered'
    return this.#sink.signal.aborted ? 'stopped' : 'called_off'
  }

  #callOffOthers(attempt: Attempt | undefined, reason?: unknown): void {
    for (const other of this.#running) {
      if (other !== attempt) other.callOff(reason)
    }
  }

  /** Keeps what an outcome says of the model, for this turn and for all others. */
  #learn({ candidate, number, attempt }: NumberedAttempt, outcome: AttemptOutcome): void {
    const { health, hedges, cooldowns } = this.#routing
    const { model, failing, isLeased, lastCooldownMs } = candidate
    let blamed: string | undefined
    // The one who spoke sooner may still break off.
    if (outcome.result === 'called-off') this.#queue.giveBack(candidate)
    if (outcome.result === 'failed') {
      const { failure } = outcome
      this.#lastFailure = failure
      this.#wasRefused ||= failure.kind === 'refused'
      this.#logFailure(model, number, outcome)
      const usual = cooldownAfter(failure, model, cooldowns)
      if (usual !== undefined) {
        blamed = usual.subject
        this.#queue.blame(blamed)
        // By its first words it was well again, as far as the database knows.
        const isRelapse = isLeased && failing.includes(blamed)
        const cooldown = isRelapse ? prolonged(usual, lastCooldownMs) : usual
        health.reportFailure({ ...cooldown, code: failure.code, problem: problemOf(failure) })
      }
    }
    const unproven = failing.filter((subject) => subject !== blamed)
    if (isLeased && !attempt.hasCommitted && unproven.length > 0) health.release(unproven)
    // Called off while still silent: it would have taken even longer.
    if (hedges && outcome.result !== 'failed') {
      health.recordFirstToken(model.id, attempt.firstTokenMs ?? attempt.ageMs)
    }
  }

  #logFailure(
    model: RegisteredModel,
    attempt: number,
    { failure, error }: AttemptOutcome & { result: 'failed' },
  ): void {
    const { messageId } = this.#request
    const failed = { messageId, model: model.id, attempt, code: failure.code }
    const cause = error === undefined ? {} : describeError(error)
    if (failure.isRetired) this.#routing.log({ level: 'error', event: 'model-retired', ...failed })
    else this.#routing.log({ level: 'warn', event: 'model-failed', ...failed, ...cause })
  }
}
