import { en } from './en.ts'
import { ru } from './ru.ts'

/** Every language of the site: its pages lie under `/ru/`, the English ones at the root. */
export const languages = { en, ru }
export type Language = keyof typeof languages

const ids = Object.keys(languages) as Language[]

/** Where the pages of a language begin. */
export function rootOf(language: Language): string {
  return language === 'en' ? '/' : `/${language}/`
}

/** The language of the page at an address. */
export function languageAt(address: string): Language {
  return ids.find((id) => id !== 'en' && address.startsWith(rootOf(id))) ?? 'en'
}

/** The same page in the other languages. */
export function otherAddresses(address: string): { language: Language; address: string }[] {
  const own = languageAt(address)
  const path = address.slice(rootOf(own).length)
  return ids
    .filter((id) => id !== own)
    .map((language) => ({ language, address: rootOf(language) + path }))
}

/** The language of the page this runs in. */
export function pageLanguage(): Language {
  return ids.find((id) => id === document.documentElement.lang) ?? 'en'
}
