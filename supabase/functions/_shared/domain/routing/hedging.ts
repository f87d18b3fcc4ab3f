/** How many first tokens of a model must have been timed before it is known what is slow for it. */
const minSamples = 20

const maxSamples = 100

/** A second model is asked for one in so many turns at most. */
const turnsPerHedge = 10

/** How many unused hedges may be saved up. */
const maxSaved = 5

/**
 * When a second model may be asked beside a slow first one: after nine tenths of the first one's own
 * last answers had begun, and for a tenth of the turns at most. This is what one process knows by
 * itself; one that has not seen enough goes by what all of them know together.
 */
export class Hedging {
  readonly #samples = new Map<string, number[]>()
  /** In turns; a hedge costs ten. One is there at once, for processes that live for a few turns. */
  #saved = turnsPerHedge

  /** A turn is asked; it earns a tenth of a hedge. */
  countTurn(): void {
    this.#saved = Math.min(this.#saved + 1, maxSaved * turnsPerHedge)
  }

  /** How long a model took to its first token, in milliseconds. */
  record(modelId: string, firstTokenMs: number): void {
    let samples = this.#samples.get(modelId)
    if (samples === undefined) this.#samples.set(modelId, (samples = []))
    if (samples.push(firstTokenMs) > maxSamples) samples.shift()
  }

  /** After how long without a first token a model is slow, in milliseconds; undefined: not known. */
  slowAfterMs(modelId: string): number | undefined {
    const samples = this.#samples.get(modelId)
    if (samples === undefined || samples.length < minSamples) return undefined
    const sorted = samples.toSorted((one, other) => one - other)
    return sorted[Math.ceil(sorted.length * 0.9) - 1]
  }

  /** Whether the budget has a hedge left. */
  get canSpend(): boolean {
    return this.#saved >= turnsPerHedge
  }

  /** Takes a hedge out of the budget. */
  spend(): void {
    this.#saved -= turnsPerHedge
  }
}
