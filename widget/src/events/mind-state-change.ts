import type { MindState } from '#wire/chat-event.ts'

/** The character turns to something else: it listens, thinks, speaks. */
export class MindStateChangeEvent extends Event {
  static readonly type = 'visavis-mind-state-change'
  readonly state: MindState

  constructor(state: MindState) {
    super(MindStateChangeEvent.type, { bubbles: true, composed: true })
    this.state = state
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-mind-state-change': MindStateChangeEvent
  }
}
