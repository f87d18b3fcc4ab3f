import type { TurnMark } from '../conversation/mind-line.ts'

/** A step of a call's turn was taken, from what the visitor said to the first sound of the answer. */
export class TurnStepEvent extends Event {
  static readonly type = 'visavis-turn-step'
  readonly step: TurnMark
  /** Milliseconds on the page's clock, as `performance.now()` tells them. */
  readonly at: number

  constructor(step: TurnMark, at: number) {
    super(TurnStepEvent.type, { bubbles: true, composed: true })
    this.step = step
    this.at = at
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'visavis-turn-step': TurnStepEvent
  }
}
