import { visemesOfPhoneme } from '../../../avatars/visemes/phoneme-visemes.ts'
import type { Viseme } from '../../../avatars/visemes/visemes.ts'
import type { EspeakEngine, EspeakOrder, EspeakSound } from './espeak-engine.ts'
import { type TimedWord, WordTimes } from '../time/word-times.ts'

/** Something in a sentence, at its time in the sound. */
export type TimedViseme = {
  readonly viseme: Viseme
  readonly atMs: number
  readonly durationMs: number
}

export type SentenceListener = {
  onSamples(samples: EspeakSound['samples'], sampleRate: number): void
  onWord(word: TimedWord): void
  onViseme(viseme: TimedViseme): void
  onEnd(): void
  onError(error: Error): void
}

/**
 * A sentence that is being synthesised: keeps what has come until somebody plays it. A phoneme
 * becomes visemes once the next one tells how long it lasts.
 */
export class EspeakSentence {
  readonly text: string
  readonly #words: WordTimes
  readonly #forget: () => void
  readonly #kept: ((listener: SentenceListener) => void)[] = []
  #listener: SentenceListener | undefined
  #phoneme: { visemes: readonly Viseme[]; atMs: number } | undefined
  #lengthMs = 0

  constructor(engine: EspeakEngine, order: EspeakOrder) {
    this.text = order.text
    this.#words = new WordTimes(order.text)
    this.#forget = engine.speak(order, {
      onSound: (sound) => this.#take(sound),
      onEnd: () => {
        this.#closePhoneme(this.#lengthMs)
        this.#tellWords(this.#words.end(this.#lengthMs))
        this.#tell((listener) => listener.onEnd())
      },
      onError: (error) => this.#tell((listener) => listener.onError(error)),
    })
  }

  /** What has come and what is to come; once. */
  play(listener: SentenceListener): void {
    this.#listener = listener
    for (const tell of this.#kept.splice(0)) tell(listener)
  }

  /** Nothing more of it comes. */
  forget(): void {
    this.#listener = undefined
    this.#kept.length = 0
    this.#forget()
  }

  #tell(tell: (listener: SentenceListener) => void): void {
    if (this.#listener) tell(this.#listener)
    else this.#kept.push(tell)
  }

  #take({ samples, sampleRate, words, phonemes }: EspeakSound): void {
    this.#lengthMs += (samples.length / sampleRate) * 1000
    // First the samples: they say when the rest of it is.
    this.#tell((listener) => listener.onSamples(samples, sampleRate))
    for (const word of words) this.#tellWords(this.#words.meet(word))
    for (const { ipa, atMs } of phonemes) this.#openPhoneme(ipa, atMs)
  }

  #tellWords(words: readonly TimedWord[]): void {
    for (const word of words) this.#tell((listener) => listener.onWord(word))
  }

  #openPhoneme(ipa: string, atMs: number): void {
    const visemes: readonly Viseme[] = ipa === '' ? ['sil'] : visemesOfPhoneme(ipa)
    // What has no shape of its own, and what says which language follows, lengthens the one before.
    if (visemes.length === 0) return
    this.#closePhoneme(atMs)
    this.#phoneme = { visemes, atMs }
  }

  #closePhoneme(endMs: number): void {
    const { visemes, atMs } = this.#phoneme ?? { visemes: [], atMs: 0 }
    this.#phoneme = undefined
    const durationMs = Math.max(endMs - atMs, 0) / visemes.length
    visemes.forEach((viseme, index) => {
      const timed = { viseme, atMs: atMs + index * durationMs, durationMs }
      this.#tell((listener) => listener.onViseme(timed))
    })
  }
}
