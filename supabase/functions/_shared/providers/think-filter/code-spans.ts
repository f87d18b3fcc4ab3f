const backtick = '`'

/** What may stand before a fence in its line: indents, quotes and list items. */
const beforeFence = /^[\s>*+\-\d.)]$/u

/** What may stand behind a closing fence; a marker often does. */
const behindFence = /^[\s<◁]$/u

type Code =
  | { kind: 'none' }
  /** Between backticks in a line. */
  | { kind: 'inline'; length: number }
  | { kind: 'fence'; character: string; length: number; isFirstLine: boolean }

/** Backticks or tildes in a row. */
type Run = { character: string; length: number; isAtLineStart: boolean }

const none: Code = { kind: 'none' }

/**
 * Follows Markdown as it is written, to tell what stands in code. Code in a line ends with the line
 * at the latest, so that a stray backtick does no harm further on.
 */
export class CodeSpans {
  #code: Code = none
  /** What was written last, if it may still grow. */
  #run: Run | undefined
  #isLineStart = true

  /** Whether a marker written next would stand in code. */
  get isCode(): boolean {
    return this.#codeBefore('<').kind !== 'none'
  }

  /** Whether a marker written next would be the first thing in code in a line. */
  get isOpeningInlineCode(): boolean {
    return this.#code.kind === 'none' && this.#codeBefore('<').kind === 'inline'
  }

  add(text: string): void {
    // Nearly every piece is words within a line.
    const isWithinLine = this.#run === undefined && !this.#isLineStart && !text.includes('\n')
    if (isWithinLine && !text.includes(backtick) && !text.includes('~')) return
    for (const character of text) this.#addCharacter(character)
  }

  #addCharacter(character: string): void {
    if (this.#run?.character === character) {
      this.#run.length += 1
      return
    }
    this.#code = this.#codeBefore(character)
    this.#run = undefined
    if (character === backtick || character === '~') {
      this.#run = { character, length: 1, isAtLineStart: this.#isLineStart }
      this.#isLineStart = false
    } else if (character === '\n') {
      if (this.#code.kind === 'inline') this.#code = none
      if (this.#code.kind === 'fence') this.#code.isFirstLine = false
      this.#isLineStart = true
    } else if (this.#isLineStart && !beforeFence.test(character)) {
      this.#isLineStart = false
    }
  }

  /** What the last run has made of the text, when this comes behind it. */
  #codeBefore(next: string): Code {
    const code = this.#code
    const run = this.#run
    if (run === undefined) return code
    const { character, length, isAtLineStart } = run
    if (code.kind === 'fence') {
      if (character !== code.character) return code
      // No backtick stands behind an opening fence in its line, so that was code in a line.
      if (code.isFirstLine && character === backtick) {
        return length === code.length ? none : { kind: 'inline', length: code.length }
      }
      return isAtLineStart && length >= code.length && behindFence.test(next) ? none : code
    }
    if (code.kind === 'inline') {
      return character === backtick && length === code.length ? none : code
    }
    if (isAtLineStart && length >= 3) {
      return { kind: 'fence', character, length, isFirstLine: true }
    }
    return character === backtick ? { kind: 'inline', length } : none
  }
}
