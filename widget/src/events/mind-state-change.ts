import type { MindState } from '@visavis/shared/wire/chat-event.ts'
import { VisavisEvent } from './visavis-event.ts'

/** The character turns to something else: it listens, thinks, speaks. */
export class MindStateChangeEvent extends VisavisEvent {
  readonly state: MindState

  constructor(state: MindState) {
    super('visavis-mind-state-change')
    this.state = state
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-mind-state-change': MindStateChangeEvent
  }
}
