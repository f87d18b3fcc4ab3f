import type { MenuWords } from '../panel-words.ts'

export const words: MenuWords = {
  newChat: 'Новый разговор',
  chats: 'Ваши разговоры',
  clearChat: 'Очистить разговор',
  clearQuestion: 'Удалить все сообщения этого разговора? Приветствие останется.',
  clear: 'Очистить',
  removeQuestion: 'Удалить это сообщение и всё, что после него?',
  keep: 'Оставить',
}
