import type { Language } from '#wire/session.ts'

/** The few words the launcher needs before the panel, with all the others, is loaded. */
export const companionWords = {
  en: {
    portrait: 'nora',
    talk: 'Talk to an AI companion',
    close: 'Close the conversation',
    unread: 'new answer',
    failed: 'The conversation could not be loaded. Try again.',
  },
  ru: {
    portrait: 'eva',
    talk: 'Поговорить с ИИ-собеседником',
    close: 'Закрыть разговор',
    unread: 'новый ответ',
    failed: 'Разговор не загрузился. Попробуйте ещё раз.',
  },
} as const satisfies Record<Language, object>

/** The language of an element: its own, its page's, the browser's; English when it is neither of ours. */
export function languageOf(element: Element): Language {
  const tag = element.closest('[lang]')?.getAttribute('lang') || navigator.language
  return /^ru\b/i.test(tag) ? 'ru' : 'en'
}
