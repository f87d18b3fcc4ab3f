import { describeError, type Log } from '../../log.ts'
import { systemClock, type Clock } from '../clock.ts'
import type { ModelCatalogue } from './model-catalogue.ts'
import type { ModelStore, RegisteredModel } from './model-registry.ts'
import { FirstTokenLog } from './first-token-log.ts'
import { askableModels, standingOf, type Standing } from './candidates.ts'

export type ModelHealthOptions = {
  store: ModelStore
  catalogue: Pick<ModelCatalogue, 'registered' | 'isSwitchedOn'>
  log: Log
  /** Keeps the process alive for work that outlives its request. */
  background: (work: Promise<void>) => void
  clock?: Clock
}

/** How old what was read may be when a model is chosen by it. */
const maxAgeMs = 5_000

/** At half of it a coming turn reads anew, so that none has to wait for it. */
const refreshAgeMs = maxAgeMs / 2

/** The longest a visitor waits for the database to speak of models; then what is known must do. */
const maxWaitMs = 1_000

/** For how long a process that was refused a lease leaves it to whoever has it. */
const leasePauseMs = 5_000

/** What this process has found out itself, until the database's own word includes it. */
type Finding = {
  /** Cooling down until then; undefined: it is well. */
  until: number | undefined
  /** What was read from then on knows better. */
  overruledFrom: number
}

/**
 * What this process knows of the models: the registry, at most five seconds old, and its own findings
 * before the database has them. Writing never makes anybody wait, and a database that is away leaves
 * the last word it gave.
 */
export class ModelHealth {
  readonly #store: ModelStore
  readonly #catalogue: ModelHealthOptions['catalogue']
  readonly #log: Log
  readonly #background: ModelHealthOptions['background']
  readonly #clock: Clock
  readonly #findings = new Map<string, Finding>()
  readonly #leasePauses = new Map<string, number>()
  readonly #firstTokens = new FirstTokenLog((all) => this.#store.recordFirstTokens(all))
  #models: readonly RegisteredModel[]
  /** When each failing subject has cooled down and how long that is in all, as it was read. */
  #failing: ReadonlyMap<string, { until: number; cooldownMs: number }> = new Map()
  /** Successes that the database is being told of. */
  readonly #succeeding = new Map<string, Promise<void>>()
  #slowAfterMs: ReadonlyMap<string, number> = new Map()
  #readAt = -Infinity
  #reading: Promise<void> | undefined

  constructor(options: ModelHealthOptions) {
    this.#store = options.store
    this.#catalogue = options.catalogue
    this.#log = options.log
    this.#background = options.background
    this.#clock = options.clock ?? systemClock
    this.#models = askableModels({ providers: [], models: [] }, options.catalogue)
  }

  /** All that can be asked, the best first. */
  get models(): readonly RegisteredModel[] {
    return this.#models
  }

