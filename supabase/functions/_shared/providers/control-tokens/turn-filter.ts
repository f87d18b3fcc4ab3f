import { CodeSpans } from '../think-filter/code-spans.ts'
import { type ControlToken, nextTokenStart, readControlToken } from './control-tokens.ts'

/** Whose turn the text is of: the model's own, one that it makes up for another, or nobody's. */
type Place = 'own' | 'header' | 'other' | 'over'

/** A token that is read, of which what stands behind tells what it does. */
type Doubt = { readonly token: ControlToken; readonly isCode: boolean }

/** As much of what was shown as tells whether a sentence goes on. */
const tailLength = 16
/** Longer than any token with a role behind it. */
const lookAheadLength = 128
/** Longer than any role, and than any gap within a line. */
const longestWait = 48
/** Several tokens in a row may end a turn; what is longer is another turn. */
const longestEnding = 48

const ownRole = /assistant|model|bot|^(?:ai|gpt)$/iu
const otherRole =
  /^(?:user|human|system|developer|tool|function|observation|ipython|environment|prompter)/iu
const header = /^[ \t]*([\p{L}\p{N}_.-]*)(?:(?=[<[])|[ \t]*(?::|(?=\r?\n)))/u
const begunHeader = /^[ \t]*[\p{L}\p{N}_.-]*[ \t]*\r?$/u
const roleInLine = /^[ \t]*([\p{L}_]+)(?=[ \t])/u

const midst = /[\p{L}\p{N},;:|/&(][ \t]+$/u
const goesOn = /^[ \t]+\p{Ll}/u
const punctuation = /^[,;.!?)\]}»”"'|/]/u
const blank = /^[ \t]*$/u
const blankLine = /^\s*$/u
const lineEnd = /^[ \t]*(?:[\r\n]|$)/u

/**
 * Takes the control tokens of chat templates out of an answer, and ends it where its turn ends: what
 * a model goes on to make up for the visitor, or says to itself again, is none of it. Pieces may be
 * cut anywhere; tokens in code are text. Only what may be the beginning of a token is held back.
 *
 * Where a sentence goes on around it, a token is only spoken of: it goes alone.
 */
export class TurnFilter {
  readonly #onText: (text: string) => void
  #code = new CodeSpans()
  #place: Place = 'own'
  /** Where the header stands. */
  #outside: Place = 'own'
  #doubt: Doubt | undefined
  /** What is not told yet; of a piece, from the place where the reading is. */
  #held = ''
  #at = 0
  #shown = ''
  #tail = ''
  #hasBegun = false
  /** `<s>` stands in the text, so that `</s>` ends no turn. */
  #isStruck = false
  /** How much has come behind its end. */
  #beyond = 0

  /** @param onText takes text of the answer, never empty; the answer does not begin with whitespace */
  constructor(onText: (text: string) => void) {
    this.#onText = onText
  }

  /** The answer has ended by a token. */
  get isOver(): boolean {
    return this.#place === 'over'
  }

  /** The model has gone on behind the end of its turn. */
  get isOverrun(): boolean {
    return this.#beyond > longestEnding
  }

