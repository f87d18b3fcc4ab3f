import { encodeChatEvent } from '../../wire/event-stream.ts'
import type { StreamView } from './stream-view.ts'

export type ViewLifetime = {
  /** After how long a reader is asked to come back, in milliseconds. */
  streamViewLimitMs: number
  /** Aborts when this process is about to end: its readers are better off with another. */
  retiring: AbortSignal
}

/**
 * A view that ends by itself before the platform cuts it off: with an event that asks the reader to
 * come back. That event is of this view only; its id is the last one's, so that the reader comes back
 * to the right place.
 */
export function withLifetime(view: StreamView, lifetime: ViewLifetime): StreamView {
  return new ViewWithLifetime(view, lifetime)
}

class ViewWithLifetime implements StreamView {
  readonly #view: StreamView
  readonly #retiring: AbortSignal
  readonly #timer: ReturnType<typeof setTimeout>
  #isDue = false
  #isOver = false
  #listener: (() => void) | undefined

  constructor(view: StreamView, { streamViewLimitMs, retiring }: ViewLifetime) {
    this.#view = view
    this.#retiring = retiring
    this.#timer = setTimeout(this.#end, streamViewLimitMs)
    retiring.addEventListener('abort', this.#end)
  }

  get lastSequence(): number {
    return this.#view.lastSequence
  }

  get ended(): boolean {
    return this.#isOver || this.#view.ended
  }

  take(): string {
    if (this.#isOver) return ''
    const text = this.#view.take()
    if (!this.#isDue || this.#view.ended) return text
    this.#isOver = true
    const { lastSequence } = this.#view
    const event = { type: 'reconnect', afterSequence: lastSequence } as const
    return text + encodeChatEvent({ sequence: lastSequence, event })
  }

  onChange(listener: () => void): void {
    this.#listener = listener
    this.#view.onChange(listener)
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#retiring.removeEventListener('abort', this.#end)
    this.#view.close()
  }

  readonly #end = (): void => {
    this.#isDue = true
    this.#listener?.()
  }
}
