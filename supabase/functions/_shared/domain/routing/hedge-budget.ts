/** A second model is asked for one in so many turns at most. */
const turnsPerHedge = 10

/** How many unused hedges may be saved up. */
const maxSaved = 5

/** How often a second model may be asked beside a slow first one: in a tenth of the turns at most. */
export class HedgeBudget {
  /** In turns; a hedge costs ten. One is there at once, for processes that live for a few turns. */
  #saved = turnsPerHedge

  /** A turn is asked; it earns a tenth of a hedge. */
  countTurn(): void {
    this.#saved = Math.min(this.#saved + 1, maxSaved * turnsPerHedge)
  }

  /** Whether there is a hedge left. */
  get canSpend(): boolean {
    return this.#saved >= turnsPerHedge
  }

  /** Takes a hedge out. */
  spend(): void {
    this.#saved -= turnsPerHedge
  }
}
