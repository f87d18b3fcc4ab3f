import { parseInlines } from './markdown-inline.ts'

/**
 * A text's tree. It holds text and checked links only, so that there is no way to carry markup,
 * an attribute or a script through it.
 */
export type Block =
  | { readonly type: 'paragraph'; readonly children: readonly Inline[] }
  | {
      readonly type: 'heading'
      /** 1 to 6. */
      readonly level: number
      readonly children: readonly Inline[]
    }
  | {
      readonly type: 'list'
      readonly ordered: boolean
      /** The first item's number; 1 for a bulleted list. */
      readonly start: number
      readonly items: readonly (readonly Block[])[]
    }
  | { readonly type: 'code-block'; readonly language: string; readonly text: string }
  | { readonly type: 'quote'; readonly children: readonly Block[] }
  | { readonly type: 'rule' }

export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'strong'; readonly children: readonly Inline[] }
  | { readonly type: 'emphasis'; readonly children: readonly Inline[] }
  | { readonly type: 'code'; readonly text: string }
  | {
      readonly type: 'link'
      /** An absolute http, https or mailto address; nothing else ever gets here. */
      readonly href: string
      /** Where the link leads, to be shown beside its text; empty when the text already says it. */
      readonly host: string
      readonly children: readonly Inline[]
    }
  | { readonly type: 'line-break' }

export type MarkdownOptions = {
  /**
   * The text is still being written: what is open at its end is read as if it were closed there,
   * and a mark that has only begun is held back, so that nothing flickers while words arrive.
   */
  readonly isPartial?: boolean
}

/** Containers within containers beyond this are plain paragraphs; it keeps the time linear. */
const maxDepth = 8

