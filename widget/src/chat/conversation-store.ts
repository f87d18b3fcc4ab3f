import { deriveView } from '../conversation/derive-view.ts'
import { reduce } from '../conversation/reduce.ts'
import {
  type ConversationEvent,
  type ConversationState,
  initialState,
} from '../conversation/state.ts'
import type { ConversationView } from '../conversation/view.ts'

/** What has just happened to a conversation. */
export type ConversationChange = {
  readonly event: ConversationEvent
  readonly before: ConversationState
  readonly after: ConversationState
}

/** Holds a conversation's state; the view is made when somebody looks. */
export class ConversationStore {
  readonly #onChange: (change: ConversationChange) => void
  #state = initialState
  #view = deriveView(initialState)
  #viewedState = initialState

  constructor(onChange: (change: ConversationChange) => void) {
    this.#onChange = onChange
  }

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

  dispatch(event: ConversationEvent): void {
    const before = this.#state
    const after = reduce(before, event)
    // What a stream tells is news for the page even where nothing is to be seen of it.
    if (after === before && event.type !== 'streamed') return
    this.#state = after
    this.#onChange({ event, before, after })
  }
}
