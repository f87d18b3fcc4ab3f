import type { MindState } from '@visavis/shared/wire/chat-event.ts'
import { afterSignal, emptyMindLine, isTurnMark } from '../../conversation/mind-line.ts'
import { type MindSignal, stateOf } from '../../conversation/mind-state.ts'
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
  #line = emptyMindLine

  constructor(options: CallMindOptions) {
    this.#options = options
  }

  get state(): MindState {
    return stateOf(this.#line.mind)
  }

  /** An answer can be heard. */
  get isSounding(): boolean {
    return this.#line.mind.isSpeaking
  }

  /** Nobody speaks, and no answer is on its way. */
  get isAtRest(): boolean {
    const { visitor, brain, isSpeaking } = this.#line.mind
    return visitor === 'silent' && brain === 'idle' && !isSpeaking
  }

  signal(signal: MindSignal): void {
    const { tell, now, onChange } = this.#options
    const before = this.#line
    const at = now()
    this.#line = afterSignal(before, signal, at)
    if (this.#line.moments.at(-1) === before.moments.at(-1)) return
    if (isTurnMark(signal.type)) tell(new TurnStepEvent(signal.type, at))
    if (this.state === stateOf(before.mind)) return
    tell(new MindStateChangeEvent(this.state))
    onChange(this.state)
  }
}
