import type { NewMessage } from '../conversation/state.ts'
import type { ConversationView } from '../conversation/view.ts'
import type { Connection } from './connection.ts'
import type { ConversationSubscriber } from './conversation-store.ts'

/** What the panel draws, and whom it asks to act; the conversation's controller is one. */
export interface Conversation {
  readonly view: ConversationView
  /** What it talks to its site through, once that is open. */
  readonly connection: Connection | null
  /** Tells of every change from now on, until what is returned is called. */
  subscribe(subscriber: ConversationSubscriber): () => void
  load(): Promise<void>
  send(message: NewMessage): Promise<void>
  stop(): Promise<void>
  retry(messageId: string): Promise<void>
  regenerate(messageId: string): Promise<void>
  showVariant(messageId: string, step: -1 | 1): Promise<void>
  deleteMessage(messageId: string): Promise<void>
  clear(): Promise<void>
  newChat(): void
  showChat(chatId: string): Promise<void>
  setDraft(text: string): void
}
