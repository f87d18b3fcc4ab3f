import type { MenuWords } from '../panel-words.ts'

export const words: MenuWords = {
  newChat: 'New chat',
  chats: 'Your conversations',
  clearChat: 'Clear this chat',
  clearQuestion: 'Delete every message of this chat? The greeting stays.',
  clear: 'Clear',
  removeQuestion: 'Delete this message and everything after it?',
  keep: 'Keep',
}
