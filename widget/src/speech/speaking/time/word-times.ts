import type { Stretch } from '@visavis/shared/spoken-text/traced-text.ts'
import { wordsOf } from '../voices/voice.ts'

export type TimedWord = { readonly word: Stretch; readonly atMs: number }

/**
 * Gives each word of a text its time, in order. The synthesiser tells of most of them: of some
 * twice, as of both halves of `well-known`, and of others not at all, as of the second in `has been`.
 */
export class WordTimes {
  readonly #words: readonly Stretch[]
  /** Words in front of this one have their time. */
  #next = 0
  #knownMs = 0

  constructor(text: string) {
    this.#words = wordsOf(text)
  }

  /** The words whose times are known once the synthesiser has told of this one. */
  meet({ start, atMs }: { readonly start: number; readonly atMs: number }): TimedWord[] {
    const index = this.#words.findIndex(({ end }) => end > start)
    const word = this.#words[index]
    // What is no word, a bracket that is read, begins before the next one.
    if (!word || index < this.#next || word.start > start) return []
    const found = [...this.#between(index, atMs), { word, atMs }]
    this.#next = index + 1
    this.#knownMs = atMs
    return found
  }

  /** The words behind the last one that was told of, at the end of the sound. */
  end(atMs: number): TimedWord[] {
    const found = this.#between(this.#words.length, atMs)
    this.#next = this.#words.length
    return found
  }

  /** Words that were passed over share the time up to here with the one before them, by length. */
  #between(index: number, atMs: number): TimedWord[] {
    const from = this.#words[this.#next - 1] ?? this.#words[0]
    const missed = this.#words.slice(this.#next, index)
    const to = missed.at(-1)?.end
    if (!from || to === undefined) return []
    const perCharacter = (atMs - this.#knownMs) / (to - from.start)
    return missed.map((word) => ({
      word,
      atMs: this.#knownMs + (word.start - from.start) * perCharacter,
    }))
  }
}
