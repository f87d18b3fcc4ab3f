import { findNode } from '../conversation/message-tree.ts'
import type { NewMessage } from '../conversation/state.ts'
import { loadOnce } from '@visavis/shared/load-once.ts'
import { loadPart } from '../load-part.ts'
import { failureOf } from '../transports/conversation-error.ts'
import type { ChatChanges } from './chat-changes.ts'
import type { ChatSync } from './chat-sync.ts'
import type { Connection } from './connection.ts'
import type { ConversationStore } from './conversation-store.ts'
import { type ChatNews, TabChannel } from './tab-channel.ts'
import { createId } from '../create-id.ts'
import { type TurnEnding, TurnRunner } from './turn-runner.ts'

/** What a visitor can do once the session is open. No method rejects; failures go to the store. */
export class OpenConversation {
  readonly #store: ConversationStore
  readonly #connection: Connection
  readonly #turns: TurnRunner
  readonly #tabs: TabChannel
  /** Needed once there is a chat to look at again. */
  readonly #loadSync = loadOnce(async () => {
    const [ChatSync] = await Promise.all([
      loadPart(async () => (await import('./chat-sync.ts')).ChatSync),
      // The first thing it asks for need not wait for it.
      this.#connection.history(),
    ])
    const sync = new ChatSync({
      store: this.#store,
      connection: this.#connection,
      lostStreams: this.#lostStreams,
      settled: () => this.#changes,
      leaveTurn: () => this.#turns.leave(),
      follow: (answer) => this.#turns.follow(answer),
    })
    if (this.#isPaused) sync.pause()
    if (this.#isLeft) sync.leave()
    this.#isStale = false
    return (this.#sync = sync)
  })
  #sync: ChatSync | null = null
  readonly #loadChanges = loadOnce(async () => {
    const ChatChanges = await loadPart(async () => (await import('./chat-changes.ts')).ChatChanges)
    return new ChatChanges({
      store: this.#store,
      connection: this.#connection,
      send: (message) => this.#turns.send(message),
      isLeft: () => this.#isLeft,
      onChanged: () => this.#tell(),
    })
  })
  /** Settles when no change is on its way to the server any more. */
  #changes: Promise<unknown> = Promise.resolve()
  /** Streams that the server no longer has; following them again would never end. */
  readonly #lostStreams = new Set<string>()
  /** The chat is to be read again, and what does that is not there. */
  #isStale = false
  #isPaused = false
  #isLeft = false

  constructor(store: ConversationStore, connection: Connection) {
    this.#store = store
    this.#connection = connection
    this.#turns = new TurnRunner({
      store,
      connection,
      settled: () => this.#changes,
      onTaken: (chatId, chatIdBefore) => this.#taken(chatId, chatIdBefore),
      onEnded: (ending) => this.#ended(ending),
    })
    this.#tabs = new TabChannel(connection.siteKey, (news) => void this.#hear(news))
  }

  /** Brings back what an earlier page view left: the chat, its running answer, an unsent message. */
  async restore(): Promise<void> {
    const { keptText } = this.#connection
    const { draft } = this.#store.state
    if (draft !== '') this.keepDraft(draft)
    else this.#store.dispatch({ type: 'draft-changed', text: keptText.draft })
    await this.refresh()
    const { unsent } = keptText
    if (unsent) await this.#change((changes) => changes.restore(unsent))
  }

  /** Listens to the site's other tabs, and tells them. */
  join(): void {
    this.#tabs.open()
    this.#isPaused = false
    this.#sync?.resume()
    this.#catchUp()
  }

  /** Is silent to other tabs; a running answer is still read. */
  part(): void {
    this.#tabs.close()
    this.#isPaused = true
    this.#sync?.pause()
  }

  /** Stops reading for good; a running answer goes on without it. */
  leave(): void {
    this.part()
    this.#isLeft = true
    this.#sync?.leave()
    this.#turns.leave()
  }

  /** Something may have happened elsewhere. */
  async refresh(chatId = this.#store.state.chatId): Promise<void> {
    if (chatId === null || this.#isLeft) return
    if (!this.#sync) {
      this.#isStale = true
      if (this.#store.state.turn !== null) return
      try {
        await this.#loadSync()
      } catch (error) {
        this.#fail(error)
      }
    }
    await this.#sync?.refresh(chatId)
  }

  keepDraft(text: string): void {
    this.#connection.keptText.draft = text
  }

  async send(message: NewMessage): Promise<void> {
    const { tree } = this.#store.state
    const leaf = tree.nodes.get(tree.leafKey ?? '')
    // The same words again are the same message: it cannot end up in the chat twice.
    const isAgain = leaf?.id === null && leaf.role === 'user' && leaf.text === message.text
    const clientMessageId = (isAgain && leaf.clientMessageId) || createId()
    await this.#turns.send({ clientMessageId, ...message })
  }

  async stop(): Promise<void> {
    await this.#turns.stop()
  }

  async retry(messageId: string): Promise<void> {
    const node = findNode(this.#store.state.tree, messageId)
    if (node === undefined) return
    const { role, clientMessageId, text } = node
    if (role === 'assistant') await this.#turns.retry(node)
    else if (clientMessageId !== null) await this.#turns.send({ clientMessageId, text })
  }

  async regenerate(messageId: string): Promise<void> {
    const answer = findNode(this.#store.state.tree, messageId)
    if (answer !== undefined && answer.id !== null) await this.#turns.regenerate(answer)
  }

  async showVariant(messageId: string, step: -1 | 1): Promise<void> {
    await this.#change((changes) => changes.showVariant(messageId, step))
  }

  async deleteMessage(messageId: string): Promise<void> {
    await this.#change((changes) => changes.deleteMessage(messageId))
  }

  async clear(): Promise<void> {
    await this.#turns.stop()
    await this.#turns.ended()
    await this.#change((changes) => changes.clear())
  }

  newChat(): void {
    this.#turns.leave()
    this.#store.dispatch({ type: 'chat-begun', now: Date.now() })
    this.#connection.keptText.unsent = null
    void this.#connection.keptChat.write(null).then(() => this.#tell())
  }

  /** Shows another of the visitor's chats; an answer that is running goes on unread. */
  async showChat(chatId: string): Promise<void> {
    try {
      await (await this.#loadSync()).show(chatId)
      await this.#tell()
    } catch (error) {
      this.#fail(error)
    }
  }

  async #change(change: (changes: ChatChanges) => Promise<void>): Promise<void> {
    const done = this.#loadChanges().then(change)
    this.#changes = Promise.allSettled([this.#changes, done])
    await done.catch((error: unknown) => this.#fail(error))
  }

  #fail(error: unknown): void {
    if (!this.#isLeft) this.#store.dispatch({ type: 'action-failed', ...failureOf(error) })
  }

  async #taken(chatId: string, chatIdBefore: string | null): Promise<void> {
    await this.#connection.keptChat.write(chatId)
    // The visitor has become another one, and what is shown above is the former one's chat.
    if (chatIdBefore !== null && chatIdBefore !== chatId) await this.refresh()
    await this.#tell()
  }

  #ended({ problem, streamId }: TurnEnding): void {
    if (problem === 'stream_not_found' && streamId !== null) this.#lostStreams.add(streamId)
    // An answer is in the way, or there is more or less of this one than was shown: the server knows.
    if (problem !== null && problem !== 'offline') void this.refresh()
    else this.#catchUp()
    if (streamId !== null) void this.#tell()
  }

  /** What was put off is done now. */
  #catchUp(): void {
    if (this.#sync?.isStale ?? this.#isStale) void this.refresh()
  }

  async #tell(): Promise<void> {
    const { auth, character } = this.#connection
    const visitorId = await auth.visitorId()
    this.#tabs.tell({ visitorId, character, chatId: this.#store.state.chatId })
  }

  async #hear({ visitorId, character, chatId }: ChatNews): Promise<void> {
    const { auth } = this.#connection
    if (character !== this.#connection.character) return
    if (visitorId !== (await auth.visitorId())) return
    if (chatId !== null) await this.refresh(chatId)
    else if (this.#store.state.turn === null) {
      this.#store.dispatch({ type: 'chat-begun', now: Date.now() })
    }
  }
}
