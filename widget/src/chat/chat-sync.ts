import { emptyTree } from '../conversation/message-tree.ts'
import { ConversationError, failureOf } from '../transports/conversation-error.ts'
import type { Connection } from './connection.ts'
import type { ConversationStore } from './conversation-store.ts'

export type ChatSyncOptions = {
  readonly store: ConversationStore
  readonly connection: Connection
  readonly lostStreams: ReadonlySet<string>
  /** Resolves when no change is on its way to the server any more. */
  readonly settled: () => Promise<unknown>
  /** Leaves the running turn to itself. */
  readonly leaveTurn: () => void
  readonly follow: (answer: { key: string; streamId: string }) => Promise<void>
}

/** Makes the conversation what the server has of it. Loaded when there is a chat to read. */
export class ChatSync {
  /** The chat is to be read again. */
  isStale = false
  readonly #options: ChatSyncOptions
  #loading: Promise<void> | null = null
  #isLeft = false
  #isPaused = false
  /** How often another chat was asked for. */
  #wishes = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: ChatSyncOptions) {
    this.#options = options
  }

  /** Asks no more, and what was asked is not heard: another conversation may be shown by then. */
  leave(): void {
    this.#isLeft = true
    this.pause()
  }

  /** Asks no more by itself: nobody is looking. */
  pause(): void {
    this.#isPaused = true
    clearTimeout(this.#timer)
  }

  /** Somebody looks again; what was put off is asked for now. */
  resume(): void {
    this.#isPaused = false
    if (this.isStale) void this.refresh()
  }

  /** The chat may have changed elsewhere; it is read again, at once or after the running turn. */
  async refresh(chatId = this.#options.store.state.chatId): Promise<void> {
    if (chatId === null || this.#isLeft) return
    this.isStale = true
    if (this.#options.store.state.turn !== null) return
    this.#loading ??= this.#load(chatId).finally(() => (this.#loading = null))
    await this.#loading
  }

  /**
   * Shows another of the visitor's chats, without anybody reading on in the one before; the one that
   * was asked for last, unless a new one was begun meanwhile.
   *
   * @throws ConversationError `chat_not_found` when there is none by that id any more
   */
  async show(chatId: string): Promise<void> {
    const { store, connection, leaveTurn } = this.#options
    const wish = (this.#wishes += 1)
    const shownId = store.state.chatId
    const history = await connection.history()
    const tree = await history.load(chatId, emptyTree)
    const isNewBegun = shownId !== null && store.state.chatId === null
    if (this.#isLeft || this.#wishes !== wish || isNewBegun) return
    if (tree === null) throw new ConversationError('chat_not_found')
    leaveTurn()
    store.dispatch({ type: 'chat-shown', chatId, tree })
    // It belongs to the chat before.
    connection.keptText.unsent = null
    await connection.keptChat.write(chatId)
    this.#followRunning()
  }

  async #load(chatId: string): Promise<void> {
    const { store, connection, settled } = this.#options
    const shownId = store.state.chatId
    while (this.isStale && store.state.turn === null) {
      this.isStale = false
      await settled()
      const { tree } = store.state
      try {
        const history = await connection.history()
        const stored = await history.load(chatId, tree)
        if (this.#isLeft) return
        // Another chat is shown by now.
        if (store.state.chatId !== shownId) return
        if (store.state.tree !== tree || store.state.turn !== null) this.isStale = true
        else if (stored !== null) store.dispatch({ type: 'history-loaded', chatId, tree: stored })
        else {
          // Another tab may have become another visitor, who keeps a chat of their own.
          if (await connection.keptChat.isOwn()) await connection.keptChat.write(null)
          store.dispatch({ type: 'chat-begun', now: Date.now() })
          return
        }
      } catch (error) {
        const failure = failureOf(error)
        this.isStale = true
        // A running turn knows better; once it has ended, the chat is read again.
        if (this.#isLeft || store.state.turn !== null) return
        // Nobody is signed in any more; somebody who was but refused keeps what they have read.
        const isOver =
          failure.problem === 'unauthorized' &&
          (tree.nodes.size < 2 || !(await connection.auth.visitorId()))
        if (this.#isLeft) return
        if (isOver) {
          store.dispatch({ type: 'chat-begun', now: Date.now() })
        } else {
          store.dispatch({ type: 'action-failed', ...failure })
          this.#refreshAt(failure.retryAt)
        }
        return
      }
    }
    this.#followRunning()
  }

  /** Tabs that were refused together do not come back together. */
  #refreshAt(moment: number | null): void {
    if (moment === null || this.#isPaused) return
    const waitMs = (moment - Date.now()) * (1 + Math.random() / 4)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.refresh(), waitMs)
  }

  #followRunning(): void {
    const { store, lostStreams, follow } = this.#options
    if (store.state.turn !== null) return
    for (const { key, status, streamId } of store.state.tree.nodes.values()) {
      if (status !== 'streaming' || streamId === null || lostStreams.has(streamId)) continue
      void follow({ key, streamId })
      return
    }
  }
}
