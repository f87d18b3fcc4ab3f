import type { BorderMarker } from './borders.ts'

/** What stands around a marker in an answer. */
export type Surroundings = {
  /** What its line holds before it. */
  line: string
  /** What has come behind it so far. */
  behind: string
}

/** Longer than any gap within a line. */
const maxBehind = 64

const blankLine = /^\s*$/u
const lineEnd = /^[ \t]*[\r\n]/u
const wordBehind = /^[\p{L}\p{N}]/u
const sentenceBehind = /^[ \t]+\p{Lu}[^\p{Lu}]/u

/** Further characters are needed: blanks may end a line, and capitals a name such as XML. */
const untold = /^[ \t]*$|^[ \t]+\p{Lu}$/u

/** Where a sentence goes on, or an item of a list, a cell, or a link begins. */
const midst = /[\p{L}\p{N},;|/&=+][ \t]*$|[^\s.!?…:。！？：]$|^\s*(?:[-*+]|\d+[.)])[ \t]+$/u
const goesOn = /^[,.;:!?)\]}…/，。、；：！？）]/u
const linkBehind = /^[([]/u

/**
 * Whether an answer only speaks of a marker that begins or ends thoughts elsewhere, such as the
 * element in "an <analysis> element"; undefined as long as more must be read to tell. What ends a
 * thought has a line of its own. What begins one ends its line, or has a word at once behind it, or
 * stands between sentences: whatever is in doubt is taken for thought.
 */
export function isSpokenOf(
  marker: BorderMarker,
  { line, behind }: Surroundings,
): boolean | undefined {
  const isTold = behind.length > maxBehind || !untold.test(behind)
  if (marker.kind === 'close') {
    if (!blankLine.test(line)) return true
    return isTold ? !lineEnd.test(behind) : undefined
  }
  if (!isTold) return undefined
  if (lineEnd.test(behind) || wordBehind.test(behind)) return false
  if (marker.dialect !== 'tag' || marker.doubt === 'anywhere') return true
  if (midst.test(line)) return !sentenceBehind.test(behind)
  return goesOn.test(behind) || (marker.name.startsWith('[') && linkBehind.test(behind))
}
