import { addressAt, behindBlanks, behindTitle, labelAt, normalLabel } from './links.ts'
import { openMathsOf } from './maths.ts'
import type { Alignment } from './tree.ts'

/** A block as its lines make it; what its text holds inside is read later. */
export type Node = {
  readonly type:
    | 'document'
    | 'quote'
    | 'list'
    | 'item'
    | 'footnote'
    | 'table'
    | 'row'
    | 'paragraph'
    | 'heading'
    | 'code-block'
    | 'rule'
  children: Node[]
  /** A leaf's. */
  lines: string[]
  /** Its last line was blank. */
  endsBlank: boolean
  /** A heading's. */
  level: number
  /** A list's. */
  isTight: boolean
  /**
   * A list's marks are of one kind: `-`, `*`, `+`, `.` or `)`. A paragraph's is what closes the
   * formula that has begun it.
   */
  mark: string
  /** A list's first number. */
  start: number
  /** How far what an item holds is indented; how far a fence is. */
  indent: number
  /** What closes a block of code; empty if it is indented. */
  fence: string
  language: string
  isDone: boolean | null
  /** A footnote's. */
  label: string
  alignments: readonly Alignment[]
  /** A row's. */
  cells: readonly string[]
}

/** A document's blocks as far as its lines have been read, and what its labels stand for. */
export type Reading = {
  /** From the document down to the block that the next line may go on with. */
  open: Node[]
  readonly addresses: Map<string, string>
  readonly footnotes: Map<string, Node>
}

/** Containers within containers beyond this are plain paragraphs; it keeps the time linear. */
const maxDepth = 40
/** More columns are no table, for the same reason. */
const maxColumns = 100

const fencePattern = /^(`{3,})([^`]*)$|^(~{3,})(.*)$/u
const headingPattern = /^(#{1,6})(?= |$)/u
const underlinePattern = /^(?:=+|-+) *$/u
const rulePattern = /^([-*_])(?: *\1){2,} *$/u
const itemPattern = /^(?:([-*+])|(\d{1,9})([.)]))( +|$)/u
const footnotePattern = /^\[\^([^\s[\]]{1,100})\]:/u
const taskPattern = /^\[([ xX])\](?=\s)/u
const delimiterPattern = /^\|? *:?-+:? *(?:\| *:?-+:? *)*\|?$/u
/** Everything before what a line says: blanks and marks of quotes and items. */
const prefixPattern = /^[ \t>*+\-.)\d]*/u

function create(type: Node['type'], change: Partial<Node> = {}): Node {
  const lists = { isTight: true, mark: '', start: 1, indent: 0, isDone: null }
  const leaves = { level: 0, fence: '', language: '', label: '' }
  return {
    type,
    children: [],
    lines: [],
    endsBlank: false,
    ...lists,
    ...leaves,
    alignments: [],
    cells: [],
    ...change,
  }
}

export function startReading(): Reading {
  return { open: [create('document')], addresses: new Map(), footnotes: new Map() }
}

/** The same, to be read on with while the first one stays as it is. */
export function copyOf({ open, addresses, footnotes }: Reading): Reading {
  const copies = open.map((node) => ({
    ...node,
    children: [...node.children],
    lines: [...node.lines],
  }))
  copies.slice(1).forEach((copy, index) => copies[index]?.children.splice(-1, 1, copy))
  const copied = new Map(footnotes)
  const footnote = open[1]
  if (copies[1] && footnote && footnotes.get(footnote.label) === footnote) {
    copied.set(footnote.label, copies[1])
  }
  return { open: copies, addresses: new Map(addresses), footnotes: copied }
}

export function readLine(reading: Reading, line: string): void {
  new LineReader(reading, withoutTabs(line)).read()
}

/** Closes everything: the text is at its end. */
export function endReading(reading: Reading): void {
  while (reading.open.length > 0) closeLast(reading)
}

/** Tabs before what a line says reach to the next fourth column. */
function withoutTabs(line: string): string {
  if (!line.includes('\t')) return line
  const [prefix = ''] = prefixPattern.exec(line) ?? []
  let text = ''
  for (const character of prefix) {
    text += character === '\t' ? ' '.repeat(4 - (text.length % 4)) : character
  }
  return text + line.slice(prefix.length)
}

