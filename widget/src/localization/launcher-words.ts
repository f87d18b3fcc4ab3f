import { words as en } from './en/launcher.ts'
import type { Language } from './languages.ts'
import { words as ru } from './ru/launcher.ts'

/**
 * The few words the launcher needs before all the others are loaded, and whose face it wears; the
 * script tag carries those of every language.
 */
export const launcherWords = { ru, en } as const satisfies Record<Language, object>
