import { loadOnce } from '../../load-once.ts'
import type { Rule } from './rules.ts'

/** What a text can be read aloud in. */
export type SpokenLanguage = 'ru' | 'en'

/** The rules of a language for texts without numbers, and for those with them, which are most. */
const loaders = {
  ru: {
    words: loadOnce(async () => (await import('./russian-words.ts')).russianWords),
    numbers: loadOnce(async () => (await import('./russian.ts')).russianRules),
  },
  en: {
    words: loadOnce(async () => (await import('./english-words.ts')).englishWords),
    numbers: loadOnce(async () => (await import('./english.ts')).englishRules),
  },
}

/** Centuries are Roman in Russian, and an English I is nobody's number. */
const number: Readonly<Record<SpokenLanguage, RegExp>> = {
  ru: /[\p{N}IVX]/iu,
  en: /\p{N}|[IVX]{2}/u,
}

/** Loads the rules by which a text of a language is read aloud, in their order. */
export function loadRules(language: SpokenLanguage, text: string): Promise<readonly Rule[]> {
  return loaders[language][number[language].test(text) ? 'numbers' : 'words']()
}
