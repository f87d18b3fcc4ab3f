import type { HeardUtterance, Utterance } from '../src/avatars/avatar.ts'
import type { Speaker, SpeakerEvents } from '../src/avatars/speaker.ts'
import { deferred } from '../src/deferred.ts'

/** A speaker without a sound: a test is its voice. */
export class ScriptedSpeaker implements Speaker {
  readonly ducks: boolean[] = []
  isClosed = false
  /** What the last utterance's listener hears. */
  events!: SpeakerEvents
  #text = ''
  #settle: (heard: HeardUtterance) => void = () => {}

  speak({ id }: { id: string }, events: SpeakerEvents): Utterance {
    this.#settle({ text: '', isCut: true })
    this.events = events
    this.#text = ''
    const heard = deferred<HeardUtterance>()
    this.#settle = heard.resolve
    return {
      id,
      heard: heard.promise,
      say: (text) => {
        this.#text += text
      },
      end: () => {},
      cut: () => heard.resolve({ text: '', isCut: true }),
    }
  }

  /** All of it has been heard. */
  finish(): void {
    this.#settle({ text: this.#text, isCut: false })
  }

  duck(isDucked: boolean): void {
    this.ducks.push(isDucked)
  }

  close(): void {
    this.isClosed = true
    this.#settle({ text: '', isCut: true })
  }
}
