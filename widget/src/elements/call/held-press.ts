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
  /** The press is held, or was: then the click that ends it means nothing more. */
  #isHeld = false
  #isKeyDown = false

  constructor(options: HeldPressOptions) {
    this.#options = options
  }

  readonly down = (event: PointerEvent): void => {
    if (event.button !== 0) return
    // The click of the press before need not have come.
    this.cancel()
    const button = event.currentTarget as HTMLElement
    // Let go of elsewhere, it is let go of all the same.
    button.setPointerCapture(event.pointerId)
    this.#timer = window.setTimeout(() => this.#hold(), holdMs)
  }

  readonly up = (): void => this.leave()

  /** The press is over, and no click comes of it. */
  readonly cancel = (): void => {
    this.leave()
    this.#isHeld = false
  }

  /** A key that is held repeats. The browser's own clicks would come with one key before, with the other after. */
  readonly keyDown = (event: KeyboardEvent): void => {
    if (event.key !== ' ' && event.key !== 'Enter') return
    event.preventDefault()
    if (!event.repeat) this.#isKeyDown = true
    else if (this.#isKeyDown) this.#hold()
  }

  readonly keyUp = (event: KeyboardEvent): void => {
    // One that went down elsewhere does nothing here.
    if (!this.#isKeyDown || (event.key !== ' ' && event.key !== 'Enter')) return
    event.preventDefault()
    this.#isKeyDown = false
    this.leave()
    this.click()
  }

  /** A key that is let go of elsewhere is let go of all the same. */
  readonly blur = (): void => {
    if (!this.#isKeyDown) return
    this.#isKeyDown = false
    this.cancel()
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
