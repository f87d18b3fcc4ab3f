import type { ChatListWords } from '../chat-list-words.ts'

export const words: ChatListWords = {
  chats: 'Your conversations',
  back: 'Back to the conversation',
  loading: 'One moment…',
  none: 'Nothing here yet. Your conversations will be kept here.',
  earlier: 'Earlier ones',
  rename: (name) => `Rename “${name}”`,
  remove: (name) => `Delete “${name}”`,
  removeQuestion: (name) => `Delete “${name}” with everything in it? It cannot be brought back.`,
  removed: 'Deleted.',
  name: 'Name of the conversation',
  save: 'Save the name',
  cancel: 'Leave the name as it was',
}
