import { TracedText } from '../traced-text.ts'
import { englishRules } from './english.ts'
import { applyRules } from './rules.ts'
import { russianRules } from './russian.ts'

/** What a text can be read aloud in. */
export type SpokenLanguage = 'ru' | 'en'

/** The language a text is written in, by its letters; the given one where it has none. */
export function languageOf(text: string, otherwise: SpokenLanguage): SpokenLanguage {
  const cyrillic = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (cyrillic === 0 && latin === 0) return otherwise
  // A Russian sentence about software is still one.
  return cyrillic * 3 >= latin ? 'ru' : 'en'
}

/**
 * A piece of text as it is read aloud: numbers, signs and abbreviations as words, no emoji, and a
 * mark at its end to breathe at: a full stop behind the last piece and a line. Empty if there is
 * nothing to say.
 */
export function readable(
  piece: TracedText,
  { language, isLast = false }: { language: SpokenLanguage; isLast?: boolean },
): TracedText {
  const rules = language === 'ru' ? russianRules : englishRules
  const read = applyRules(piece.trim(), rules)
    .replace(/\s{2,}/gu, () => ' ')
    .replace(/\s(?=[.,!?…;:])/gu, () => '')
    .trim()
  if (!/[\p{L}\p{N}]/u.test(read.text)) return TracedText.empty
  if (/[.!?…,;:–—]["”’»)]*$/u.test(read.text)) return read
  const isSentence = isLast || /[.!?…\n][^\p{L}\p{N}]*$/u.test(piece.text)
  const end = piece.original({ start: piece.length, end: piece.length })
  return TracedText.join([read, TracedText.instead(isSentence ? '.' : ',', end)])
}
