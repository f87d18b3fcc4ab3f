import {
  answersByParent,
  findNode,
  type MessageTree,
  newestLeafBelow,
} from '../conversation/message-tree.ts'
import type { ChatHistory } from '../transports/chat-history.ts'
import { failureOf } from '../transports/conversation-error.ts'
import type { Connection } from './connection.ts'
import type { ConversationStore } from './conversation-store.ts'
import type { Unsent } from './kept-text.ts'

export type ChatChangesOptions = {
  readonly store: ConversationStore
  readonly connection: Connection
  readonly send: (message: Pick<Unsent, 'clientMessageId' | 'text'>) => Promise<void>
  /** The conversation is shown no more. */
  readonly isLeft: () => boolean
  readonly onChanged: () => Promise<void>
}

/** What changes what was said before; it loads with the first change. */
export class ChatChanges {
  readonly #options: ChatChangesOptions
  /** What is on its way to the server, after all that was before. */
  #carried: Promise<void> = Promise.resolve()

  constructor(options: ChatChangesOptions) {
    this.#options = options
  }

  /** Brings back a message that an earlier page view left unsent. */
  async restore({ clientMessageId, text, wasSending }: Unsent): Promise<void> {
    const { store, connection, send } = this.#options
    const { tree, turn } = store.state
    const nodes = [...tree.nodes.values()]
    if (nodes.some((node) => node.id !== null && node.clientMessageId === clientMessageId)) {
      connection.keptText.unsent = null
    } else if (wasSending && turn === null) {
      void send({ clientMessageId, text })
    } else {
      store.dispatch({ type: 'unsent-restored', clientMessageId, text, now: Date.now() })
    }
  }

  async showVariant(messageId: string, step: -1 | 1): Promise<void> {
    const { store } = this.#options
    const { tree, chatId } = store.state
    const answer = findNode(tree, messageId)
    if (answer === undefined) return
    const variants = answersByParent(tree).get(answer.parentKey) ?? []
    const variant = variants[variants.indexOf(answer) + step]
    if (variant === undefined) return
    store.dispatch({ type: 'variant-shown', key: variant.key })
    const leafId = tree.nodes.get(newestLeafBelow(tree, variant.key))?.id
    if (!chatId || !leafId) return
    await this.#carry(tree, (history) => history.showPath(chatId, leafId))
  }

  async deleteMessage(messageId: string): Promise<void> {
    const { store, connection } = this.#options
    const { tree } = store.state
    const node = findNode(tree, messageId)
    if (node === undefined || node.parentKey === null) return
    store.dispatch({ type: 'message-deleted', key: node.key })
    const { id } = node
    if (id === null) connection.keptText.unsent = null
    else await this.#carry(tree, (history) => history.deleteMessage(id))
  }

  async clear(): Promise<void> {
    const { store, connection } = this.#options
    const { tree, chatId } = store.state
    store.dispatch({ type: 'chat-cleared' })
    connection.keptText.unsent = null
    if (chatId !== null) await this.#carry(tree, (history) => history.clear(chatId))
  }

  /** Carries a change, already shown, to the server; if that fails, it is taken back. */
  async #carry(
    treeBefore: MessageTree,
    work: (history: ChatHistory) => Promise<void>,
  ): Promise<void> {
    const { store, connection, isLeft, onChanged } = this.#options
    const shown = store.state.tree
    const done = this.#carried.then(async () => work(await connection.history()))
    this.#carried = done.catch(() => undefined)
    try {
      await done
    } catch (error) {
      if (isLeft()) return
      // What has happened since is not taken back with it; the server's own state sorts it out.
      const { tree } = store.state
      const known = tree === shown ? treeBefore : tree
      store.dispatch({ type: 'action-failed', ...failureOf(error), tree: known })
      return
    }
    await onChanged()
  }
}
