/** A stretch of a text: character offsets, the end excluded. */
export type Stretch = { readonly start: number; readonly end: number }

/**
 * A text that has been changed and still knows, for each of its characters, which stretch of the
 * original it stands for. So a word that sounds can be marked in what the visitor reads.
 */
export class TracedText {
  readonly text: string
  readonly #starts: readonly number[]
  readonly #ends: readonly number[]

  private constructor(text: string, starts: readonly number[], ends: readonly number[]) {
    this.text = text
    this.#starts = starts
    this.#ends = ends
  }

  static readonly empty = new TracedText('', [], [])

  /** A text as it is, which begins at this offset of the original. */
  static of(text: string, offset = 0): TracedText {
    const starts = text.split('').map((_, at) => offset + at)
    return new TracedText(
      text,
      starts,
      starts.map((start) => start + 1),
    )
  }

  /** A text that stands, whole, for a stretch of the original. */
  static instead(text: string, { start, end }: Stretch): TracedText {
    return new TracedText(
      text,
      new Array<number>(text.length).fill(start),
      new Array<number>(text.length).fill(end),
    )
  }

  static join(parts: readonly TracedText[]): TracedText {
    return new TracedText(
      parts.map(({ text }) => text).join(''),
      parts.flatMap((part) => part.#starts),
      parts.flatMap((part) => part.#ends),
    )
  }

  get length(): number {
    return this.text.length
  }

  slice(start: number, end?: number): TracedText {
    return new TracedText(
      this.text.slice(start, end),
      this.#starts.slice(start, end),
      this.#ends.slice(start, end),
    )
  }

  trim(): TracedText {
    const start = this.text.length - this.text.trimStart().length
    return this.slice(start, start + this.text.trim().length)
  }

  /** Which stretch of the original a stretch of this text stands for; of nothing, an empty one. */
  original({ start, end }: Stretch): Stretch {
    const starts = this.#starts.slice(start, end)
    const first = starts[0]
    if (first === undefined) {
      const at = this.#starts[start] ?? this.#ends.at(-1) ?? 0
      return { start: at, end: at }
    }
    return { start: Math.min(...starts), end: Math.max(...this.#ends.slice(start, end)) }
  }

  /** Where in this text the first character is that stands for that offset or one behind it. */
  indexOf(originalOffset: number): number {
    const index = this.#ends.findIndex((end) => end > originalOffset)
    return index === -1 ? this.text.length : index
  }

  /**
   * Puts other words in place of what matches (a global pattern); each of their characters stands
   * for the whole match. A match that is answered with null stays as it is.
   */
  replace(pattern: RegExp, instead: (match: RegExpExecArray) => string | null): TracedText {
    const parts: TracedText[] = []
    let from = 0
    for (const match of this.text.matchAll(pattern)) {
      const words = instead(match)
      if (words === null || match[0] === '') continue
      const end = match.index + match[0].length
      parts.push(this.slice(from, match.index))
      parts.push(TracedText.instead(words, this.original({ start: match.index, end })))
      from = end
    }
    return from === 0 ? this : TracedText.join([...parts, this.slice(from)])
  }
}
