import { isBackchannel } from '@visavis/shared/turn-taking/backchannel.ts'
import { type Clock, pageClock } from '../../clock.ts'
import type { VisitorSpeechStep } from '../visitor-speech.ts'

export type VisitorTurnEvents = {
  onStep(step: VisitorSpeechStep): void
  /** What was said, whole. */
  onWords(id: string, text: string): void
}

/** Words come no later than this after the sound they are of, or it had none. */
const latestWordsMs = 2000

/**
 * What Anam's ear makes of the visitor. Anam falls silent at any sound; whether that takes the turn,
 * the words say.
 */
export class VisitorTurn {
  readonly #events: VisitorTurnEvents
  readonly #clock: Clock
  /** The same words come twice now and then. */
  readonly #heardIds = new Set<string>()
  #phase: 'silent' | 'speaking' | 'unclear' = 'silent'
  /** What was said last began while the avatar spoke. */
  #isOverAvatar = false
  #callOff: () => void = () => undefined

  constructor(events: VisitorTurnEvents, clock: Clock = pageClock) {
    this.#events = events
    this.#clock = clock
  }

  get isSpeaking(): boolean {
    return this.#phase === 'speaking'
  }

  /** Somebody makes a sound; told again, it is the same one. */
  begin({ isOverAvatar }: { isOverAvatar: boolean }): void {
    this.#callOff()
    if (this.#phase === 'speaking') return
    if (this.#phase === 'silent') this.#isOverAvatar = isOverAvatar
    this.#phase = 'speaking'
    this.#events.onStep('began')
  }

  /** Anam has cut the avatar short, which may be told before the sound that was the cause, or alone. */
  cutShort(): void {
    if (this.#phase === 'speaking') return
    this.begin({ isOverAvatar: true })
    this.#awaitWords()
  }

  /** The sound is over. */
  end(): void {
    if (this.#phase !== 'speaking') return
    this.#phase = 'unclear'
    this.#events.onStep('ended')
    this.#awaitWords()
  }

  /** The ear is closed: what it heard is settled soon, by words or by `nothing`. */
  conclude(): void {
    if (this.#phase === 'silent') this.#isOverAvatar = false
    this.#phase = 'unclear'
    this.#awaitWords()
  }

  hear(id: string, text: string): void {
    if (this.#heardIds.has(id) || text.trim() === '') return
    this.#heardIds.add(id)
    if (this.#isOverAvatar && isBackchannel(text)) {
      // Unless more is being said by now.
      if (this.#phase === 'unclear') this.dismiss()
      return
    }
    this.#callOff()
    this.#phase = 'silent'
    // The turn is the visitor's: whatever else is understood of it belongs to it.
    this.#isOverAvatar = false
    this.#events.onWords(id, text)
  }

  /** There are no words to come. */
  dismiss(): void {
    this.#callOff()
    if (this.#phase === 'silent') return
    this.#phase = 'silent'
    this.#events.onStep('nothing')
  }

  #awaitWords(): void {
    this.#callOff()
    this.#callOff = this.#clock.after(latestWordsMs, () => this.dismiss())
  }
}
