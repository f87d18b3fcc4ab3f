import { plainInlines } from './plain-text.ts'
import type { Inline } from './tree.ts'

/** A run of marks that may open or close an emphasis. */
export type Mark = {
  readonly mark: string
  /** How many of them are left. */
  count: number
  readonly length: number
  readonly canOpen: boolean
  readonly canClose: boolean
}

export type Piece = Mark | { readonly node: Inline; readonly depth: number }

/** Emphasis nested deeper than this keeps its words only, so that no tree is deeper than a stack. */
const maxDepth = 24

const blank = /\s/u
const punctuation = /[\p{P}$+<=>^`|~]/u
/**
 * Scripts that are written without blanks: next to their letters and marks, which know no blank to
 * stand beside, any mark opens and closes.
 */
const unspaced =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Bopomofo}\u3000-\u303f\uff00-\uffef]/u

/** Tells what the run of marks can do that stands there, by the characters around it. */
export function markAt(text: string, start: number): Mark {
  const mark = text[start] ?? ''
  let end = start
  while (text[end] === mark) end += 1
  const before = characterBefore(text, start)
  const after = end < text.length ? String.fromCodePoint(text.codePointAt(end) ?? 0) : ' '
  const isLeft = flanks(after, before)
  const isRight = flanks(before, after)
  const isWord = mark === '_' && isLeft && isRight
  const length = end - start
  return {
    mark,
    count: length,
    length,
    canOpen: isLeft && (!isWord || isMark(before)),
    canClose: isRight && (!isWord || isMark(after)),
  }
}

function characterBefore(text: string, position: number): string {
  if (position === 0) return ' '
  const isPair = /[\udc00-\udfff]/u.test(text[position - 1] ?? '')
  return text.slice(position - (isPair ? 2 : 1), position)
}

function flanks(inner: string, outer: string): boolean {
  if (blank.test(inner)) return false
  return !isMark(inner) || blank.test(outer) || punctuation.test(outer) || unspaced.test(outer)
}

function isMark(character: string): boolean {
  return punctuation.test(character) && !unspaced.test(character)
}

/**
 * Makes emphasis of the marks among the pieces, by CommonMark's rules; what is left of them is text.
 * In a text that is still being written its end closes what is open.
 */
export function emphasized(pieces: readonly Piece[], isPartial: boolean): readonly Piece[] {
  const read: Piece[] = []
  /** Where in what is read marks stand that may yet be closed. */
  const openers: number[] = []
  /** For each kind of closing mark: below this many openers there is none for it. */
  const bottoms = new Map<string, number>()
  for (const piece of pieces) {
    if ('node' in piece) {
      read.push(piece)
      continue
    }
    const closing = { ...piece }
    const kind = `${closing.mark}${closing.canOpen}${closing.length % 3}`
    while (closing.canClose && closing.count > 0) {
      const bottom = bottoms.get(kind) ?? 0
      let height = openers.length
      while (height > bottom && !matches(read[openers[height - 1] ?? 0] as Mark, closing))
        height -= 1
      if (height === bottom) {
        bottoms.set(kind, openers.length)
        break
      }
      openers.length = height
      close(read, openers, closing)
      for (const [each, value] of bottoms) bottoms.set(each, Math.min(value, openers.length))
    }
    if (closing.count === 0) continue
    if (closing.canOpen) openers.push(read.length)
    read.push(closing)
  }
  if (isPartial) closeAll(read, openers)
  return read.flatMap((piece) => ('node' in piece ? [piece] : [textOf(piece)]))
}

function matches(opening: Mark, closing: Mark): boolean {
  if (opening.mark !== closing.mark) return false
  if (closing.mark === '~') return opening.length === closing.length && closing.length <= 2
  const isBoth = opening.canClose || closing.canOpen
  const sum = opening.length + closing.length
  return !isBoth || sum % 3 !== 0 || (opening.length % 3 === 0 && closing.length % 3 === 0)
}

/** Takes what is read behind the last opener into an emphasis. */
function close(read: Piece[], openers: number[], closing: Mark): void {
  const at = openers.at(-1) ?? 0
  const opening = read[at] as Mark
  const used =
    closing.mark === '~' ? closing.count : opening.count >= 2 && closing.count >= 2 ? 2 : 1
  const inner = read.splice(at + 1)
  opening.count -= used
  closing.count -= used
  if (opening.count === 0) {
    read.pop()
    openers.pop()
  }
  read.push(...wrapped(inner, opening.mark, used))
}

function closeAll(read: Piece[], openers: number[]): void {
  while (openers.length > 0) {
    const at = openers.at(-1) ?? 0
    const { mark, count } = read[at] as Mark
    // A single `~` that is never closed says "about".
    if (count > 3 || (mark === '~' && count !== 2)) openers.pop()
    else if (at === read.length - 1) {
      read.pop()
      openers.pop()
    } else close(read, openers, { mark, count, length: count, canOpen: false, canClose: true })
  }
}

function wrapped(inner: readonly Piece[], mark: string, used: number): readonly Piece[] {
  const pieces = inner.map((piece) => ('node' in piece ? piece : textOf(piece)))
  const depth = pieces.reduce((deepest, piece) => Math.max(deepest, piece.depth), 0) + 1
  if (depth > maxDepth) {
    return [{ node: { type: 'text', text: plainInlines(nodesOf(pieces)) }, depth: 0 }]
  }
  const type = mark === '~' ? 'deleted' : used === 2 ? 'strong' : 'emphasis'
  return [{ node: { type, children: nodesOf(pieces) }, depth }]
}

function textOf({ mark, count }: Mark): { node: Inline; depth: number } {
  return { node: { type: 'text', text: mark.repeat(count) }, depth: 0 }
}

/** The pieces' nodes; texts that stand side by side are one. */
export function nodesOf(pieces: readonly Piece[]): readonly Inline[] {
  const nodes: Inline[] = []
  let texts: string[] = []
  const flush = () => {
    const text = texts.join('')
    if (text !== '') nodes.push({ type: 'text', text })
    texts = []
  }
  for (const piece of pieces) {
    if (!('node' in piece)) texts.push(piece.mark.repeat(piece.count))
    else if (piece.node.type === 'text') texts.push(piece.node.text)
    else {
      flush()
      nodes.push(piece.node)
    }
  }
  flush()
  return nodes
}
