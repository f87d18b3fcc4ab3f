import { isAbbreviation } from './abbreviations.ts'
import { TracedText } from './traced-text.ts'

/** The first clause is spoken as soon as it has this many characters, so that a voice begins early. */
const shortestClause = 25
/** From here on the first clause also ends before a conjunction, without a comma. */
const conjunctionFrom = 45
/** A sentence longer than this is cut at its clauses, and one much longer between any words. */
const longSentence = 180
const longestPiece = 260
/** Not even an address is longer than this; it keeps the time linear, whatever the text. */
const longestWord = 600

const sentenceEnd = /[.!?…]/u
const clauseEnd = /[,;:–—]/u
const closers = /^[»"”’')\]]*/u
const conjunctions = new Set([
  ...['и', 'а', 'но', 'или', 'что', 'чтобы', 'когда', 'если', 'потому', 'поэтому', 'который'],
  ...['которая', 'которое', 'которые', 'and', 'but', 'or', 'that', 'which', 'because', 'when'],
  ...['if', 'so', 'while', 'where'],
])

/** Where a piece ends; null: nowhere in this text; 'later': it takes more text to tell. */
type Cut = number | 'later' | null

/**
 * Cuts a text into what is spoken at a time, while it streams: the first clause, then sentences.
 * The pieces joined are the text; they depend on the text alone, not on how it arrived.
 */
export class SentenceCutter {
  #rest = TracedText.empty
  #isFirst = true

  push(text: TracedText): TracedText[] {
    this.#rest = TracedText.join([this.#rest, text])
    return this.#cut(false)
  }

  /** The rest, which nothing follows. */
  end(): TracedText[] {
    const pieces = this.#cut(true)
    const last = this.#rest
    this.#rest = TracedText.empty
    return last.length > 0 ? [...pieces, last] : pieces
  }

  #cut(isEnd: boolean): TracedText[] {
    const pieces: TracedText[] = []
    for (;;) {
      const cut = firstCut(this.#rest.text, { isFirst: this.#isFirst, isEnd })
      if (typeof cut !== 'number') return pieces
      pieces.push(this.#rest.slice(0, cut))
      this.#rest = this.#rest.slice(cut)
      this.#isFirst = false
    }
  }
}

type Place = { readonly isFirst: boolean; readonly isEnd: boolean }

function firstCut(text: string, place: Place): Cut {
  const start = text.search(/\S/u)
  if (start === -1) return null
  for (let at = start; at < text.length; at += 1) {
    const cut = cutAt(text, at, { ...place, start })
    if (cut !== null) return cut
  }
  return null
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
  const after = /^[^\p{L}\p{N}\n]*(?=([\p{L}\p{N}\n]))/u.exec(text.slice(end))?.[1]
  if (after === undefined) return place.isEnd ? end : 'later'
  if (after === '\n') return end
  const goesOn = /\p{Ll}/u.test(after)
  const isEllipsis = text[at] === '…' || text.slice(at - 1, at + 1) === '..'
  if (goesOn) return isEllipsis ? cutLongClause(end, place) : null
  const before = text.slice(place.start, at)
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
