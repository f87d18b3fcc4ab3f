import { bareAddressAt, mailAddresses } from './bare-addresses.ts'
import { emphasized, markAt, nodesOf, type Piece } from './emphasis.ts'
import { characterAt, withCharacters } from '@visavis/shared/spoken-text/entities.ts'
import { checkedLink, labelAt, linkTargetAt, normalLabel, type Page } from './links.ts'
import { Formulas } from './maths.ts'
import type { Inline } from './tree.ts'

/** What a text's inside may refer to. */
export type References = {
  readonly page: Page | undefined
  /** The text is still being written: what a label stands for may come at its end. */
  readonly isPartial: boolean
  /** The address that a label stands for. */
  readonly addressOf: (label: string) => string | undefined
  /** The number of a footnote; null where there is none of that label. */
  readonly footnoteOf: (label: string) => number | null
}

/** An opening bracket longer ago than this is one, also while the text is being written. */
const longestHeld = 300
/** Of more brackets within each other the outer ones are text; it keeps the time linear. */
const maxBrackets = 32

const interesting = /[\\`*_~[\]!<&$\n]|https?:\/\/|www\./giu
const escapable = /[!-/:-@[-`{-~]/u
const angleAddress = /<([a-z][a-z\d+.-]{1,31}:[^\s<>]*)>/iuy
const angleMail = /<([a-z\d.!#$%&'*+/=?^_`{|}~-]+@[a-z\d-]+(?:\.[a-z\d-]+)*)>/iuy
const lineBreak = /<br\s*\/?>/iuy
const footnote = /\[\^([^\s[\]]{1,100})\]/uy
/** What may yet become a mark when the text goes on. */
const begun = /(?:[*_~`\\!]{1,3}|&[#a-z\d]{0,32}|<[^\s<>]{0,80}|<br[\s/]*)$/iu

type Bracket = {
  /** Which piece it is. */
  readonly piece: number
  readonly isImage: boolean
  /** Where what it holds begins. */
  readonly start: number
  /** Another one follows within it. */
  isOuter: boolean
}

/**
 * Reads what stands inside a paragraph, a heading or a cell. A partial text's end closes what is
 * open. Every character is looked at a bounded number of times.
 */
export function parseInlines(
  text: string,
  isPartial: boolean,
  references: References,
): readonly Inline[] {
  const all = text.trim()
  const shown = isPartial ? all.slice(0, -100) + all.slice(-100).replace(begun, '') : all
  return new InlineParser(shown, isPartial, references).parse()
}

class InlineParser {
  readonly #text: string
  readonly #isPartial: boolean
  readonly #references: References
  #pieces: Piece[] = []
  readonly #brackets: Bracket[] = []
  /** So many of the brackets stand around a link and can be none themselves. */
  #inactive = 0
  readonly #nextCodeMark: ReadonlyMap<number, number>
  readonly #formulas: Formulas
  readonly #mails: readonly { start: number; end: number }[]
  #nextMail = 0
  #position = 0

  constructor(text: string, isPartial: boolean, references: References) {
    this.#text = text
    this.#isPartial = isPartial
    this.#references = references
    this.#nextCodeMark = codeMarks(text)
    this.#formulas = new Formulas(text, isPartial)
    this.#mails = mailAddresses(text)
  }

  parse(): readonly Inline[] {
    const text = this.#text
    let mark = -1
    while (this.#position < text.length) {
      if (mark < this.#position) {
        interesting.lastIndex = this.#position
        mark = interesting.exec(text)?.index ?? text.length
      }
      const mail = this.#mailFrom(this.#position)
      const next = Math.min(mark, mail?.start ?? mark)
      this.#addText(text.slice(this.#position, next))
      this.#position = next
      if (mail?.start === next) this.#readMail(mail.end)
      else if (next < text.length) this.#readMark(text[next] ?? '')
    }
    if (this.#isPartial) this.#holdBack()
    return nodesOf(emphasized(this.#pieces, this.#isPartial))
  }

  #mailFrom(position: number): { start: number; end: number } | undefined {
    while ((this.#mails[this.#nextMail]?.start ?? position) < position) this.#nextMail += 1
    return this.#mails[this.#nextMail]
  }

  #add(node: Inline): void {
    this.#pieces.push({ node, depth: 1 })
  }

  #addText(text: string): void {
    if (text !== '') this.#pieces.push({ node: { type: 'text', text }, depth: 0 })
  }

  #take(length: number): void {
    this.#addText(this.#text.slice(this.#position, this.#position + length))
    this.#position += length
  }

  #readMark(mark: string): void {
    const next = this.#text[this.#position + 1] ?? ''
    switch (mark) {
      case '\n':
        return this.#readLineBreak(1)
      case '\\':
        return this.#readBackslash(next)
      case '$':
        if (!this.#readMaths()) this.#take(1)
        return
      case '`':
        return this.#readCode()
      case '*':
      case '_':
      case '~': {
        const run = markAt(this.#text, this.#position)
        this.#pieces.push(run)
        this.#position += run.length
        return
      }
      case '[':
        if (!this.#readFootnote()) this.#open(false)
        return
      case '!':
        return next === '[' ? this.#open(true) : this.#take(1)
      case ']':
        return this.#close()
      case '<':
        return this.#readAngle()
      case '&': {
        const found = characterAt(this.#text, this.#position)
        this.#addText(found?.character ?? mark)
        this.#position += found?.length ?? 1
        return
      }
      default:
        return this.#readBareAddress()
    }
  }

  #readLineBreak(length: number): void {
    const last = this.#pieces.at(-1)
    if (last && 'node' in last && last.node.type === 'text') {
      this.#pieces.pop()
      this.#addText(last.node.text.replace(/ +$/u, ''))
    }
    this.#add({ type: 'line-break' })
    this.#position += length
    while (this.#text[this.#position] === ' ') this.#position += 1
  }

  #readBackslash(next: string): void {
    if (next === '\n') return this.#readLineBreak(2)
    if (this.#readMaths()) return
    // Nothing in Markdown needs a brace escaped: it is TeX's.
    if (!escapable.test(next) || next === '{' || next === '}') return this.#take(1)
    this.#position += 1
    this.#take(1)
  }

  #readMaths(): boolean {
    const end = this.#formulas.endOf(this.#position)
    if (end === null) return false
    this.#add({ type: 'maths', text: this.#text.slice(this.#position, end) })
    this.#position = end
    return true
  }

  #readCode(): void {
    const text = this.#text
    const start = this.#position
    let end = start
    while (text[end] === '`') end += 1
    const close = this.#nextCodeMark.get(start) ?? (this.#isPartial ? text.length : undefined)
    if (close === undefined) return this.#take(end - start)
    const code = text.slice(end, close).replaceAll('\n', ' ')
    // One space inside each end lets code begin or end with a backtick.
    const isPadded = code.startsWith(' ') && code.endsWith(' ') && code.trim() !== ''
    if (code !== '') this.#add({ type: 'code', text: isPadded ? code.slice(1, -1) : code })
    this.#position = close + end - start
  }

  #readFootnote(): boolean {
    footnote.lastIndex = this.#position
    const match = footnote.exec(this.#text)
    const number = match && this.#references.footnoteOf(normalLabel(match[1] ?? ''))
    if (!match || number === null) return false
    this.#add({ type: 'footnote-reference', number })
    this.#position += match[0].length
    return true
  }

  #open(isImage: boolean): void {
    const outer = this.#brackets.at(-1)
    if (outer) outer.isOuter = true
    if (this.#brackets.length === maxBrackets) {
      this.#brackets.shift()
      this.#inactive = Math.max(0, this.#inactive - 1)
    }
    const piece = this.#pieces.length
    this.#take(isImage ? 2 : 1)
    this.#brackets.push({ piece, isImage, start: this.#position, isOuter: false })
  }

  #close(): void {
    const end = this.#position + 1
    // What follows says what it is.
    if (this.#isPartial && end === this.#text.length) return this.#take(1)
    const bracket = this.#brackets.pop()
    const isInactive = this.#brackets.length < this.#inactive
    this.#inactive = Math.min(this.#inactive, this.#brackets.length)
    if (bracket === undefined || (isInactive && !bracket.isImage)) return this.#take(1)
    const target = this.#targetOf(bracket, end)
    if (target === null) return this.#take(1)
    const inner = emphasized(this.#pieces.splice(bracket.piece).slice(1), false)
    const children = withoutLinks(nodesOf(inner))
    const { address, page } = { ...target, page: this.#references.page }
    const link = address === null ? null : checkedLink(address, children, page)
    if (link) this.#pieces.push({ node: link, depth: depthOf(inner) + 1 })
    // An address that nobody should follow leaves its words.
    else this.#pieces.push(...inner)
    // A link within a link would lead two ways at once.
    if (link && !bracket.isImage) this.#inactive = this.#brackets.length
    this.#position = target.end
  }

  /** Where a bracket leads; no address is one that is not known yet, or must not be followed. */
  #targetOf(bracket: Bracket, end: number): { address: string | null; end: number } | null {
    const text = this.#text
    const target = linkTargetAt(text, end)
    if (target && (!target.isCut || this.#isPartial)) {
      return {
        address: target.isCut || target.address === '' ? null : target.address,
        end: target.end,
      }
    }
    const own = normalLabel(text.slice(bracket.start, Math.min(end - 1, bracket.start + 1000)))
    if (text[end] !== '[') return this.#shortcut(bracket, own, end)
    if (text[end + 1] === ']') return this.#reference(own, end + 2)
    const named = labelAt(text, end)
    if (named !== null) return this.#reference(named.label, named.end)
    const isCut = this.#isPartial && !/[[\]\n]/u.test(text.slice(end + 1, end + longestHeld))
    return isCut ? { address: null, end: text.length } : this.#shortcut(bracket, own, end)
  }

  #reference(label: string, end: number): { address: string | null; end: number } | null {
    const { addressOf, isPartial } = this.#references
    const address = addressOf(label) ?? null
    return address === null && !isPartial ? null : { address, end }
  }

  #shortcut(
    { isOuter }: Bracket,
    own: string,
    end: number,
  ): { address: string; end: number } | null {
    const address = isOuter || own === '' ? undefined : this.#references.addressOf(own)
    return address === undefined ? null : { address, end }
  }

  #readAngle(): void {
    const text = this.#text
    lineBreak.lastIndex = this.#position
    const found = lineBreak.exec(text)
    if (found) {
      this.#add({ type: 'line-break' })
      this.#position += found[0].length
      return
    }
    angleAddress.lastIndex = angleMail.lastIndex = this.#position
    const address = angleAddress.exec(text)?.[1]
    const mail = address === undefined ? angleMail.exec(text)?.[1] : undefined
    const given = address ?? mail ?? ''
    if (given === '') return this.#take(1)
    const shown = withCharacters(given)
    const href = mail === undefined ? shown : `mailto:${shown}`
    const link = checkedLink(href, [{ type: 'text', text: shown }], undefined)
    if (!link) return this.#take(1)
    this.#add(link)
    this.#position += given.length + 2
  }

  #readBareAddress(): void {
    const start = this.#position
    const before = this.#text[start - 1] ?? ' '
    const isNamed = /w/iu.test(this.#text[start] ?? '')
    const canBegin = isNamed ? /[\s*_~(]|[^\0-\x7f]/u.test(before) : !/[a-z\d]/iu.test(before)
    const isInBrackets = this.#brackets.length > 0
    const found = canBegin ? bareAddressAt(this.#text, start, isInBrackets) : null
    if (found === null) return this.#take(isNamed ? 4 : 1)
    this.#readAs(found.address, found.end)
  }

  #readMail(end: number): void {
    const shown = this.#text.slice(this.#position, end)
    this.#readAs(/^mailto:/iu.test(shown) ? shown : `mailto:${shown}`, end)
  }

  #readAs(address: string, end: number): void {
    const text = this.#text.slice(this.#position, end)
    const link = checkedLink(address, [{ type: 'text', text }], undefined)
    if (link === null) this.#addText(text)
    else this.#add(link)
    this.#position = end
  }

  /** What may yet become a link is not shown before it is known to be one or not. */
  #holdBack(): void {
    const from = this.#text.length - longestHeld
    const [held] = this.#brackets.slice(this.#inactive).filter(({ start }) => start >= from)
    if (held) this.#pieces = this.#pieces.slice(0, held.piece)
  }
}

function depthOf(pieces: readonly Piece[]): number {
  return pieces.reduce(
    (depth, piece) => ('node' in piece ? Math.max(depth, piece.depth) : depth),
    0,
  )
}

function withoutLinks(nodes: readonly Inline[]): readonly Inline[] {
  return nodes.flatMap((node): readonly Inline[] => {
    if (node.type === 'link') return withoutLinks(node.children)
    return 'children' in node ? [{ ...node, children: withoutLinks(node.children) }] : [node]
  })
}

/** From each run of backticks to the next one of the same length, by where they begin. */
function codeMarks(text: string): ReadonlyMap<number, number> {
  const next = new Map<number, number>()
  const previous = new Map<number, number>()
  for (const { 0: run, index } of text.matchAll(/`+/gu)) {
    const before = previous.get(run.length)
    if (before !== undefined) next.set(before, index)
    previous.set(run.length, index)
  }
  return next
}
