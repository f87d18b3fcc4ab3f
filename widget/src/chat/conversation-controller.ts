import { isBlank, storable } from '@visavis/shared/wire/text.ts'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { ConversationChange, NewMessage } from '../conversation/state.ts'
import type { ConversationView } from '../conversation/view.ts'
import { failureOf } from '../transports/conversation-error.ts'
import { openSession } from '../transports/open-session.ts'
import { browserFetch, connect, type Connection, type ConversationOptions } from './connection.ts'
import type { Conversation } from './conversation.ts'
import { ConversationStore, type ConversationSubscriber } from './conversation-store.ts'
import { OpenConversation } from './open-conversation.ts'
import { publicEvents } from './public-events.ts'
import { MindStateChangeEvent } from '../events/mind-state-change.ts'
import { SaidEvent, type VisavisEvent } from '../events/visavis-event.ts'

export type { ConversationOptions } from './connection.ts'

/**
 * A conversation for an element to draw, and the element's edge to its page: `view` is what there is
 * to see, the methods are what a visitor can do, and everything that happens is dispatched from the
 * element as a typed event. Before {@link load} nothing is asked of any server, and nothing is stored. The methods never
 * reject: what went wrong is in the view.
 */
export class ConversationController implements Conversation, ReactiveController {
  /** What it talks to its site through, once the session is open. */
  connection: Connection | null = null
  readonly #host: ReactiveControllerHost & EventTarget
  readonly #options: () => ConversationOptions
  readonly #store = new ConversationStore()
  #loading: { readonly key: string; done: Promise<void> } | null = null
  #open: OpenConversation | null = null
  #connected: AbortController | undefined
  #frame = 0

  constructor(host: ReactiveControllerHost & EventTarget, options: () => ConversationOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
    this.subscribe((change) => this.#changed(change))
  }

  get view(): ConversationView {
    return this.#store.view
  }

  hostConnected(): void {
    const { signal } = (this.#connected = new AbortController())
    this.#open?.join()
    document.addEventListener('visibilitychange', this.#lookAgain, { signal })
    addEventListener('online', this.#lookAgain, { signal })
    // A browser keeps a page that was left, for the way back, if it holds on to nothing.
    addEventListener('pagehide', () => this.#open?.part(), { signal })
    addEventListener('pageshow', () => this.#open?.join(), { signal })
  }

  hostDisconnected(): void {
    this.#connected?.abort()
    this.#open?.part()
  }

  /**
   * Opens the session, and the visitor's chat if there is one. Again, it does so only when the
   * options name another conversation or it failed before.
   */
  async load(): Promise<void> {
    const { apiUrl, siteKey, character, language } = this.#options()
    // Without a name it is the site's own character for the language.
    const key = JSON.stringify([apiUrl, siteKey, character ?? language])
    if (this.#loading?.key !== key || this.view.phase === 'unavailable') {
      const loading = { key, done: Promise.resolve() }
      this.#loading = loading
      loading.done = this.#load(loading)
    }
    await this.#loading.done
  }

  /**
   * Says something in the visitor's name; while another answer runs it becomes the draft instead, before
   * what stands there.
   */
  async send(message: NewMessage): Promise<void> {
    const text = storable(message.text)
    if (isBlank(text)) return
    if (this.view.phase !== 'ready') await this.load()
    if (this.#open !== null && !this.view.busy) await this.#open.send({ text })
    else this.#keepUnsaid(text)
  }

  /** Stops the running answer; what was said of it stays. */
  async stop(): Promise<void> {
    await this.#open?.stop()
  }

  /**
   * Goes on with what is not whole: sends a message that was not sent, asks for an answer that did
   * not come, or for the rest of one that broke off, was stopped or grew too long.
   */
  async retry(messageId: string): Promise<void> {
    if (!this.view.busy) await this.#open?.retry(messageId)
  }

  /** Asks for another variant of an answer. */
  async regenerate(messageId: string): Promise<void> {
    if (!this.view.busy) await this.#open?.regenerate(messageId)
  }

  /** Shows the variant before or after an answer, with what was said after it. */
  async showVariant(messageId: string, step: -1 | 1): Promise<void> {
    if (!this.view.busy) await this.#open?.showVariant(messageId, step)
  }

  /** Deletes a message and everything that was said after it. */
  async deleteMessage(messageId: string): Promise<void> {
    if (!this.view.busy) await this.#open?.deleteMessage(messageId)
  }

  /** Deletes all messages of the chat but the greeting; a running answer is stopped first. */
  async clear(): Promise<void> {
    await this.#open?.clear()
  }

  /** Leaves the chat for one that begins with the next message; the old one is kept. */
  newChat(): void {
    this.#open?.newChat()
  }

  /** Shows another of the visitor's chats; the one before is kept. */
  async showChat(chatId: string): Promise<void> {
    await this.#open?.showChat(chatId)
  }

  subscribe(subscriber: ConversationSubscriber): () => void {
    return this.#store.subscribe(subscriber)
  }

  /** Tells the page something, and what was said only where the page may know. */
  tell(news: VisavisEvent): void {
    if (news instanceof SaidEvent && !this.#options().eventsWithText) news.conceal()
    this.#host.dispatchEvent(news)
  }

  /** What stands in the composer; kept until it is sent, over a reload too. */
  setDraft(text: string): void {
    this.#store.dispatch({ type: 'draft-changed', text })
  }

  #keepUnsaid(text: string): void {
    const { draft } = this.view
    if (draft !== text) this.setDraft(isBlank(draft) ? text : `${text}\n${draft}`)
  }

  async #load(loading: object): Promise<void> {
    const isCurrent = () => this.#loading === loading
    this.#open?.leave()
    this.#open = null
    this.#store.dispatch({ type: 'session-requested' })
    const { apiUrl, siteKey, character, language } = this.#options()
    const request = { siteKey, language, ...(character && { characterSlug: character }) }
    try {
      const session = await openSession(browserFetch, apiUrl, request)
      const connection = connect(session, this.#options, () =>
        this.#store.dispatch({ type: 'action-failed', problem: 'storage_blocked' }),
      )
      const chatId = await connection.keptChat.read()
      if (!isCurrent()) return
      this.connection = connection
      const open = new OpenConversation(this.#store, connection)
      this.#open = open
      if (this.#connected?.signal.aborted === false) open.join()
      this.#store.dispatch({ type: 'session-opened', session, chatId, now: Date.now() })
      await open.restore()
    } catch (error) {
      if (isCurrent()) this.#store.dispatch({ type: 'session-failed', ...failureOf(error) })
    }
  }

  #changed(change: ConversationChange): void {
    const { event, before, after } = change
    if (before.draft !== after.draft) this.#open?.keepDraft(after.draft)
    const isMoreText = event.type === 'streamed' && event.event.type === 'text-delta'
    cancelAnimationFrame(this.#frame)
    // Words can arrive faster than a screen shows them, a whole answer at once after a reload.
    if (isMoreText) this.#frame = requestAnimationFrame(() => this.#host.requestUpdate())
    else this.#host.requestUpdate()
    for (const news of publicEvents(change)) {
      if (!(news instanceof MindStateChangeEvent && this.#options().callTellsMind)) this.tell(news)
    }
  }

  readonly #lookAgain = (): void => {
    if (document.visibilityState !== 'visible') return
    if (this.view.phase === 'unavailable' && this.view.problem === 'offline') void this.load()
    else void this.#open?.refresh()
  }
}
