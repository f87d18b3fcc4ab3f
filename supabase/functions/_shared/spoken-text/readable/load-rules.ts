import { loadOnce } from '../../load-once.ts'
import type { Rule } from './rules.ts'

/** How a language is told from others, and its rules for texts without numbers, and with them. */
type Reader = {
  readonly script: Script
  /** What may be a number. */
  readonly number: RegExp
  readonly words: () => Promise<readonly Rule[]>
  readonly numbers: () => Promise<readonly Rule[]>
}

/** As ISO 15924 has it. */
export type Script = 'Cyrl' | 'Latn'

/** Every language that a text can be read aloud in. */
const readers = {
  ru: {
    script: 'Cyrl',
    // Centuries are Roman in Russian.
    number: /[\p{N}IVX]/iu,
    words: loadOnce(async () => (await import('./ru/words.ts')).russianWords),
    numbers: loadOnce(async () => (await import('./ru/rules.ts')).russianRules),
  },
  en: {
    script: 'Latn',
    // An English I is nobody's number.
    number: /\p{N}|[IVX]{2}/u,
    words: loadOnce(async () => (await import('./en/words.ts')).englishWords),
    numbers: loadOnce(async () => (await import('./en/rules.ts')).englishRules),
  },
} satisfies Record<string, Reader>

export type SpokenLanguage = keyof typeof readers

/** English is what is left to a language that nobody reads here. */
export function spokenLanguage(language: string): SpokenLanguage {
  return language in readers ? (language as SpokenLanguage) : 'en'
}

/** The language of a text in a script: the given one, if it is written in that. */
export function languageIn(script: Script, given: SpokenLanguage): SpokenLanguage {
  const languages = [given, ...Object.keys(readers)] as SpokenLanguage[]
  return languages.find((language) => readers[language].script === script) as SpokenLanguage
}

/** Loads the rules by which a text of a language is read aloud, in their order. */
export function loadRules(language: SpokenLanguage, text: string): Promise<readonly Rule[]> {
  const { number, numbers, words } = readers[language]
  return number.test(text) ? numbers() : words()
}
