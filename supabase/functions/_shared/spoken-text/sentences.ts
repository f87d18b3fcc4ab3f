import { isAbbreviation } from './abbreviations.ts'
import { TracedText } from './traced-text.ts'

/** The first clause is spoken as soon as it has this many characters, so that a voice begins early. */
const shortestClause = 25
/** From here on the first clause also ends before a conjunction, without a comma. */
const conjunctionFrom = 45
/** A sentence longer than this is cut at its clauses, and one much longer between any words. */
const longSentence = 180
const longestPiece = 260
/** Not even an address is longer than this. With the two below it bounds what waits for a cut. */
const longestWord = 600
/** How far the word may be that tells whether a sentence ends; signs that go on longer end it. */
const longestGap = 60
/** Nothing that an abbreviation is told by is longer. */
const longestAbbreviation = 20

const sentenceEnd = /[.!?…]/u
const clauseEnd = /[,;:–—]/u
const closers = /^[»"”’')\]]{0,8}/u
const conjunctions = new Set(
  (
    'и а но или что чтобы когда если потому поэтому который которая которое которые and but ' +
    'or that which because when if so while where'
  ).split(' '),
)

/** Where a piece ends; null: nowhere in this text; 'later': it takes more text to tell. */
type Cut = number | 'later' | null

/**
 * Cuts a text into what is spoken at a time, while it streams: the first clause, then sentences.
 * The pieces joined are the text; they depend on the text alone, not on how it arrived.
 */
export class SentenceCutter {
  /** What is not cut yet, as it came. */
  #parts: TracedText[] = []
  #rest = ''
  #isFirst = true
  /** Before this there is no cut in the rest, whatever follows. */
  #searched = 0

  push(text: TracedText): TracedText[] {
    this.#parts.push(text)
    this.#rest += text.text
    return this.#cut(false)
  }

  /** The rest, which nothing follows. */
  end(): TracedText[] {
    const pieces = this.#cut(true)
    const last = TracedText.join(this.#parts)
    this.#parts = []
    this.#rest = ''
    return last.length > 0 ? [...pieces, last] : pieces
  }

  #cut(isEnd: boolean): TracedText[] {
    const ends: number[] = []
    for (let from = 0; ; from = ends.at(-1) ?? 0) {
      const place = { isFirst: this.#isFirst, isEnd }
      const { isCut, at } = firstCut(this.#rest.slice(from), this.#searched, place)
      this.#searched = isCut ? 0 : at
      if (!isCut) break
      ends.push(from + at)
      this.#isFirst = false
    }
    return this.#take(ends)
  }

  /** The pieces that end there. */
  #take(ends: readonly number[]): TracedText[] {
    const last = ends.at(-1)
    if (last === undefined) return []
    const text = TracedText.join(this.#parts)
    this.#parts = [text.slice(last)]
    this.#rest = this.#rest.slice(last)
    return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end))
  }
}

type Place = { readonly isFirst: boolean; readonly isEnd: boolean }

/** Where the first piece ends, or how far there is none. */
function firstCut(text: string, from: number, place: Place): { isCut: boolean; at: number } {
  const start = /\S/u.exec(text)?.index ?? text.length
  if (start >= longestWord) return { isCut: true, at: longestWord }
  for (let at = Math.max(from, start); at < text.length; at += 1) {
    const cut = cutAt(text, at, { ...place, start })
    if (cut === 'later') return { isCut: false, at }
    if (cut !== null) return { isCut: true, at: cut }
  }
  return { isCut: false, at: text.length }
}

function cutAt(text: string, at: number, place: Place & { start: number }): Cut {
  const character = text[at] ?? ''
  if (at - place.start >= longestWord) return at
  if (character === '\n') return at + 1
  if (sentenceEnd.test(character)) return cutAfterSentence(text, at, place)
  if (clauseEnd.test(character)) return cutAfterClause(text, at, place)
  return /\s/u.test(character) ? cutBeforeWord(text, at, place) : null
}

function cutAfterSentence(text: string, at: number, place: Place & { start: number }): Cut {
  // A run of marks is looked at once, at its last one.
  const next = text[at + 1]
  if (next !== undefined && sentenceEnd.test(next)) return null
  const end = at + 1 + (closers.exec(text.slice(at + 1))?.[0].length ?? 0)
  if (end === text.length) return place.isEnd ? end : 'later'
  if (!/\s/u.test(text[end] ?? '')) return null
  const gap = text.slice(end, end + longestGap)
  const after = /[\p{L}\p{N}\n]/u.exec(gap)?.[0]
  if (after === undefined) return place.isEnd || gap.length === longestGap ? end : 'later'
  if (after === '\n') return end
  const goesOn = /\p{Ll}/u.test(after)
  const isEllipsis = text[at] === '…' || text.slice(at - 1, at + 1) === '..'
  if (goesOn) return isEllipsis ? cutLongClause(end, place) : null
  const before = text.slice(Math.max(place.start, at - longestAbbreviation), at)
  return text[at] === '.' && !isEllipsis && isAbbreviation(before, after) ? null : end
}

function cutAfterClause(text: string, at: number, place: Place & { start: number }): Cut {
  const isDash = /[–—]/u.test(text[at] ?? '')
  if (isDash && !/\s/u.test(text[at - 1] ?? '')) return null
  const end = at + 1 + (isDash ? 0 : (closers.exec(text.slice(at + 1))?.[0].length ?? 0))
  if (end === text.length) return place.isEnd ? null : 'later'
  return /\s/u.test(text[end] ?? '') ? cutLongClause(end, place) : null
}

function cutLongClause(end: number, { isFirst, start }: Place & { start: number }): Cut {
  return end - start >= (isFirst ? shortestClause : longSentence) ? end : null
}

function cutBeforeWord(text: string, at: number, place: Place & { start: number }): Cut {
  const length = at - place.start
  if (length >= longestPiece) return at
  if (!place.isFirst || length < conjunctionFrom) return null
  const word = /^\s+(\p{L}+)(?!\p{L})/u.exec(text.slice(at))
  const isWhole = word !== null && at + word[0].length < text.length
  if (!isWhole && !place.isEnd && /^\s+\p{L}*$/u.test(text.slice(at))) return 'later'
  return isWhole && conjunctions.has(word[1]?.toLowerCase() ?? '') ? at : null
}
