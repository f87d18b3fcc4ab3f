import type { Language } from '@visavis/shared/wire/session.ts'

/** The few words the launcher needs before all the others are loaded, and whose face it wears. */
export const launcherWords = {
  en: {
    portrait: 'nora',
    talk: 'Talk to an AI companion',
    failed: 'Not loaded. Reload the page.',
  },
  ru: {
    portrait: 'eva',
    talk: 'Поговорить с ИИ-собеседником',
    failed: 'Обновите страницу.',
  },
} as const satisfies Record<Language, object>
