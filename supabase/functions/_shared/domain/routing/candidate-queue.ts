import type { ModelSelection } from '../../wire/model.ts'
import type { RegisteredModel } from './model-registry.ts'
import { orderBySelection } from './candidates.ts'
import type { ModelHealth } from './model-health.ts'

/** A model whose turn it is. */
export type Candidate = {
  model: RegisteredModel
  /** What of it was failing when it was chosen: its first word says that it is well again. */
  failing: readonly string[]
  /** Nobody else may try it meanwhile. */
  isLeased: boolean
  /** How long it was left alone before that, in milliseconds. */
  lastCooldownMs: number
}

/** The models that one turn may ask, in the order of its selection; whoever has failed, not again. */
export class CandidateQueue {
  readonly #health: ModelHealth
  readonly #models: readonly RegisteredModel[]
  readonly #taken = new Set<string>()
  /** Models and providers that failed in this very turn. */
  readonly #blamed = new Set<string>()
  #isAtItsEnd = false

  constructor(health: ModelHealth, selection: ModelSelection) {
    this.#health = health
    this.#models = orderBySelection(health.models, selection, health.coolingDown)
  }

  /** The next one that can be asked, undefined when there is none; where one is leased, it waits. */
  async next(): Promise<Candidate | undefined> {
    for (const model of this.#models) {
      if (this.#taken.has(model.id)) continue
      const standing = this.#health.standingOf(model)
      if (standing.state === 'ready') return this.#take(model)
      if (standing.state === 'cooling') continue
      const { subjects } = standing
      if (await this.#health.lease(subjects)) return this.#take(model, subjects, true)
    }
    return this.#lastResort()
  }

  /** The next one that can be asked at once and without a lease. */
  nextReady(): Candidate | undefined {
    const model = this.#models.find(
      (other) => !this.#taken.has(other.id) && this.#health.standingOf(other).state === 'ready',
    )
    return model && this.#take(model)
  }

  /** It was not needed after all: it can be asked another time. */
  giveBack({ model }: Candidate): void {
    this.#taken.delete(model.id)
  }

  /** A model or a provider has failed in this turn. */
  blame(subject: string): void {
    this.#blamed.add(subject)
  }

  /** Once, the one that has cooled down first: asked too early is better than nobody asked. */
  #lastResort(): Candidate | undefined {
    if (this.#isAtItsEnd) return undefined
    this.#isAtItsEnd = true
    let best: { model: RegisteredModel; subjects: readonly string[] } | undefined
    let bestMs = Infinity
    for (const model of this.#models) {
      const standing = this.#health.standingOf(model)
      if (standing.state === 'ready' || this.#isHopeless(model)) continue
      const remainingMs = standing.state === 'cooling' ? standing.remainingMs : 0
      if (remainingMs >= bestMs) continue
      best = { model, subjects: standing.subjects }
      bestMs = remainingMs
    }
    return best && this.#take(best.model, best.subjects)
  }

  #isHopeless({ id, provider }: RegisteredModel): boolean {
    return this.#taken.has(id) || this.#blamed.has(id) || this.#blamed.has(provider)
  }

  #take(model: RegisteredModel, failing: readonly string[] = [], isLeased = false): Candidate {
    this.#taken.add(model.id)
    const cooldowns = failing.map((subject) => this.#health.lastCooldownMs(subject))
    return { model, failing, isLeased, lastCooldownMs: Math.max(0, ...cooldowns) }
  }
}
