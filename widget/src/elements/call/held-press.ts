/** A press that lasts this long is meant to last. */
const holdMs = 350

export type HeldPressOptions = {
  /** Whether a press may be held now. */
  readonly canHold: () => boolean
  readonly onHold: () => void
  readonly onLetGo: () => void
  readonly onClick: () => void
}

/** Tells a button that is held, by pointer or by key, from one that is pressed. */
export class HeldPress {
  readonly #options: HeldPressOptions
  #timer = 0
  #isHeld = false

  constructor(options: HeldPressOptions) {
    this.#options = options
  }

  readonly down = (event: PointerEvent): void => {
    const button = event.currentTarget as HTMLElement
    // Let go of elsewhere, it is let go of all the same.
    button.setPointerCapture(event.pointerId)
    this.#timer = window.setTimeout(() => this.#hold(), holdMs)
  }

  /** A key that is held repeats. */
  readonly keyDown = (event: KeyboardEvent): void => {
    if (!event.repeat || (event.key !== ' ' && event.key !== 'Enter')) return
    event.preventDefault()
    this.#hold()
  }

  readonly up = (event: Event): void => {
    this.leave()
    // This key clicks when it goes down, so that no click comes now.
    if (event instanceof KeyboardEvent && event.key === 'Enter') this.#isHeld = false
  }

  readonly click = (): void => {
    if (!this.#isHeld) this.#options.onClick()
    this.#isHeld = false
  }

  /** The button is gone, or let go of. */
  leave(): void {
    clearTimeout(this.#timer)
    if (this.#isHeld) this.#options.onLetGo()
  }

  #hold(): void {
    if (this.#isHeld || !this.#options.canHold()) return
    this.#isHeld = true
    this.#options.onHold()
  }
}
