import {
  cellsOf,
  copyOf,
  endReading,
  readLine,
  startReading,
  type Node,
  type Reading,
} from './blocks.ts'
import { parseInlines, type References } from './inlines.ts'
import type { Page } from './links.ts'
import type { Block, Footnote, Inline, ListItem, TableRow } from './tree.ts'

export type MarkdownOptions = {
  /**
   * The text is still being written: what is open at its end is read as if it were closed there,
   * and a mark that has only begun is held back, so that nothing flickers while words arrive.
   */
  readonly isPartial?: boolean
  /** Without it no address is relative. */
  readonly page?: Page | undefined
}

/** Reads a text that is whole. */
export function parseMarkdown(text: string, options: MarkdownOptions = {}): readonly Block[] {
  return new GrowingMarkdown(options.page).read(text, options.isPartial ?? false)
}

/** What was made of a node, and on what that rests. */
type Built<T> = {
  readonly made: T
  readonly isPartial: boolean
  /** Labels that stood for nothing. */
  readonly missing: ReadonlySet<string>
  /** The footnotes that it refers to, with their numbers. */
  readonly footnotes: ReadonlyMap<string, number>
}

/** The beginning of a line that may yet become a mark, or only become one with what follows. */
const begunPattern =
  /^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*(?:[-*+=_|: \t]*|#{1,6}|\d{1,9}[.)]?|`{1,2}|~{1,2}|`{3,}[^`]*|~{3,}.*|\[[ xX]?\]?)$/u
const longestBegun = 200
/** A definition whose line has not ended. */
const begunDefinition =
  /^\[(?:\\.|[^\\[\]\n]){1,999}\](?::[ \t]*(?:<[^>\n]*>?|\S*)(?:[ \t]+(?:["'(][^\n]*)?)?)?$/u

/**
 * Reads a character's Markdown as GitHub would, as long as it grows: what has been read before is
 * not read again, and blocks, items and rows that did not change are the same objects as before.
 * Raw HTML is text, an image is a link to it, each line break is kept, a formula stays as it is
 * written. Takes time linear in the text's length, whatever the text.
 */
export class GrowingMarkdown {
  readonly #page: Page | undefined
  /** What was read last, and the part of it whose lines are whole. */
  #text = ''
  #isPartial = false
  #blocks: readonly Block[] = []
  #whole = 0
  #reading: Reading = startReading()
  readonly #built = new WeakMap<Node, Built<unknown>>()

  constructor(page?: Page) {
    this.#page = page
  }

  /** All of a text, which need not go on with the former one. */
  read(given: string, isPartial: boolean): readonly Block[] {
    const text = given.replaceAll(/\r\n?/gu, '\n')
    if (text === this.#text && isPartial === this.#isPartial) return this.#blocks
    if (!text.startsWith(this.#text.slice(0, this.#whole))) {
      this.#whole = 0
      this.#reading = startReading()
    }
    for (;;) {
      const end = text.indexOf('\n', this.#whole)
      if (end === -1) break
      readLine(this.#reading, text.slice(this.#whole, end))
      this.#whole = end + 1
    }
    this.#text = text
    this.#isPartial = isPartial
    this.#blocks = this.#readEnd(text.slice(this.#whole), isPartial)
    return this.#blocks
  }

  /** The last line may be anything yet: it is read on a copy. */
  #readEnd(line: string, isPartial: boolean): readonly Block[] {
    const reading = copyOf(this.#reading)
    const [document] = reading.open
    const isHeld = isPartial && line.length < longestBegun && begunPattern.test(line)
    if (!isHeld && line !== '') readLine(reading, line)
    const isInLine = line !== '' && !isHeld
    if (isPartial) holdBack(reading, isInLine, isHeld ? line : '')
    const last = isPartial ? lastLeaf(reading, isInLine) : undefined
    endReading(reading)
    return new Builder(reading, this.#built, this.#page, isPartial, last).build(document as Node)
  }
}

/** Of a text's last paragraph, what is none if it goes on as it has begun. */
function holdBack({ open }: Reading, isInLine: boolean, begun: string): void {
  const paragraph = open.at(-1) as Node
  if (paragraph.type !== 'paragraph') return
  const { lines } = paragraph
  const line = lines.at(-1) ?? ''
  if (line.startsWith('|') && /^[ >|:-]*$/u.test(begun)) {
    // What begins like the head of a table is one.
    const parent = open.at(-2) as Node
    paragraph.lines = lines.slice(0, -1)
    if (lines.length === 1) parent.children.pop()
    const cells = cellsOf(line)
    const row: Node = { ...paragraph, type: 'row', lines: [], cells }
    const alignments = cells.map(() => null)
    const table: Node = { ...row, type: 'table', children: [row], alignments }
    parent.children.push(table)
    open.splice(-1, 1, table)
  } else if (isInLine && begunDefinition.test(line)) {
    paragraph.lines = lines.slice(0, -1)
    if (lines.length === 1) {
      open.at(-2)?.children.pop()
      open.pop()
    }
  }
}

/** The leaf in which a text ends that is still being written. */
function lastLeaf({ open }: Reading, isInLine: boolean): Node | undefined {
  const last = open.at(-1)
  if (last?.type === 'paragraph') return last
  return isInLine ? (last?.type === 'table' ? last.children.at(-1) : last) : undefined
}

/** Makes the tree of what has been read, and only of what has changed. */
class Builder {
  readonly #reading: Reading
  readonly #built: WeakMap<Node, Built<unknown>>
  readonly #page: Page | undefined
  readonly #isPartial: boolean
  readonly #last: Node | undefined
  /** The footnotes that were referred to so far, in that order. */
  readonly #numbers = new Map<string, number>()
  #missing = new Set<string>()
  #footnotes = new Map<string, number>()

  constructor(
    reading: Reading,
    built: WeakMap<Node, Built<unknown>>,
    page: Page | undefined,
    isPartial: boolean,
    last: Node | undefined,
  ) {
    this.#reading = reading
    this.#built = built
    this.#page = page
    this.#isPartial = isPartial
    this.#last = last
  }

  build(document: Node): readonly Block[] {
    const flow = document.children.filter(({ type }) => type !== 'footnote')
    const blocks = this.#blocks(flow)
    const items: Footnote[] = []
    // A footnote may refer to others, which follow.
    for (const [label, number] of this.#numbers) {
      const node = this.#reading.footnotes.get(label)
      if (node) items.push(this.#once(node, () => this.#footnote(node, number)))
    }
    return items.length === 0 ? blocks : [...blocks, { type: 'footnotes', items }]
  }

  /** What was made of the node before, unless what it rests on is another now. */
  #once<T extends object>(node: Node, make: () => T): T {
    const before = this.#built.get(node) as Built<T> | undefined
    if (before && this.#holds(before)) {
      for (const label of before.missing) this.#missing.add(label)
      for (const [label, number] of before.footnotes) this.#footnotes.set(label, number)
      return before.made
    }
    const { missing, footnotes } = { missing: this.#missing, footnotes: this.#footnotes }
    this.#missing = new Set()
    this.#footnotes = new Map()
    const made = make()
    const isPartial = this.#isPartial
    this.#built.set(node, { made, isPartial, missing: this.#missing, footnotes: this.#footnotes })
    for (const label of this.#missing) missing.add(label)
    for (const [label, number] of this.#footnotes) footnotes.set(label, number)
    this.#missing = missing
    this.#footnotes = footnotes
    return made
  }

  #holds({ isPartial, missing, footnotes }: Built<unknown>): boolean {
    if (missing.size > 0 && isPartial !== this.#isPartial) return false
    const { addresses, footnotes: notes } = this.#reading
    for (const label of missing) if (addresses.has(label) || notes.has(label)) return false
    let holds = true
    // Each takes its number, whether the next one holds or not.
    for (const [label, number] of footnotes) holds = this.#numberOf(label) === number && holds
    return holds
  }

  #blocks(nodes: readonly Node[]): readonly Block[] {
    return nodes.map((node) => this.#once(node, () => this.#block(node)))
  }

  #block(node: Node): Block {
    switch (node.type) {
      case 'heading':
        return {
          type: 'heading',
          level: node.level,
          children: this.#inlines(node, node.lines.join('\n')),
        }
      case 'code-block':
        return { type: 'code-block', language: node.language, text: node.lines.join('\n') }
      case 'rule':
        return { type: 'rule' }
      case 'quote':
        return { type: 'quote', children: this.#blocks(node.children) }
      case 'list': {
        const { mark, start, isTight } = node
        const items = node.children.map((item) => this.#once(item, () => this.#item(item)))
        return { type: 'list', ordered: /[.)]/u.test(mark), start, isTight, items }
      }
      case 'table': {
        const rows = node.children.map((row) => this.#once(row, () => this.#row(row, node)))
        return { type: 'table', alignments: node.alignments, rows }
      }
      default:
        return { type: 'paragraph', children: this.#inlines(node, node.lines.join('\n')) }
    }
  }

  #footnote({ label, children }: Node, number: number): Footnote {
    this.#footnotes.set(label, number)
    return { number, children: this.#blocks(children) }
  }

  #item({ isDone, children }: Node): ListItem {
    return { isDone, children: this.#blocks(children) }
  }

  #row(row: Node, { alignments }: Node): TableRow {
    const cells = row.cells.slice(0, alignments.length)
    const last = cells.length - 1
    return { cells: cells.map((cell, index) => this.#inlines(row, cell, index === last)) }
  }

  #inlines(node: Node, text: string, isLast = true): readonly Inline[] {
    const references: References = {
      page: this.#page,
      isPartial: this.#isPartial,
      addressOf: (label) => {
        const address = this.#reading.addresses.get(label)
        if (address === undefined) this.#missing.add(label)
        return address
      },
      footnoteOf: (label) => {
        const number = this.#numberOf(label)
        if (number === null) this.#missing.add(label)
        else this.#footnotes.set(label, number)
        return number
      },
    }
    return parseInlines(text, isLast && node === this.#last, references)
  }

  /** Where a text is still being written, the footnote itself may come at its end. */
  #numberOf(label: string): number | null {
    if (!this.#isPartial && !this.#reading.footnotes.has(label)) return null
    const number = this.#numbers.get(label) ?? this.#numbers.size + 1
    this.#numbers.set(label, number)
    return number
  }
}
