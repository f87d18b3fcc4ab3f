import type { Clock } from '../../../clock.ts'
import { deferred } from '../../../deferred.ts'
import { spellSpeech } from './spelled-speech.ts'
import type { Stretch } from '@visavis/shared/spoken-text/traced-text.ts'
import { Timeline } from '../time/timeline.ts'
import { pauseAfterMs, type VoiceEvents } from './voice.ts'

/** A synthesiser that has not begun by then will not, and one that goes on for so long hangs. */
const startTimeoutMs = 3000
const slowest = 2.5
const endMarginMs = 4000

export type SystemSpeechParts = {
  synthesis: SpeechSynthesis
  voice: SpeechSynthesisVoice
  clock: Clock
  sentence: string
  events: VoiceEvents
}

/**
 * One sentence on its way through the device's synthesiser. Its sound cannot be touched, so that
 * another volume means to say the rest of it again.
 */
export class SystemSpeech {
  readonly #parts: SystemSpeechParts
  readonly #timeline: Timeline
  readonly #done = deferred()
  /** What is spoken now begins here in the sentence. */
  #from = 0
  #word: Stretch = { start: -1, end: -1 }
  /** Kept, as Chrome forgets an utterance that nobody holds, with its events. */
  #utterance: SpeechSynthesisUtterance | undefined
  #cancelWatch: () => void = () => undefined

  constructor(parts: SystemSpeechParts) {
    this.#parts = parts
    this.#timeline = new Timeline(parts.clock)
  }

  speak(volume: number): Promise<void> {
    const { synthesis, voice, sentence } = this.#parts
    const text = sentence.slice(this.#from)
    const utterance = new SpeechSynthesisUtterance(text)
    utterance.voice = voice
    utterance.lang = voice.lang
    utterance.volume = volume
    this.#utterance = utterance
    const isCurrent = () => this.#utterance === utterance
    utterance.onstart = () => isCurrent() && this.#begin(text)
    utterance.onboundary = ({ name, charIndex }) => {
      if (isCurrent() && name !== 'sentence') this.#meetWord(charIndex)
    }
    utterance.onend = () => isCurrent() && this.#endSoon()
    utterance.onerror = ({ error }) => isCurrent() && this.#fail(error)
    this.#watch(startTimeoutMs)
    synthesis.resume()
    synthesis.speak(utterance)
    return this.#done.promise
  }

  /** The same sentence from its last word on. */
  speakRest(volume: number): void {
    this.#from = Math.max(this.#word.start, 0)
    this.#silence()
    void this.speak(volume)
  }

  stop(): void {
    this.#silence()
    this.#done.resolve()
  }

  #silence(): void {
    this.#utterance = undefined
    this.#timeline.clear()
    this.#cancelWatch()
    this.#parts.synthesis.cancel()
  }

  #begin(text: string): void {
    const { durationMs } = spellSpeech(text)
    this.#watch(durationMs * slowest + endMarginMs)
    this.#parts.events.onStart()
    this.#play(text, 0)
  }

  /** The mouth and the words from a place in the text on, as its letters let expect. */
  #play(text: string, from: number): void {
    const { clock, events } = this.#parts
    const { words, visemes } = spellSpeech(text.slice(from))
    const now = clock.now()
    const offset = this.#from + from
    this.#timeline.clear()
    for (const { word, atMs } of words) {
      this.#timeline.at(now + atMs, () => {
        const start = word.start + offset
        if (start <= this.#word.start) return
        this.#word = { start, end: word.end + offset }
        events.onWord(this.#word)
      })
    }
    for (const { viseme, atMs, durationMs } of visemes) {
      this.#timeline.at(now + atMs, () => events.onViseme(viseme, durationMs))
    }
  }

  /** What the synthesiser says of its words beats the estimate. */
  #meetWord(charIndex: number): void {
    const start = this.#from + charIndex
    if (start < this.#word.start) return
    this.#play(this.#parts.sentence.slice(this.#from), charIndex)
  }

  #endSoon(): void {
    const { clock, sentence } = this.#parts
    this.#timeline.clear()
    this.#cancelWatch()
    this.#cancelWatch = clock.after(pauseAfterMs(sentence) / 2, () => this.#done.resolve())
  }

  #fail(error: string): void {
    this.#silence()
    this.#done.reject(new Error(`The device's voice stopped: ${error}`))
  }

  #watch(timeoutMs: number): void {
    this.#cancelWatch()
    this.#cancelWatch = this.#parts.clock.after(timeoutMs, () => this.#fail('it hangs'))
  }
}
