import type { Language } from '@visavis/shared/wire/session.ts'
import type { PanelWords } from './panel-words.ts'

/** The panel's words in one language; the other one is never fetched. */
export async function loadWords(language: Language): Promise<PanelWords> {
  return language === 'ru' ? (await import('./ru.ts')).ru : (await import('./en.ts')).en
}
