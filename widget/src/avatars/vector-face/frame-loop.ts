import type { FaceClock } from './face-clock.ts'

/** How soon the next frame is wanted: with the next screen's, now and then, or not at all. */
export type Pace = 'quick' | 'slow' | 'still'

/** About 10 a second: enough for breathing, and a fraction of the work. */
const slowMs = 100

/**
 * Asks for frames while its element is seen, as often as the last frame wanted: none at all while
 * the page is hidden or the element off-screen.
 */
export class FrameLoop {
  readonly #clock: FaceClock
  readonly #draw: () => Pace
  readonly #observer: IntersectionObserver
  readonly #document: Document
  #cancel: (() => void) | undefined
  #isOnScreen = true
  #isClosed = false

  constructor(element: Element, clock: FaceClock, draw: () => Pace) {
    this.#clock = clock
    this.#draw = draw
    this.#document = element.ownerDocument
    this.#observer = new IntersectionObserver((entries) => {
      this.#isOnScreen = entries.at(-1)?.isIntersecting ?? true
      this.#onSight()
    })
    this.#observer.observe(element)
    this.#document.addEventListener('visibilitychange', this.#onSight)
    this.wake()
  }

  /** Something has changed: a frame as soon as may be. */
  wake(): void {
    this.#stop()
    if (this.#isClosed || this.#document.hidden || !this.#isOnScreen) return
    this.#cancel = this.#clock.onFrame(() => this.#step())
  }

  close(): void {
    this.#isClosed = true
    this.#stop()
    this.#observer.disconnect()
    this.#document.removeEventListener('visibilitychange', this.#onSight)
  }

  readonly #onSight = () => this.wake()

  #stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #step(): void {
    const pace = this.#draw()
    if (pace === 'quick') this.wake()
    else if (pace === 'slow') this.#cancel = this.#clock.after(slowMs, () => this.wake())
    else this.#cancel = undefined
  }
}