  /** Reads anew, beside other work, where what is known will soon be too old. */
  warm(): void {
    if (this.#clock.now() - this.#readAt >= refreshAgeMs) void this.#read()
  }

  /** Resolves when what is known is fresh, or as fresh as it can be had. */
  async fresh(): Promise<void> {
    if (this.#clock.now() - this.#readAt <= maxAgeMs) return
    const reading = this.#read()
    // Before the first word there is nothing else to go by.
    await (this.#readAt === -Infinity ? reading : this.#within(reading))
  }

  standingOf(model: RegisteredModel): Standing {
    return standingOf(model, this.coolingDown)
  }

  /** How long a subject still cools down, in milliseconds; undefined: it is well. */
  readonly coolingDown = (subject: string): number | undefined => {
    const finding = this.#findings.get(subject)
    const until = finding === undefined ? this.#failing.get(subject)?.until : finding.until
    return until === undefined ? undefined : Math.max(0, until - this.#clock.now())
  }

  /** How long a subject's latest cooldown is in all, as it was read, in milliseconds. */
  lastCooldownMs(subject: string): number {
    return this.#failing.get(subject)?.cooldownMs ?? 0
  }

  /** After how long without a first token a model is slow, as far as all processes together know. */
  slowAfterMs(modelId: string): number | undefined {
    return this.#slowAfterMs.get(modelId)
  }

  /** Tells all processes how long a model took to its first token, in milliseconds. */
  recordFirstToken(modelId: string, firstTokenMs: number): void {
    this.#write('recordFirstTokens', () => this.#firstTokens.add(modelId, firstTokenMs))
  }

  /** Leaves a subject alone, here from now on and everywhere as soon as the database knows. */
  reportFailure(failure: Parameters<ModelStore['reportFailure']>[0]): void {
    const { subject, cooldownMs } = failure
    const remainingMs = this.coolingDown(subject) ?? 0
    // Requests that ran side by side fail side by side; one of them tells for all.
    if (remainingMs > 0 && remainingMs > cooldownMs - maxAgeMs) return
    const now = this.#clock.now()
    // Where it was tried, that is over.
    this.#leasePauses.delete(subject)
    const finding = this.#find(subject, now + Math.max(cooldownMs, remainingMs))
    this.#write('reportFailure', async () => {
      // Or else an earlier success, told at the same time, would take this failure with it.
      const succeeding = this.#succeeding.get(subject)
      if (succeeding !== undefined) await succeeding
      try {
        const { coolingDownMs } = await this.#store.reportFailure(failure)
        finding.until = this.#clock.now() + coolingDownMs
        finding.overruledFrom = this.#clock.now()
      } catch (error) {
        // Nobody else will ever know of it: once it is over, it is over.
        finding.overruledFrom = finding.until ?? now
        throw error
      }
    })
  }

  /** The subjects are well again. */
  reportSuccess(subjects: readonly string[]): void {
    const findings = subjects.map((subject) => this.#find(subject, undefined))
    this.#write('reportSuccess', async () => {
      const telling = this.#store.reportSuccess(subjects)
      const told = telling.catch(() => undefined)
      for (const subject of subjects) this.#succeeding.set(subject, told)
      try {
        await telling
      } finally {
        for (const finding of findings) finding.overruledFrom = this.#clock.now()
        for (const subject of subjects) this.#succeeding.delete(subject)
      }
    })
  }

  /** Whether this request may try those who have cooled down; nobody else may meanwhile. */
  async lease(subjects: readonly string[]): Promise<boolean> {
    const now = this.#clock.now()
    if (subjects.some((subject) => (this.#leasePauses.get(subject) ?? now) > now)) return false
    for (const subject of subjects) this.#leasePauses.set(subject, now + leasePauseMs)
    try {
      return (await this.#within(this.#store.leaseProbe(subjects))) ?? false
    } catch (error) {
      this.#logFailure('leaseProbe', error)
      return false
    }
  }

  /** Gives a lease back whose request has shown nothing. */
  release(subjects: readonly string[]): void {
    for (const subject of subjects) this.#leasePauses.delete(subject)
    this.#write('releaseProbe', () => this.#store.releaseProbe(subjects))
  }

  #find(subject: string, until: number | undefined): Finding {
    const finding = { until, overruledFrom: Infinity }
    this.#findings.set(subject, finding)
    return finding
  }

  #read(): Promise<void> {
    this.#reading ??= this.#readRegistry().finally(() => (this.#reading = undefined))
    return this.#reading
  }

  async #readRegistry(): Promise<void> {
    const askedAt = this.#clock.now()
    try {
      const registry = await this.#store.readRegistry()
      this.#models = askableModels(registry, this.#catalogue)
      this.#failing = new Map(
        registry.failing.map(({ subject, coolingDownMs, cooldownMs }) => [
          subject,
          { until: this.#clock.now() + coolingDownMs, cooldownMs },
        ]),
      )
      this.#slowAfterMs = new Map(registry.slow.map(({ modelId, afterMs }) => [modelId, afterMs]))
      this.#readAt = askedAt
    } catch (error) {
      this.#logFailure('readRegistry', error)
      return
    }
    for (const [subject, { overruledFrom }] of this.#findings) {
      if (overruledFrom <= askedAt) this.#findings.delete(subject)
    }
  }

  #write(call: keyof ModelStore, work: () => Promise<void>): void {
    this.#background(work().catch((error: unknown) => this.#logFailure(call, error)))
  }

  #logFailure(call: keyof ModelStore, error: unknown): void {
    this.#log({ level: 'warn', event: 'model-health-failing', call, ...describeError(error) })
  }

  /** What a promise gives, or undefined when a visitor would have to wait too long for it. */
  async #within<Result>(promise: Promise<Result>): Promise<Result | undefined> {
    let cancelTimer: () => void = () => undefined
    const timeout = new Promise<undefined>((resolve) => {
      cancelTimer = this.#clock.after(maxWaitMs, () => resolve(undefined))
    })
    try {
      return await Promise.race([promise, timeout])
    } finally {
      cancelTimer()
    }
  }
}
