import type { ConversationSubscriber } from '../src/chat/conversation-store.ts'
import { reduce } from '../src/conversation/reduce.ts'
import { type ConversationEvent, initialState, type NewMessage } from '../src/conversation/state.ts'
import type { ConversationView } from '../src/conversation/view.ts'
import type { Connection } from '../src/chat/connection.ts'
import type { Conversation } from '../src/chat/conversation.ts'
import type { VisavisPanel } from '../src/elements/panel/panel.ts'

/** A conversation that shows given views and remembers what it was asked to do. */
export class ScriptedConversation implements Conversation {
  readonly asked: unknown[][] = []
  connection: Connection | null = null
  readonly #panel: VisavisPanel
  readonly #subscribers = new Set<ConversationSubscriber>()
  #state = initialState
  #view: ConversationView

  constructor(panel: VisavisPanel, view: ConversationView) {
    this.#panel = panel
    this.#view = view
  }

  get view(): ConversationView {
    return this.#view
  }

  /** Shows another view, or changes of the present one. */
  show(change: Partial<ConversationView>): void {
    this.#view = { ...this.#view, ...change }
    this.#panel.requestUpdate()
    this.hear({ type: 'draft-changed', text: this.#view.draft })
  }

  async load(): Promise<void> {
    this.asked.push(['load'])
  }

  async send({ text }: NewMessage): Promise<void> {
    this.asked.push(['send', text])
  }

  async stop(): Promise<void> {
    this.asked.push(['stop'])
  }

  async retry(messageId: string): Promise<void> {
    this.asked.push(['retry', messageId])
  }

  async regenerate(messageId: string): Promise<void> {
    this.asked.push(['regenerate', messageId])
  }

  async showVariant(messageId: string, step: -1 | 1): Promise<void> {
    this.asked.push(['showVariant', messageId, step])
  }

  async deleteMessage(messageId: string): Promise<void> {
    this.asked.push(['deleteMessage', messageId])
  }

  async clear(): Promise<void> {
    this.asked.push(['clear'])
  }

  subscribe(subscriber: ConversationSubscriber): () => void {
    this.#subscribers.add(subscriber)
    return () => this.#subscribers.delete(subscriber)
  }

  /** Something happens in it, whatever it shows. */
  hear(event: ConversationEvent): void {
    const before = this.#state
    const after = (this.#state = reduce(before, event))
    for (const subscriber of this.#subscribers) subscriber({ event, before, after })
  }

  newChat(): void {
    this.asked.push(['newChat'])
  }

  async showChat(chatId: string): Promise<void> {
    this.asked.push(['showChat', chatId])
  }

  setDraft(draft: string): void {
    this.asked.push(['setDraft', draft])
    this.show({ draft })
  }
}
