import type { Connection } from './connection.ts'
import type { ConversationView } from '../conversation/view.ts'

/** Hears what the page is about to be told; with a false from it, the page is not told. */
export type ConversationFollower = (news: Event) => boolean | void

/** What the panel draws, and whom it asks to act; the conversation's controller is one. */
export interface Conversation {
  readonly view: ConversationView
  /** What it talks to its site through, once that is open. */
  readonly connection: Connection | null
  load(): Promise<void>
  send(text: string): Promise<void>
  stop(): Promise<void>
  retry(messageId: string): Promise<void>
  regenerate(messageId: string): Promise<void>
  showVariant(messageId: string, step: -1 | 1): Promise<void>
  deleteMessage(messageId: string): Promise<void>
  clear(): Promise<void>
  newChat(): void
  showChat(chatId: string): Promise<void>
  setDraft(text: string): void
  follow(follower: ConversationFollower): () => void
  tell(news: Event): void
}