class LineReader {
  readonly #reading: Reading
  readonly #line: string
  #at = 0

  constructor(reading: Reading, line: string) {
    this.#reading = reading
    this.#line = line
  }

  get #open(): Node[] {
    return this.#reading.open
  }

  get #last(): Node {
    return this.#open.at(-1) as Node
  }

  get #rest(): string {
    return this.#line.slice(this.#at)
  }

  get #indent(): number {
    let end = this.#at
    while (this.#line[end] === ' ') end += 1
    return end - this.#at
  }

  get #isBlank(): boolean {
    return this.#at + this.#indent === this.#line.length
  }

  read(): void {
    let matched = 1
    while (matched < this.#open.length) {
      const goesOn = this.#goesOn(this.#open[matched] as Node)
      if (goesOn === 'is-read') return
      if (!goesOn) break
      matched += 1
    }
    this.#startBlocks(matched)
  }

  /** Whether a line goes on with an open block, behind what says so. */
  #goesOn(node: Node): boolean | 'is-read' {
    const indent = this.#indent
    switch (node.type) {
      case 'quote':
        if (indent > 3 || this.#line[this.#at + indent] !== '>') return false
        this.#at += indent + 1
        if (this.#line[this.#at] === ' ') this.#at += 1
        return true
      case 'item':
      case 'footnote':
        if (this.#isBlank) {
          this.#at += indent
          return node.children.length > 0
        }
        if (indent < node.indent) return false
        this.#at += node.indent
        return true
      case 'list':
        return true
      case 'code-block':
        return node.fence === '' ? this.#goesOnIndented() : this.#goesOnFenced(node)
      case 'paragraph':
      case 'table':
        return !this.#isBlank
      default:
        return false
    }
  }

  #goesOnIndented(): boolean {
    if (this.#indent < 4 && !this.#isBlank) return false
    this.#at += Math.min(4, this.#indent)
    return true
  }

  #goesOnFenced({ fence, indent }: Node): true | 'is-read' {
    const mark = this.#rest.trim()
    const isClosed =
      this.#indent < 4 &&
      mark.length >= fence.length &&
      mark === (fence[0] ?? '').repeat(mark.length)
    if (isClosed) {
      closeLast(this.#reading)
      return 'is-read'
    }
    this.#at += Math.min(indent, this.#indent)
    return true
  }

  #startBlocks(matched: number): void {
    const tip = this.#last
    let depth = matched
    let isNew = false
    const add = (node: Node) => {
      // What a new block does not belong to ends before it.
      if (!isNew) while (this.#open.length > depth) closeLast(this.#reading)
      isNew = true
      append(this.#reading, node)
      depth = this.#open.length
    }
    for (;;) {
      const container = this.#open[depth - 1] as Node
      if (container.type === 'code-block') break
      // No line of a formula is a block.
      if (container.type === 'paragraph' && container.mark !== '') break
      const isInParagraph = container.type === 'paragraph'
      if (this.#indent > 3) {
        const isLazy = !isNew && tip.type === 'paragraph'
        if (isLazy || this.#isBlank || container.type === 'table') break
        this.#at += 4
        if (isInParagraph) depth -= 1
        add(create('code-block'))
        break
      }
      const started = this.#startLeaf(container, add, () => (depth -= 1))
      if (started) return
      if (depth > maxDepth) break
      if (isInParagraph || container.type === 'table') depth -= 1
      const isContainer = this.#startContainer(container, add, depth)
      if (isContainer) continue
      if (isInParagraph || container.type === 'table') depth += 1
      break
    }
    this.#addText(depth, isNew, tip)
  }

  /** A heading, a fence, a rule, the head of a table: it takes the whole line. */
  #startLeaf(container: Node, add: (node: Node) => void, leave: () => void): boolean {
    const indent = this.#indent
    const text = this.#rest.slice(indent)
    const isInParagraph = container.type === 'paragraph'
    const addHere = (node: Node): true => {
      if (isInParagraph || container.type === 'table') leave()
      add(node)
      return true
    }
    const level = headingPattern.exec(text)?.[1]?.length
    if (level !== undefined) {
      const inner = text
        .slice(level)
        .trim()
        .replace(/(?:^|(?<= ))#+$/u, '')
      addHere(create('heading', { level, lines: [inner] }))
      return true
    }
    const fence = fencePattern.exec(text)
    if (fence) {
      const [, ticks, info = '', waves, other = ''] = fence
      const [language = ''] = (ticks === undefined ? other : info).trim().split(/\s/u, 1)
      return addHere(create('code-block', { fence: ticks ?? waves ?? '', language, indent }))
    }
    if (isInParagraph && this.#open.at(-1) === container) {
      if (underlinePattern.test(text) && this.#underline(container, text)) return true
      if (this.#startTable(container, text)) return true
    }
    return rulePattern.test(text) && addHere(create('rule'))
  }

  /** `---` or `===` under a paragraph makes it a heading. */
  #underline(paragraph: Node, text: string): boolean {
    paragraph.lines = withoutDefinitions(paragraph.lines, this.#reading)
    if (paragraph.lines.length === 0) return false
    this.#open.pop()
    const level = text.startsWith('=') ? 1 : 2
    this.#last.children.splice(-1, 1, create('heading', { level, lines: paragraph.lines }))
    return true
  }

  /** The last line of a paragraph and one of dashes are a table's head. */
  #startTable(paragraph: Node, text: string): boolean {
    if (!/[|:]/u.test(text) || text.length > 10_000 || !delimiterPattern.test(text.trim()))
      return false
    const head = cellsOf(paragraph.lines.at(-1) ?? '')
    const marks = cellsOf(text)
    if (head.length !== marks.length || head.length > maxColumns) return false
    this.#open.pop()
    paragraph.lines = withoutDefinitions(paragraph.lines.slice(0, -1), this.#reading)
    if (paragraph.lines.length === 0) this.#last.children.pop()
    const table = create('table', { alignments: marks.map(alignmentOf) })
    append(this.#reading, table)
    table.children.push(create('row', { cells: head }))
    return true
  }

  #startContainer(container: Node, add: (node: Node) => void, depth: number): boolean {
    const indent = this.#indent
    const text = this.#rest.slice(indent)
    if (text.startsWith('>')) {
      add(create('quote'))
      this.#at += indent + 1
      if (this.#line[this.#at] === ' ') this.#at += 1
      return true
    }
    const isTop = depth === 1 || (depth === 2 && container.type === 'list')
    const label = isTop ? footnotePattern.exec(text) : null
    if (label) {
      const footnote = create('footnote', { label: normalLabel(label[1] ?? ''), indent: 4 })
      add(footnote)
      this.#at += indent + label[0].length
      return true
    }
    return this.#startItem(container, text, add)
  }

  #startItem(container: Node, text: string, add: (node: Node) => void): boolean {
    const match = itemPattern.exec(text)
    if (!match) return false
    const [whole, bullet, digits, stop, gap = ''] = match
    const isEmpty = whole.length === text.length
    // A line that begins with a year and a full stop is no list, unless it stands by itself.
    const interrupts = container.type === 'paragraph'
    if (interrupts && (isEmpty || (digits !== undefined && Number(digits) !== 1))) return false
    const mark = bullet ?? stop ?? ''
    const width = whole.length - gap.length
    const isCode = gap.length > 4
    const inner = width + (isEmpty || isCode ? 1 : gap.length)
    const indent = this.#indent
    if (container.type !== 'list' || container.mark !== mark) {
      add(create('list', { mark, start: digits === undefined ? 1 : Number(digits) }))
    }
    const item = create('item', { indent: indent + inner })
    add(item)
    this.#at += indent + (isEmpty ? whole.length : inner)
    const task = taskPattern.exec(this.#rest)
    if (task) {
      item.isDone = task[1] !== ' '
      this.#at += task[0].length
    }
    return true
  }

  /** What is left of a line is the text of a block that is open, or of a paragraph. */
  #addText(depth: number, isNew: boolean, tip: Node): void {
    const isLazy = !isNew && depth < this.#open.length && !this.#isBlank && tip.type === 'paragraph'
    if (isLazy) {
      tip.lines.push(this.#rest.trimStart())
      return
    }
    if (!isNew) while (this.#open.length > depth) closeLast(this.#reading)
    const container = this.#last
    if (container.type === 'code-block') {
      container.lines.push(this.#rest)
    } else if (this.#isBlank) {
      const isEmptyItem = container.type === 'item' && container.children.length === 0 && isNew
      const endsBlank = container.type !== 'quote' && !isEmptyItem
      for (const node of this.#open) node.endsBlank = endsBlank
      const last = container.children.at(-1)
      if (last) last.endsBlank = true
      return
    } else if (container.type === 'paragraph') {
      const line = this.#rest.trimStart()
      container.lines.push(line)
      if (container.mark !== '' && line.includes(container.mark)) container.mark = ''
    } else if (container.type === 'table') {
      container.children.push(create('row', { cells: cellsOf(this.#rest) }))
    } else {
      const line = this.#rest.trimStart()
      append(this.#reading, create('paragraph', { lines: [line], mark: openMathsOf(line) }))
    }
    for (const node of this.#open) node.endsBlank = false
  }
}

/** Puts a block into the one that is open, and opens it unless it is whole already. */
function append(reading: Reading, node: Node): void {
  const { open, footnotes } = reading
  if (node.type !== 'item' && open.at(-1)?.type === 'list') closeLast(reading)
  const parent = open.at(-1) as Node
  const isApart = parent.children.length > 0 && endsBlank(parent.children.at(-1) as Node)
  if (isApart && parent.type === 'list') parent.isTight = false
  if (isApart && parent.type === 'item') (open.at(-2) as Node).isTight = false
  parent.children.push(node)
  if (node.type === 'footnote' && !footnotes.has(node.label)) footnotes.set(node.label, node)
  open.push(node)
  for (const each of open) each.endsBlank = false
}

function endsBlank(node: Node): boolean {
  for (let each: Node | undefined = node; each; each = each.children.at(-1)) {
    if (each.endsBlank) return true
    if (each.type !== 'list' && each.type !== 'item') return false
  }
  return false
}

function closeLast(reading: Reading): void {
  const node = reading.open.pop() as Node
  if (node.type === 'code-block' && node.fence === '') {
    while (node.lines.at(-1)?.trim() === '') node.lines.pop()
  }
  if (node.type !== 'paragraph') return
  node.lines = withoutDefinitions(node.lines, reading)
  if (node.lines.length === 0) reading.open.at(-1)?.children.pop()
}

/** Takes the definitions at a paragraph's beginning, `[label]: address "title"`, out of it. */
function withoutDefinitions(lines: string[], { addresses }: Reading): string[] {
  if (!lines[0]?.startsWith('[')) return lines
  const text = lines.join('\n')
  let start = 0
  while (text[start] === '[') {
    const end = definitionAt(text, start, addresses)
    if (end === null) break
    start = end
  }
  return start === text.length ? [] : text.slice(start).split('\n')
}

function definitionAt(text: string, start: number, addresses: Map<string, string>): number | null {
  const named = labelAt(text, start)
  if (named === null || text[named.end] !== ':') return null
  const begin = behindBlanks(text, named.end + 1)
  const found = addressAt(text, begin)
  if (found === null || found.end === begin) return null
  const gap = behindBlanks(text, found.end)
  const behind = gap > found.end ? behindTitle(text, gap) : found.end
  // A title that does not end its line is none, and then the address must.
  const end = endOfLine(text, behind) ?? endOfLine(text, found.end)
  if (end === null) return null
  if (!addresses.has(named.label)) addresses.set(named.label, found.address)
  return end
}

/** Behind the line's end if nothing but blanks stands before it. */
function endOfLine(text: string, start: number): number | null {
  if (start < 0) return null
  let end = start
  while (text[end] === ' ' || text[end] === '\t') end += 1
  if (end === text.length) return end
  return text[end] === '\n' ? end + 1 : null
}

/** The cells of a row; an escaped stroke divides none. */
export function cellsOf(line: string): string[] {
  const inner = line.trim().replace(/^\|/u, '')
  const cells = inner.split(/(?<!\\)\|/u, 1000).map((cell) => cell.trim().replaceAll('\\|', '|'))
  if (cells.length > 1 && cells.at(-1) === '') cells.pop()
  return cells
}

function alignmentOf(mark: string): Alignment {
  const isLeft = mark.startsWith(':')
  if (mark.endsWith(':')) return isLeft ? 'center' : 'right'
  return isLeft ? 'left' : null
}
