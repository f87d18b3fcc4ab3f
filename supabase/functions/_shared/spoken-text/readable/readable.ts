import { markReaders } from '../load-mark-readers.ts'
import { hasFormula } from '../marked-formula.ts'
import { TracedText } from '../traced-text.ts'
import { languageIn, loadRules, type SpokenLanguage } from './load-rules.ts'
import { applyRules } from './rules.ts'

/** A word in one script, or the start of one, which is no name of capitals or digits. */
const plainWord = /(?<![\p{L}\p{N}-])\p{L}\p{Ll}*(?![\p{L}\p{N}-])/gu

/**
 * The language a text is written in, by its words; the given one where they do not tell, as names
 * abbreviations and formulas are Latin in Russian, too.
 */
export function languageOf(text: string, otherwise: SpokenLanguage): SpokenLanguage {
  const prose = hasFormula(text) ? (markReaders()?.unmarkFormulas(text, false) ?? text) : text
  const words = prose.match(plainWord)?.join(' ') ?? ''
  const cyrillic = words.match(/[а-яё]/giu)?.length ?? 0
  const latin = words.match(/[a-z]/giu)?.length ?? 0
  const isOnlyNames = cyrillic === 0 && !/\b[a-z]{2}/u.test(words)
  if (isOnlyNames) return otherwise
  // A Russian sentence about software is still one.
  return languageIn(cyrillic * 3 >= latin ? 'Cyrl' : 'Latn', otherwise)
}

/**
 * A piece of text as it is read aloud: numbers, signs, formulas and abbreviations as words, no emoji, and a
 * mark at its end to breathe at: a full stop behind the last piece and a line. Empty if there is
 * nothing to say. A voice makes something of most texts, so that one whose rules do not arrive is
 * read as it is.
 */
export async function readable(
  piece: TracedText,
  { language, isLast = false }: { language: SpokenLanguage; isLast?: boolean },
): Promise<TracedText> {
  const trimmed = piece.trim()
  const readers = hasFormula(piece.text) ? markReaders() : undefined
  const text = readers ? await readers.formulasInWords(trimmed, language) : trimmed
  const rules = await loadRules(language, text.text).catch(() => [])
  const read = applyRules(text, rules)
    .replace(/\s{2,}/gu, () => ' ')
    .replace(/\s(?=[.,!?…;:])/gu, () => '')
    .trim()
  if (!/[\p{L}\p{N}]/u.test(read.text)) return TracedText.empty
  if (/[.!?…,;:–—]["”’»)]*$/u.test(read.text)) return read
  const isSentence = isLast || /[.!?…\n][^\p{L}\p{N}]*$/u.test(piece.text)
  const end = piece.original({ start: piece.length, end: piece.length })
  return TracedText.join([read, TracedText.instead(isSentence ? '.' : ',', end)])
}
