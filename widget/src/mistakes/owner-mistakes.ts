import { words as en } from '../localization/en/mistakes.ts'
import type { Language } from '../localization/languages.ts'
import type { MistakeWords } from '../localization/mistake-words.ts'
import { words as ru } from '../localization/ru/mistakes.ts'
import type { Mistake } from './mistake.ts'

/** Of every language: they are told where nothing else has loaded, and may be the last that loads. */
const languages: Readonly<Record<Language, MistakeWords>> = { en, ru }

const told = new Set<string>()

/** Says it in a sentence with a link to the guide; a second time it says nothing. */
export function tell(...[kind, first = '', second = '']: Mistake): void {
  const words = languages[pageLanguage()]
  const sentence = words.sentences[kind](first, second)
  if (told.has(sentence)) return
  told.add(sentence)
  console.warn(`Visavis: ${sentence} ${guide(words)}`)
}

/** The language of the page, where the owner reads; English when not ours. */
export function pageLanguage(): Language {
  const tag = document.documentElement.lang || navigator.language
  const language = tag.toLowerCase().split(/[-_]/)[0] as Language
  return Object.hasOwn(languages, language) ? language : 'en'
}

export function mistakeWords(language: Language): MistakeWords {
  return languages[language]
}

/** The guide stands where the script comes from. */
export function guide({ guide }: MistakeWords): string {
  return new URL(guide, import.meta.url).href
}
