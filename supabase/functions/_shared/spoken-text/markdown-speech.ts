import { markReaders } from './load-mark-readers.ts'
import { type Stretch, TracedText } from './traced-text.ts'

/** Stands where a block of code was: it is shown, not read. */
export const codeBlockMark = '\uFFFC'

/** An address longer than this in a link is text that never closes its bracket. */
const longestAddress = 2000
const deepestBrackets = 32
/** As much of a line as tells what stands in it. */
const longestBefore = 64

const lineMarks = {
  /** What a line has begun with may yet become a mark. */
  begun: /^[ \t]*(?:[-*_>#+=`~|: \t]*|\d{1,2}[.)]?|[-*+][ \t]+\[[ xX]?\]?[ \t]*)$/u,
  fence: /^[ \t]*(`{3,}(?=[^`\n]*(?:\n|$))|~{3,})[^\n]*(?:\n|$)/u,
  begunFence: /^[ \t]*(?:`{3,}[^`\n]*|~{3,}[^\n]*)$/u,
  rule: /^[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*(?:\n|$)/u,
  underline: /^[ \t]*=+[ \t]*(?:\n|$)/u,
  /** Before a footnote's text. */
  footnote: /^\[\^[^\s[\]]{1,100}\]:[ \t]*/u,
  /** What a link's label stands for. */
  definition: /^ {0,3}\[[^[\]\n]{1,100}\]:[ \t]*(?:<[^>\n]*>|\S+)[ \t]*(?:["'(][^\n]*)?(?:\n|$)/u,
  begunDefinition: /^ {0,3}\[(?:[^[\]\n]{0,100}|[^[\]\n]{1,100}\](?::[^\n]{0,2000})?)$/u,
  /** Between the head of a table and its rows. */
  delimiter: /^(?=[^\n]*\|)[-:| \t]*-[-:| \t]*(?:\n|$)/u,
  row: /^[ \t]*\|[ \t|]*/u,
  quote: /^[ \t]*>[ \t]?/u,
  heading: /^[ \t]*#{1,6}(?:[ \t]+|(?=\n)|$)/u,
  bullet: /^[ \t]*[-*+](?:[ \t]+|(?=\n)|$)(?:\[[ xX]\][ \t]+)?/u,
  number: /^([ \t]*)(\d{1,2})[.)]([ \t]+)/u,
} as const

const words = /^[^\n\r\\`*_~![\]$<&]+/u
const wordInRow = /^[^\n\r\\`*_~![\]|\s$<&]+/u
const wordCharacter = /[\p{L}\p{N}]/u
const lineBreak = /^<br[ \t]*\/?>/iu
const address = /^<((?:https?:|mailto:)[^\s<>]+|[^\s<>@]+@[^\s<>]+)>/iu
const begunTag = /^<(?:[^\s<>]{0,2000}|br[ \t]*\/?)$/iu
const begunCharacter = /^&[#a-z\d]{0,32}$/iu
const escapable = /[!-/:-@[-`{-~]/u

/**
 * Takes Markdown's marks out of a text as it streams and keeps what is read aloud: emphasis, links
 * by their words, items each on a line (a numbered one as `1) …`), a table's rows with a comma
 * between their cells, a mark for a block of code, formulas in marks, characters for their names.
 * Stage directions are not read. The readers of these three are loaded by whoever hands over a text,
 * `loadMarkReaders`.
 * What comes out depends on the text alone, not on where its chunks were cut.
 */
export class MarkdownSpeech {
  #rest = ''
  #offset = 0
  #isLineStart = true
  /** In a row of a table. */
  #isRow = false
  /** The fence that closes the block of code the text is in. */
  #fence = ''
  /** The backticks that close the code in this line. */
  #codeMark = ''
  #before = '\n'
  /** What is read of this line; null where it is an item, a heading or a quote, which are no stage. */
  #line: string | null = ''
  #parts: TracedText[] = []
  readonly #directions: Stretch[] = []

  /** The stage directions so far; offsets are those of the Markdown. */
  get directions(): readonly Stretch[] {
    return this.#directions
  }

  /** What can be told to be read aloud by now; offsets are those of the Markdown. */
  push(chunk: string): TracedText {
    this.#rest += chunk
    return this.#read(false)
  }

  /** The last of it. */
  end(): TracedText {
    return this.#read(true)
  }

  #read(isEnd: boolean): TracedText {
    while (this.#rest !== '' && this.#step(isEnd));
    const read = TracedText.join(this.#parts)
    this.#parts = []
    return read
  }

  /** Reads one thing; false if it takes more text to tell what it is. */
  #step(isEnd: boolean): boolean {
    if (this.#fence !== '') return this.#skipCodeLine(isEnd)
    if (this.#isLineStart) return this.#readLineStart(isEnd)
    const rest = this.#rest
    const mark = rest[0] ?? ''
    if (this.#codeMark !== '' && mark !== '`' && mark !== '\n') return this.#keep(1)
    if (this.#isRow && /[ \t|]/u.test(mark)) return this.#readGap(isEnd)
    switch (mark) {
      case '\n':
        this.#isLineStart = true
        this.#isRow = false
        this.#codeMark = ''
        this.#keep(1)
        this.#line = ''
        return true
      case '\r':
        return this.#drop(1)
      case '$':
      case '\\':
        return this.#readFormula(isEnd)
      case '`':
        return this.#readBackticks(isEnd)
      case '*':
      case '_':
      case '~':
        return this.#readEmphasis(mark, isEnd)
      case '!':
        if (rest.length === 1 && !isEnd) return false
        return rest[1] === '[' ? this.#drop(1) : this.#keep(1)
      case '<':
        return this.#readAngle(isEnd)
      case '&':
        return this.#readCharacter(isEnd)
      case '[':
        return this.#readBracket(isEnd)
      case ']':
        return this.#readBracketEnd(isEnd)
      default:
        return this.#keep((this.#isRow ? wordInRow : words).exec(rest)?.[0].length ?? 1)
    }
  }

  #readLineStart(isEnd: boolean): boolean {
    const rest = this.#rest
    const { begun, begunFence, begunDefinition } = lineMarks
    if (!isEnd && [begun, begunFence, begunDefinition].some((each) => each.test(rest))) return false
    const fence = lineMarks.fence.exec(rest)
    if (fence) {
      this.#fence = fence[1] ?? ''
      const end = this.#offset + fence[0].length
      this.#add(TracedText.instead(`${codeBlockMark}\n`, { start: this.#offset, end }))
      return this.#drop(fence[0].length)
    }
    const { footnote, definition, rule, underline, delimiter } = lineMarks
    const unread = [rule, underline, delimiter, footnote, definition]
    for (const each of unread) {
      const match = each.exec(rest)
      if (match) return this.#drop(match[0].length)
    }
    const quote = lineMarks.quote.exec(rest)
    if (quote) {
      this.#line = null
      return this.#drop(quote[0].length)
    }
    this.#isLineStart = false
    const row = lineMarks.row.exec(rest)
    this.#isRow = row !== null
    const mark = row ?? lineMarks.heading.exec(rest) ?? lineMarks.bullet.exec(rest)
    const number = lineMarks.number.exec(rest)
    if (mark ?? number) this.#line = null
    if (mark) return mark[0] === '' || this.#drop(mark[0].length)
    if (!number) return true
    const [, indent = '', digits = '', gap = ''] = number
    this.#drop(indent.length)
    this.#keep(digits.length)
    this.#add(TracedText.instead(')', { start: this.#offset, end: this.#offset + 1 }))
    this.#drop(1)
    return this.#keep(gap.length)
  }

  #skipCodeLine(isEnd: boolean): boolean {
    const newLine = this.#rest.indexOf('\n')
    if (newLine === -1 && !isEnd) return false
    const line = newLine === -1 ? this.#rest : this.#rest.slice(0, newLine)
    const mark = line.trim()
    const isClosed =
      mark.length >= this.#fence.length && mark === (this.#fence[0] ?? '').repeat(mark.length)
    if (isClosed) this.#fence = ''
    this.#isLineStart = true
    return this.#drop(newLine === -1 ? line.length : newLine + 1)
  }

  /** What is none may be a character that stands for itself. */
  #readFormula(isEnd: boolean): boolean {
    const rest = this.#rest
    if (rest.length === 1 && !isEnd) return false
    const readers = markReaders()
    const found = readers ? readers.formulaAt(rest, isEnd) : null
    if (found === undefined) return false
    if (found === null) {
      const isEscape = rest.startsWith('\\') && escapable.test(rest[1] ?? '')
      return isEscape ? this.#drop(1) && this.#keep(1) : this.#keep(1)
    }
    const { marked, length } = found
    this.#add(TracedText.instead(marked, { start: this.#offset, end: this.#offset + length }))
    if (this.#line !== null) this.#line += 'x'
    return this.#drop(length)
  }

  #readBackticks(isEnd: boolean): boolean {
    const run = /^`+/u.exec(this.#rest)?.[0] ?? ''
    if (run.length === this.#rest.length && !isEnd) return false
    if (this.#codeMark !== '' && this.#codeMark !== run) return this.#keep(run.length)
    this.#codeMark = this.#codeMark === '' ? run : ''
    return this.#drop(run.length)
  }

  /** A mark between blanks or inside a word is a character, `2 * 3` and `a_b`; the others go. */
  #readEmphasis(mark: '*' | '_' | '~', isEnd: boolean): boolean {
    const run = /^(?:\*+|_+|~+)/u.exec(this.#rest)?.[0] ?? ''
    const after = this.#rest[run.length]
    if (after === undefined && !isEnd) return false
    if (run.length === 1 && mark !== '~' && this.#line !== null) {
      const readers = markReaders()
      const length = readers ? readers.directionLength(this.#rest, this.#line, isEnd) : 0
      if (length !== 0) return length !== undefined && this.#skipDirection(length)
    }
    const isBetweenBlanks = /\s/u.test(this.#before) && /\s/u.test(after ?? ' ')
    const joins = mark === '*' ? /\d/u : wordCharacter
    const isInside = joins.test(this.#before) && joins.test(after ?? '')
    const isCharacter = run.length === 1 && (mark === '~' || isBetweenBlanks || isInside)
    return isCharacter ? this.#keep(1) : this.#drop(run.length)
  }

  /** It ends what stands before it, as a full stop does. */
  #skipDirection(length: number): true {
    const stretch = { start: this.#offset, end: this.#offset + length }
    this.#directions.push(stretch)
    this.#drop(length)
    if (/[^\s.!?…"»”’')]\s*$/u.test(this.#line ?? '') && /^\s+\p{Lu}/u.test(this.#rest)) {
      this.#add(TracedText.instead('\n', stretch))
    }
    this.#line = ''
    return true
  }

  /** Blanks in a row of a table, or what lies between two cells and behind the last one. */
  #readGap(isEnd: boolean): boolean {
    const gap = /^[ \t|]+/u.exec(this.#rest)?.[0] ?? ''
    const { length } = gap
    const after = this.#rest[length]
    if (after === undefined && !isEnd) return false
    if (!gap.includes('|')) return this.#keep(length)
    if (/[^\r\n]/u.test(after ?? '')) {
      this.#add(TracedText.instead(', ', { start: this.#offset, end: this.#offset + length }))
    }
    return this.#drop(length)
  }

  /** `[1]` and `[^note]` point to a source: nothing to be read. */
  #readBracket(isEnd: boolean): boolean {
    const reference = /^\[(?:\^[^\s[\]]{0,100}|\d{0,3})(\]?)/u.exec(this.#rest)
    const length = reference?.[0].length ?? 0
    if (!isEnd && length === this.#rest.length) return false
    if (reference?.[1] === ']' && length > 2 && this.#rest[length] !== '(')
      return this.#drop(length)
    return this.#drop(1)
  }

  #readBracketEnd(isEnd: boolean): boolean {
    const rest = this.#rest
    if (rest.length === 1 && !isEnd) return false
    if (rest[1] === '[') {
      const label = /^\]\[[^[\]\n]{0,100}(\]?)/u.exec(rest)
      const length = label?.[0].length ?? 0
      if (label?.[1] !== ']' && length === rest.length && !isEnd) return false
      return this.#drop(label?.[1] === ']' ? length : 1)
    }
    if (rest[1] !== '(') return this.#drop(1)
    let depth = 0
    for (let at = 1; at < rest.length && at < longestAddress && rest[at] !== '\n'; at += 1) {
      if (rest[at] === '(') depth += 1
      if (rest[at] === ')') depth -= 1
      if (depth === 0) return this.#drop(at + 1)
      if (depth > deepestBrackets) return this.#drop(1)
    }
    const isOpen = rest.length < longestAddress && !rest.includes('\n')
    return isOpen && !isEnd ? false : this.#drop(1)
  }

  /** A break of the line is a pause; an address stands in its angles as it is. */
  #readAngle(isEnd: boolean): boolean {
    const rest = this.#rest
    if (!isEnd && begunTag.test(rest)) return false
    const pause = lineBreak.exec(rest)?.[0].length
    if (pause !== undefined) {
      const end = this.#offset + pause
      this.#add(TracedText.instead(this.#isRow ? ', ' : '\n', { start: this.#offset, end }))
      return this.#drop(pause)
    }
    const { length } = address.exec(rest)?.[1] ?? ''
    return length === 0 ? this.#keep(1) : this.#drop(1) && this.#keep(length) && this.#drop(1)
  }

  /** `&amp;` is read as the character that it names. */
  #readCharacter(isEnd: boolean): boolean {
    if (!isEnd && begunCharacter.test(this.#rest)) return false
    const found = markReaders()?.characterAt(this.#rest, 0)
    if (!found) return this.#keep(1)
    const { character, length } = found
    this.#add(TracedText.instead(character, { start: this.#offset, end: this.#offset + length }))
    return this.#drop(length)
  }

  #keep(length: number): true {
    const text = this.#rest.slice(0, length)
    if (this.#line !== null) this.#line = (this.#line + text).slice(-longestBefore)
    this.#add(TracedText.of(text, this.#offset))
    return this.#drop(length)
  }

  #drop(length: number): true {
    this.#before = this.#rest[length - 1] ?? this.#before
    this.#rest = this.#rest.slice(length)
    this.#offset += length
    return true
  }

  #add(part: TracedText): void {
    this.#parts.push(part)
  }
}

/** What is read aloud of a whole text; offsets are those of the Markdown. */
export function speechOf(markdown: string): TracedText {
  const speech = new MarkdownSpeech()
  return TracedText.join([speech.push(markdown), speech.end()])
}
