import type { TurnMark } from '../conversation/turn-mark.ts'
import { VisavisEvent } from './visavis-event.ts'

/** A step of a call's turn was taken, from what the visitor said to the first sound of the answer. */
export class TurnStepEvent extends VisavisEvent {
  readonly step: TurnMark
  /** Milliseconds on the page's clock, as `performance.now()` tells them. */
  readonly at: number

  constructor(step: TurnMark, at: number) {
    super('visavis-turn-step')
    this.step = step
    this.at = at
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-turn-step': TurnStepEvent
  }
}
