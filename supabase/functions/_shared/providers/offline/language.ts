import type { Language } from '../../domain/language.ts'

/** The language of somebody's words, by their alphabet; undefined when it tells nothing. */
export function languageOf(text: string): Language | undefined {
  if (/\p{Script=Cyrillic}/u.test(text)) return 'ru'
  return /\p{Script=Latin}/u.test(text) ? 'en' : undefined
}
