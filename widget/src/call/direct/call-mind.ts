import type { MindState } from '@visavis/shared/wire/chat-event.ts'
import { mindAtRest, type MindSignal, stateOf, withSignal } from '../../conversation/mind-state.ts'
import { isTurnMark } from '../../conversation/turn-mark.ts'
import { MindStateChangeEvent } from '../../events/mind-state-change.ts'
import { TurnStepEvent } from '../../events/turn-step.ts'
import type { VisavisEvent } from '../../events/visavis-event.ts'

export type CallMindOptions = {
  /** Where the page is told of it. */
  readonly tell: (news: VisavisEvent) => void
  readonly now: () => number
  readonly onChange: (state: MindState) => void
}

/** The one machine that knows what the character's mind is at during a call. */
export class CallMind {
  readonly #options: CallMindOptions
  #mind = mindAtRest

  constructor(options: CallMindOptions) {
    this.#options = options
  }

  get state(): MindState {
    return stateOf(this.#mind)
  }

  /** An answer can be heard. */
  get isSounding(): boolean {
    return this.#mind.isSpeaking
  }

  /** Nobody speaks, and no answer is on its way. */
  get isAtRest(): boolean {
    const { visitor, brain, isSpeaking } = this.#mind
    return visitor === 'silent' && brain === 'idle' && !isSpeaking
  }

  signal(signal: MindSignal): void {
    const { tell, now, onChange } = this.#options
    const before = this.#mind
    this.#mind = withSignal(before, signal)
    if (this.#mind === before) return
    if (isTurnMark(signal.type)) tell(new TurnStepEvent(signal.type, now()))
    const { state } = this
    if (state === stateOf(before)) return
    tell(new MindStateChangeEvent(state))
    onChange(state)
  }
}
