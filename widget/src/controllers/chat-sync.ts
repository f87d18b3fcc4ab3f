import type { MessageTree } from '../conversation/message-tree.ts'
import { failureOf } from '../transports/conversation-error.ts'
import type { Connection } from './connection.ts'
import type { ConversationStore } from './conversation-store.ts'

export type ChatSyncOptions = {
  readonly store: ConversationStore
  readonly connection: Connection
  readonly follow: (answer: { key: string; streamId: string }) => Promise<void>
}

/** Keeps the conversation and what the server has of it the same. */
export class ChatSync {
  readonly #options: ChatSyncOptions
  #changes: Promise<void> = Promise.resolve()
  #loading: Promise<void> | null = null
  #isStale = false
  #isLeft = false
  #isPaused = false
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Streams that the server no longer has; following them again would never end. */
  readonly #lostStreams = new Set<string>()

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
    if (this.#isStale) void this.refresh()
  }

  /** Resolves when no change is on its way to the server any more. */
  async settled(): Promise<void> {
    await this.#changes
  }

  /**
   * Carries a change, already shown, to the server, after those before it. If that fails, what was
   * shown is taken back.
   */
  async change(treeBefore: MessageTree, work: () => Promise<void>): Promise<boolean> {
    const { store } = this.#options
    const shown = store.state.tree
    const done = this.#changes.then(work)
    this.#changes = done.catch(() => undefined)
    try {
      await done
      return true
    } catch (error) {
      if (this.#isLeft) return false
      // What has happened since is not taken back with it; the server's own state sorts it out.
      const tree = store.state.tree === shown ? treeBefore : store.state.tree
      store.dispatch({ type: 'action-failed', ...failureOf(error), tree })
      return false
    }
  }

  /** The chat may have changed elsewhere; it is read again, at once or after the running turn. */
  async refresh(chatId = this.#options.store.state.chatId): Promise<void> {
    if (chatId === null || this.#isLeft) return
    this.#isStale = true
    if (this.#options.store.state.turn !== null) return
    this.#loading ??= this.#load(chatId).finally(() => (this.#loading = null))
    await this.#loading
  }

  /** A turn has ended; what was put off because of it is done now. */
  turnEnded(lostStreamId: string | null): void {
    if (lostStreamId !== null) {
      this.#lostStreams.add(lostStreamId)
      this.#isStale = true
    }
    if (this.#isStale) void this.refresh()
  }

  async #load(chatId: string): Promise<void> {
    const { store, connection } = this.#options
    while (this.#isStale && store.state.turn === null) {
      this.#isStale = false
      await this.settled()
      const { tree } = store.state
      try {
        const history = await connection.history()
        const stored = await history.load(chatId, tree)
        if (this.#isLeft) return
        if (store.state.tree !== tree || store.state.turn !== null) this.#isStale = true
        else if (stored !== null) store.dispatch({ type: 'history-loaded', chatId, tree: stored })
        else {
          // Another tab may have become another visitor, who keeps a chat of their own.
          if (await connection.keptChat.isOwn()) await connection.keptChat.write(null)
          store.dispatch({ type: 'chat-begun', now: Date.now() })
          return
        }
      } catch (error) {
        const failure = failureOf(error)
        // Nobody is signed in any more; somebody who was but refused keeps what they have read.
        const isOver =
          failure.problem === 'unauthorized' &&
          (tree.nodes.size < 2 || !(await connection.auth.visitorId()))
        if (this.#isLeft) return
        this.#isStale = true
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
    const { store, follow } = this.#options
    if (store.state.turn !== null) return
    for (const { key, status, streamId } of store.state.tree.nodes.values()) {
      if (status !== 'streaming' || streamId === null || this.#lostStreams.has(streamId)) continue
      void follow({ key, streamId })
      return
    }
  }
}