const fencePattern = /^ *(`{3,}(?=[^`]*$)|~{3,})/u
const headingPattern = /^ *(#{1,6})(?= |$)/u
const rulePattern = /^ *([-*_])(?: *\1){2,} *$/u
const quotePattern = /^ *> ?/u
const itemPattern = /^( *)([-*+]|(\d{1,9})[.)])( +|$)/u
/** A last line that may yet become a heading, an item, a quote or a fence. */
const begunMarkPattern = /(?:^|\n) *(?:[-*+>]|#{1,6}|`{1,3}|~{1,3})$/u

/**
 * Reads a character's Markdown: paragraphs, headings, lists, quotes, code, emphasis and links. Raw
 * HTML is text, an image is a link to it, each line break is kept. Takes time linear in the text's
 * length, whatever the text.
 */
export function parseMarkdown(text: string, options: MarkdownOptions = {}): readonly Block[] {
  const isPartial = options.isPartial ?? false
  const shown = isPartial ? text.replace(begunMarkPattern, '') : text
  const lines = shown.split(/\r\n?|\n/u).map(expandTabs)
  return parseBlocks(lines, { depth: 0, isPartial })
}

type Place = {
  readonly depth: number
  /** These lines end where a partial text ends. */
  readonly isPartial: boolean
}

function parseBlocks(lines: readonly string[], place: Place): Block[] {
  const blocks: Block[] = []
  let index = 0
  while (index < lines.length) {
    if (isBlank(lines[index])) {
      index += 1
      continue
    }
    const { block, end } = parseBlock(lines, index, place)
    blocks.push(block)
    index = end
  }
  return blocks
}

type Parsed = { block: Block; end: number }

function parseBlock(lines: readonly string[], start: number, place: Place): Parsed {
  const line = lines[start] ?? ''
  const fence = fencePattern.exec(line)
  if (fence) return parseCodeBlock(lines, start, fence)
  const mark = headingPattern.exec(line)?.[1]
  if (mark !== undefined) {
    const text = line.trim().slice(mark.length).trim()
    const isPartial = place.isPartial && start === lines.length - 1
    const children = parseInlines(text, isPartial)
    return { block: { type: 'heading', level: mark.length, children }, end: start + 1 }
  }
  if (rulePattern.test(line)) return { block: { type: 'rule' }, end: start + 1 }
  if (place.depth < maxDepth) {
    if (quotePattern.test(line)) return parseQuote(lines, start, place)
    const item = itemPattern.exec(line)
    if (item) return parseList(lines, start, place)
  }
  return parseParagraph(lines, start, place)
}

function parseCodeBlock(
  lines: readonly string[],
  start: number,
  [opening, fence = '']: RegExpExecArray,
): Parsed {
  const [language = ''] = (lines[start] ?? '').slice(opening.length).trim().split(' ', 1)
  const indent = indentOf(lines[start])
  let end = start + 1
  while (end < lines.length && !closesFence(lines[end] ?? '', fence)) end += 1
  const code = lines.slice(start + 1, end).map((line) => withoutIndent(line, indent))
  return { block: { type: 'code-block', language, text: code.join('\n') }, end: end + 1 }
}

function closesFence(line: string, fence: string): boolean {
  const mark = line.trim()
  return mark.length >= fence.length && mark === (fence[0] ?? '').repeat(mark.length)
}

function parseQuote(lines: readonly string[], start: number, place: Place): Parsed {
  let end = start
  while (end < lines.length && quotePattern.test(lines[end] ?? '')) end += 1
  const inner = lines.slice(start, end).map((line) => line.replace(quotePattern, ''))
  const children = parseBlocks(inner, within(place, end === lines.length))
  return { block: { type: 'quote', children }, end }
}

function parseList(lines: readonly string[], start: number, place: Place): Parsed {
  const items: Block[][] = []
  const first = itemPattern.exec(lines[start] ?? '')?.[3]
  const ordered = first !== undefined
  let index = start
  while (index < lines.length) {
    const item = itemPattern.exec(lines[index] ?? '')
    if (!item || (item[3] !== undefined) !== ordered || rulePattern.test(lines[index] ?? '')) break
    const end = endOfItem(lines, index, indentOf(lines[index]))
    const width = item[0].length
    const inner = lines
      .slice(index, end)
      .map((line, offset) => (offset === 0 ? line.slice(width) : withoutIndent(line, width)))
    items.push(parseBlocks(inner, within(place, end === lines.length)))
    index = end
    // Items may stand apart; what follows the gap decides whether the list goes on.
    while (index < lines.length && isBlank(lines[index])) index += 1
  }
  return { block: { type: 'list', ordered, start: ordered ? Number(first) : 1, items }, end: index }
}

/** Where an item's own lines end: at the next line that is neither indented nor carries on its text. */
function endOfItem(lines: readonly string[], start: number, indent: number): number {
  let end = start + 1
  for (let index = end; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (isBlank(line)) continue
    const isInside = indentOf(line) >= indent + 2
    const carriesOn = index === end && !beginsBlock(line)
    if (!isInside && !carriesOn) break
    end = index + 1
  }
  return end
}

function parseParagraph(lines: readonly string[], start: number, place: Place): Parsed {
  let end = start + 1
  while (end < lines.length && !isBlank(lines[end]) && !interruptsParagraph(lines[end] ?? '')) {
    end += 1
  }
  const text = lines
    .slice(start, end)
    .map((line) => line.trim())
    .join('\n')
  const children = parseInlines(text, place.isPartial && end === lines.length)
  return { block: { type: 'paragraph', children }, end }
}

function beginsBlock(line: string): boolean {
  return (
    fencePattern.test(line) ||
    headingPattern.test(line) ||
    rulePattern.test(line) ||
    quotePattern.test(line) ||
    itemPattern.test(line)
  )
}

/** A line that begins with a year and a full stop is no list, unless it stands by itself. */
function interruptsParagraph(line: string): boolean {
  const number = itemPattern.exec(line)?.[3]
  return beginsBlock(line) && (number === undefined || number === '1')
}

function within(place: Place, reachesEnd: boolean): Place {
  return { depth: place.depth + 1, isPartial: place.isPartial && reachesEnd }
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === ''
}

function indentOf(line: string | undefined): number {
  return line === undefined ? 0 : line.length - line.trimStart().length
}

function withoutIndent(line: string, width: number): string {
  return line.slice(Math.min(width, indentOf(line)))
}

function expandTabs(line: string): string {
  return line.replace(/^[ \t]+/u, (indent) => indent.replaceAll('\t', '    '))
}
