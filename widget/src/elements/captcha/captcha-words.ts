import type { Language } from '@visavis/shared/wire/session.ts'

/** What is said above a challenge that wants a hand. */
export const captchaWords: Readonly<Record<Language, string>> = {
  en: 'A short check that you are human, and your message is on its way.',
  ru: 'Короткая проверка, что вы человек, и сообщение отправится.',
}
