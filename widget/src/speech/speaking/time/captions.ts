import { markReaders } from '@visavis/shared/spoken-text/load-mark-readers.ts'
import { codeBlockMark, speechOf } from '@visavis/shared/spoken-text/markdown-speech.ts'

/** What captions show: plain text, with the word that is being said set apart. */
export type Caption = {
  readonly before: string
  readonly word: string
  readonly after: string
}

/** Two lines of large type on a phone hold about this many characters. */
const longest = 68

/**
 * The caption for a word of an answer.
 *
 * @param markdown - The answer so far.
 * @param word - Character offsets into it.
 */
export function captionAt(markdown: string, word: { start: number; end: number }): Caption {
  const words = speechOf(markdown)
  const wordStart = words.indexOf(word.start)
  const wordEnd = Math.max(wordStart, words.indexOf(word.end))
  const { start, end } = windowAround(words.text, wordStart)
  const written = markReaders()?.unmarkFormulas ?? ((text: string) => text)
  const show = (from: number, to: number) =>
    written(words.text.slice(from, to)).replaceAll(codeBlockMark, '').replaceAll(/\s+/gu, ' ')
  return {
    before: show(start, wordStart).trimStart(),
    word: show(wordStart, wordEnd).trim(),
    after: show(wordEnd, Math.max(end, wordEnd)).trimEnd(),
  }
}

/** The stretch that is shown while the character at this offset is said: as much as fits. */
function windowAround(text: string, offset: number): { start: number; end: number } {
  let start = 0
  let end = 0
  for (const { index, 0: piece } of text.matchAll(/.+?(?:[.!?…]+["»”)]*(?=\s|$)|\n|$)/gsu)) {
    for (const length of lengthsOf(piece)) {
      const from = end === 0 ? index : end
      // Nothing is put behind what was complete: a caption stays as it is while it is read.
      const isNewWindow = from + length - start > longest || text[from - 1] === '\n'
      if (isNewWindow && offset < from) return { start, end }
      if (isNewWindow) start = from
      end = from + length
    }
  }
  return { start, end }
}

/** A sentence that is too long for one caption, cut between words. */
function lengthsOf(sentence: string): number[] {
  const lengths: number[] = []
  let rest = sentence
  while (rest.length > longest) {
    const comma = /^.{24,68}[,;:—–](?=\s)/su.exec(rest.slice(0, longest + 1))?.[0].length
    const blank = rest.lastIndexOf(' ', longest)
    const length = comma ?? (blank > 0 ? blank + 1 : longest)
    lengths.push(length)
    rest = rest.slice(length)
  }
  return [...lengths, rest.length]
}
