import type { Language } from '@visavis/shared/wire/session.ts'

/** What the list of conversations says, in one language; loaded when it is opened. */
export type ChatListWords = {
  readonly chats: string
  readonly back: string
  readonly loading: string
  readonly none: string
  readonly earlier: string
  readonly rename: (name: string) => string
  readonly remove: (name: string) => string
  readonly removeQuestion: (name: string) => string
  readonly removed: string
  readonly name: string
  readonly save: string
  readonly cancel: string
}

/** The other language is never fetched. */
export async function loadChatListWords(language: Language): Promise<ChatListWords> {
  return language === 'ru'
    ? (await import('./chat-list-ru.ts')).chatListRu
    : (await import('./chat-list-en.ts')).chatListEn
}
