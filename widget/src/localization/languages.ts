import type { PanelWords } from './panel-words.ts'

/**
 * Every language that is spoken here, with its panel's words; these say where the rest of the folder
 * is. A language that is not a visitor's is never fetched.
 */
export const languages = {
  en: async () => (await import('./en/panel.ts')).words,
  ru: async () => (await import('./ru/panel.ts')).words,
} satisfies Record<string, () => Promise<PanelWords>>

export type Language = keyof typeof languages
