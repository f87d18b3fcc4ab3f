import type { Inline } from './markdown.ts'
import { bareLinkAt, checkedLink, linkTargetAt } from './markdown-links.ts'

/** Marks nested deeper than this are text, so that a tree is never deeper than a stack. */
const maxDepth = 16

const interesting = /[\\`*_[\]!<\n]|https?:\/\//giu
const escapable = /[!-/:-@[-`{-~]/u
const angleLink = /<((?:https?|mailto):[^\s<>]+)>/iuy
const letterOrDigit = /[\p{L}\p{N}]/u

/** What has been opened and may yet be closed. */
type Frame = {
  /** `*`, `_`, `[`, `![`, or empty for the whole text. */
  readonly mark: string
  /** How often the mark stands there: `**` is 2. */
  count: number
  nodes: Inline[]
}

/**
 * Reads what stands inside a paragraph or a heading. A partial text's end closes what is open.
 * Every character is looked at a bounded number of times.
 */
export function parseInlines(text: string, isPartial: boolean): readonly Inline[] {
  // The first half of a closing mark would otherwise be seen for a moment.
  return new InlineParser(isPartial ? text.replace(/[*_`\\]{1,3}$/u, '') : text, isPartial).parse()
}

class InlineParser {
  readonly #text: string
  readonly #isPartial: boolean
  readonly #frames: Frame[] = [{ mark: '', count: 0, nodes: [] }]
  readonly #nextCodeMark: ReadonlyMap<number, number>
  readonly #lastLinkMiddle: number
  #position = 0

  constructor(text: string, isPartial: boolean) {
    this.#text = text
    this.#isPartial = isPartial
    this.#nextCodeMark = codeMarks(text)
    this.#lastLinkMiddle = text.lastIndexOf('](')
  }

  parse(): readonly Inline[] {
    const text = this.#text
    while (this.#position < text.length) {
      interesting.lastIndex = this.#position
      const next = interesting.exec(text)?.index ?? text.length
      this.#addText(text.slice(this.#position, next))
      this.#position = next
      if (next < text.length) this.#readMark(text[next] ?? '')
    }
    while (this.#frames.length > 1) this.#dissolve(this.#isPartial)
    return this.#top.nodes
  }

  get #top(): Frame {
    // The whole text's own frame is never taken away.
    return this.#frames.at(-1) as Frame
  }

  #add(node: Inline): void {
    this.#top.nodes.push(node)
  }

  #addText(text: string): void {
    if (text === '') return
    const { nodes } = this.#top
    const last = nodes.at(-1)
    if (last?.type === 'text') nodes[nodes.length - 1] = { type: 'text', text: last.text + text }
    else nodes.push({ type: 'text', text })
  }

  #take(length: number): void {
    this.#addText(this.#text.slice(this.#position, this.#position + length))
    this.#position += length
  }

  #readMark(mark: string): void {
    const next = this.#text[this.#position + 1] ?? ''
    if (mark === '\n') return this.#readLineBreak(1)
    if (mark === '\\') {
      if (next === '\n') return this.#readLineBreak(2)
      if (!escapable.test(next)) return this.#take(1)
      this.#position += 1
      return this.#take(1)
    }
    if (mark === '`') return this.#readCode()
    if (mark === '*' || mark === '_') return this.#readEmphasis(mark)
    if (mark === '[') return this.#open('[')
    if (mark === '!') return next === '[' ? this.#open('![') : this.#take(1)
    if (mark === ']') return this.#readLinkEnd()
    if (mark === '<') return this.#readAngleLink()
    this.#readBareLink()
  }

  #readLineBreak(length: number): void {
    this.#position += length
    this.#add({ type: 'line-break' })
  }

  #readCode(): void {
    const text = this.#text
    const start = this.#position
    const length = runLength(text, start)
    const close = this.#nextCodeMark.get(start) ?? (this.#isPartial ? text.length : undefined)
    if (close === undefined) return this.#take(length)
    const code = text.slice(start + length, close).replaceAll('\n', ' ')
    // One space inside each end lets code begin or end with a backtick.
    const isPadded = code.length > 2 && code.startsWith(' ') && code.endsWith(' ')
    if (code !== '') this.#add({ type: 'code', text: isPadded ? code.slice(1, -1) : code })
    this.#position = close + length
  }

  #readEmphasis(mark: '*' | '_'): void {
    const text = this.#text
    const start = this.#position
    const length = runLength(text, start)
    if (length > 3) return this.#take(length)
    const before = text[start - 1] ?? ' '
    const after = text[start + length] ?? ' '
    const isWord = (character: string) => mark === '_' && letterOrDigit.test(character)
    let left = length
    if (before.trim() !== '' && !isWord(after)) {
      while (left > 0) {
        const used = this.#closeEmphasis(mark, left)
        if (used === 0) break
        left -= used
      }
    }
    this.#position += length - left
    if (left === 0) return
    if (after.trim() !== '' && !isWord(before) && this.#frames.length < maxDepth) {
      this.#frames.push({ mark, count: left, nodes: [] })
      this.#position += left
    } else this.#take(left)
  }

  /** Closes the nearest emphasis of that mark within the same link; says how many marks it took. */
  #closeEmphasis(mark: string, available: number): number {
    let depth = this.#frames.length - 1
    while (depth > 0 && this.#frames[depth]?.mark !== mark) {
      if (isLinkMark(this.#frames[depth])) return 0
      depth -= 1
    }
    if (depth === 0) return 0
    while (this.#frames.length - 1 > depth) this.#dissolve(false)
    const frame = this.#top
    if (frame.nodes.length === 0) return 0
    const used = Math.min(frame.count, available, 2)
    const node: Inline = { type: used === 2 ? 'strong' : 'emphasis', children: frame.nodes }
    frame.count -= used
    frame.nodes = [node]
    if (frame.count === 0) {
      this.#frames.pop()
      this.#add(node)
    }
    return used
  }

  #open(mark: '[' | '![') {
    const canBeLink = this.#position < this.#lastLinkMiddle && this.#frames.length < maxDepth
    if (!canBeLink) return this.#take(mark.length)
    this.#frames.push({ mark, count: 1, nodes: [] })
    this.#position += mark.length
  }

  #readLinkEnd(): void {
    let depth = this.#frames.length - 1
    while (depth > 0 && !isLinkMark(this.#frames[depth])) depth -= 1
    if (depth === 0) return this.#take(1)
    while (this.#frames.length - 1 > depth) this.#dissolve(false)
    const target = linkTargetAt(this.#text, this.#position + 1)
    if (target === null) return this.#dissolveLink()
    if (target.isCut && this.#isPartial) {
      for (const node of this.#frames.pop()?.nodes ?? []) this.#append(node)
      this.#position = this.#text.length
      return
    }
    const link = target.isCut ? null : checkedLink(target.address, this.#top.nodes)
    const isInsideLink = this.#frames.slice(0, depth).some(isLinkMark)
    if (link === null || isInsideLink) return this.#dissolveLink()
    this.#frames.pop()
    this.#add(link)
    this.#position = target.end
  }

  /** The brackets were just brackets. */
  #dissolveLink(): void {
    this.#dissolve(false)
    this.#take(1)
  }

  #readAngleLink(): void {
    angleLink.lastIndex = this.#position
    const match = angleLink.exec(this.#text)
    const shown = match?.[1] ?? ''
    const link = match && checkedLink(shown, [{ type: 'text', text: shown }])
    if (!link) return this.#take(1)
    this.#add(link)
    this.#position += match[0].length
  }

  #readBareLink(): void {
    const scheme = this.#text.indexOf('//', this.#position) + 2 - this.#position
    const before = this.#text[this.#position - 1] ?? ' '
    const shown = letterOrDigit.test(before) ? '' : bareLinkAt(this.#text, this.#position)
    const link = checkedLink(shown, [{ type: 'text', text: shown }])
    // A link within a link would lead two ways at once.
    if (link === null || this.#frames.some(isLinkMark)) return this.#take(scheme)
    this.#add(link)
    this.#position += shown.length
  }

  #append(node: Inline): void {
    if (node.type === 'text') this.#addText(node.text)
    else this.#add(node)
  }

  /** Takes the innermost open mark for what it is: closed here, or no mark at all. */
  #dissolve(isClosed: boolean): void {
    const frame = this.#frames.pop()
    if (frame === undefined) return
    if (isClosed && !isLinkMark(frame)) {
      if (frame.nodes.length === 0) return
      const inner: Inline[] =
        frame.count === 3 ? [{ type: 'emphasis', children: frame.nodes }] : frame.nodes
      this.#add({ type: frame.count > 1 ? 'strong' : 'emphasis', children: inner })
      return
    }
    this.#addText(frame.mark.repeat(frame.count))
    for (const node of frame.nodes) this.#append(node)
  }
}

function isLinkMark(frame: Frame | undefined): boolean {
  return frame !== undefined && frame.mark.endsWith('[')
}

function runLength(text: string, start: number): number {
  let end = start
  while (text[end] === text[start]) end += 1
  return end - start
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
