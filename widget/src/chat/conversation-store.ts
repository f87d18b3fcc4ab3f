import { deriveView } from '../conversation/derive-view.ts'
import { reduce } from '../conversation/reduce.ts'
import {
  type ConversationChange,
  type ConversationEvent,
  type ConversationState,
  initialState,
} from '../conversation/state.ts'
import type { ConversationView } from '../conversation/view.ts'

/** Hears of every change of a conversation, once the conversation is as it is after it. */
export type ConversationSubscriber = (change: ConversationChange) => void

/** Holds a conversation's state; the view is made when somebody looks. */
export class ConversationStore {
  readonly #subscribers = new Set<ConversationSubscriber>()
  /** Changes that not every subscriber has heard of. */
  readonly #untold: ConversationChange[] = []
  #state = initialState
  #view = deriveView(initialState)
  #viewedState = initialState

  get state(): ConversationState {
    return this.#state
  }

  get view(): ConversationView {
    if (this.#viewedState !== this.#state) {
      this.#viewedState = this.#state
      this.#view = deriveView(this.#state, this.#view)
    }
    return this.#view
  }

  /** Tells a subscriber of every change from now on, until what is returned is called. */
  subscribe(subscriber: ConversationSubscriber): () => void {
    this.#subscribers.add(subscriber)
    return () => this.#subscribers.delete(subscriber)
  }

  dispatch(event: ConversationEvent): void {
    const before = this.#state
    const after = reduce(before, event)
    // What a stream tells is news for the page even where nothing is to be seen of it.
    if (after === before && event.type !== 'streamed') return
    this.#state = after
    // A subscriber may dispatch in its turn: the others hear of the first change first.
    if (this.#untold.push({ event, before, after }) > 1) return
    for (let change; (change = this.#untold[0]); this.#untold.shift()) {
      for (const subscriber of this.#subscribers) {
        try {
          subscriber(change)
        } catch (error) {
          // One subscriber's mistake is no other's trouble.
          reportError(error)
        }
      }
    }
  }
}
