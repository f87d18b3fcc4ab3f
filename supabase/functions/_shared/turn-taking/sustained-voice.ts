const frameMs = 10
const watchedMs = 2000

/** As much of it a voice fills that speaks, breath and pauses included; a fit of coughs does not. */
const sustainedMs = 1300

/** Tells somebody who goes on speaking from coughs and laughter, however many there are of them. */
export class SustainedVoice {
  readonly #frames: boolean[] = []
  #clearMs = 0

  /** For every frame, in order. */
  add(isClear: boolean): void {
    this.#frames.push(isClear)
    if (isClear) this.#clearMs += frameMs
    if (this.#frames.length * frameMs <= watchedMs) return
    if (this.#frames.shift()) this.#clearMs -= frameMs
  }

  get isSustained(): boolean {
    return this.#clearMs >= sustainedMs
  }
}