  add(text: string): void {
    const isPlain = this.#place === 'own' && this.#doubt === undefined && this.#held === ''
    if (isPlain && this.#hasBegun && nextTokenStart(text) === text.length) this.#pass(text)
    else this.#read(text, false)
    this.#flush()
  }

  /** The good end: what was held back comes out, unless it is none of the answer. */
  end(): void {
    this.#read('', true)
    this.#flush()
  }

  /** All text so far was none of the answer. */
  startOver(): void {
    this.#code = new CodeSpans()
    this.#place = 'own'
    this.#doubt = undefined
    this.#held = this.#shown = this.#tail = ''
    this.#at = 0
    this.#hasBegun = this.#isStruck = false
    this.#beyond = 0
  }

  #read(text: string, isEnd: boolean): void {
    this.#held += text
    while (this.#step(isEnd));
    this.#held = this.#held.slice(this.#at)
    this.#at = 0
  }

  /** Reads one thing; false if it takes more text to tell what it is, or there is none. */
  #step(isEnd: boolean): boolean {
    if (this.#doubt !== undefined) return this.#decide(this.#doubt, isEnd)
    if (this.#at === this.#held.length) return false
    if (this.#place === 'over') return this.#passOver()
    if (this.#place === 'header') return this.#readHeader(isEnd)
    const start = nextTokenStart(this.#held, this.#at)
    if (start > this.#at) return this.#pass(this.#take(start - this.#at))
    const token = readControlToken(this.#ahead, isEnd)
    if (token === 'unfinished') return false
    if (token === undefined) return this.#pass(this.#take(1))
    const isCode = this.#place === 'own' && this.#code.isCode
    this.#take(token.text.length)
    this.#doubt = { token, isCode }
    return true
  }

  get #ahead(): string {
    return this.#held.slice(this.#at, this.#at + lookAheadLength)
  }

  /** Tells what a token does by what stands behind it; false if that is still to come. */
  #decide({ token, isCode }: Doubt, isEnd: boolean): boolean {
    const { kind } = token
    const ahead = this.#ahead
    if (isCode) return this.#decideInCode(token, isEnd)
    if (kind === 'header') this.#readHeaderBehind()
    else if (kind === 'own') this.#place = 'own'
    else if (this.#place === 'own' && kind === 'other' && !this.#hasBegun) this.#place = 'other'
    else if (this.#isMarkup(token)) this.#pass(token.text)
    else if (this.#mayEnd(token)) {
      if (!isEnd && isShort(ahead) && blank.test(ahead)) return false
      const isEnding = token.text === '</s>' ? this.#endsLine(isEnd) : !this.#isSpokenOf(ahead)
      if (isEnding === undefined) return false
      if (isEnding) this.#place = 'over'
    }
    this.#doubt = undefined
    return true
  }

  /** What an answer ends with is no example, though the code was never closed. */
  #decideInCode({ text }: ControlToken, isEnd: boolean): boolean {
    const ahead = this.#ahead
    const isLast = blankLine.test(ahead)
    if (isLast && !isEnd && isShort(ahead)) return false
    this.#doubt = undefined
    if (isLast && isEnd) this.#place = 'over'
    else this.#pass(text)
    return true
  }

  #mayEnd({ kind }: ControlToken): boolean {
    return this.#place === 'own' && this.#hasBegun && (kind === 'end' || kind === 'other')
  }

  /** What is struck through, in HTML. */
  #isMarkup({ text }: ControlToken): boolean {
    if (this.#place !== 'own' || !this.#hasBegun) return false
    const isMarkup = text === '<s>' || (text === '</s>' && this.#isStruck)
    if (isMarkup) this.#isStruck = text === '<s>'
    return isMarkup
  }

  /** Whether nothing but tokens follows in the line; undefined if more text must be read to tell. */
  #endsLine(isEnd: boolean): boolean | undefined {
    const ahead = this.#ahead
    if (lineEnd.test(ahead)) return true
    const next = readControlToken(ahead.trimStart(), isEnd)
    return next === 'unfinished' ? undefined : next !== undefined
  }

  #isSpokenOf(behind: string): boolean {
    return punctuation.test(behind) || (midst.test(this.#tail) && goesOn.test(behind))
  }

  #readHeaderBehind(): void {
    if (this.#place !== 'header') this.#outside = this.#place
    this.#place = 'header'
  }

  #readHeader(isEnd: boolean): boolean {
    const ahead = this.#ahead
    if (!isEnd && isShort(ahead) && begunHeader.test(ahead)) return false
    const [written = '', role] = header.exec(isEnd ? `${ahead}\n` : ahead) ?? []
    this.#place = this.#outside
    if (role === undefined) return this.#readRoleInLine()
    this.#take(written.length)
    const isAboutToken = role === '' && nextTokenStart(this.#ahead) === 0
    if (!isAboutToken) this.#turnTo(role)
    return true
  }

  /** Nothing ends the header: its first word is the role, or it is none. */
  #readRoleInLine(): boolean {
    const [written = '', role = ''] = roleInLine.exec(this.#ahead) ?? []
    const behind = this.#ahead.slice(written.length)
    const isOther = otherRole.test(role) && !this.#isSpokenOf(behind)
    if (!isOther && !ownRole.test(role)) return true
    this.#take(written.length)
    this.#turnTo(role)
    return true
  }

  /** Nobody knows all names of roles: where an answer is awaited, an unknown one is the model's own. */
  #turnTo(role: string): void {
    if (ownRole.test(role)) this.#place = 'own'
    else if (this.#hasBegun) this.#place = 'over'
    else this.#place = otherRole.test(role) ? 'other' : 'own'
  }

  #passOver(): boolean {
    this.#beyond += this.#take(this.#held.length - this.#at).trim().length
    return true
  }

  /** What is no token is shown, if it is of the answer. */
  #pass(text: string): true {
    if (this.#place !== 'own') return true
    const shown = this.#hasBegun ? text : text.trimStart()
    if (shown === '') return true
    this.#hasBegun = true
    this.#code.add(shown)
    this.#tail = (this.#tail + shown).slice(-tailLength)
    this.#shown += shown
    return true
  }

  #take(length: number): string {
    this.#at += length
    return this.#held.slice(this.#at - length, this.#at)
  }

  #flush(): void {
    const text = this.#shown
    this.#shown = ''
    if (text !== '') this.#onText(text)
  }
}

/** So that more may be waited for. */
function isShort(ahead: string): boolean {
  return ahead.length < longestWait
}
