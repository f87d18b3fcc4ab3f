import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { icons } from '../../icons/icons.ts'
import { NativeEvent } from '../../native-event.ts'
import type { ChatListWords } from '../../localization/chat-list-words.ts'
import { problemText, type PanelWords } from '../../localization/panel-words.ts'
import { shared } from '../../styles/shared.styles.ts'
import {
  type ChatList,
  chatsOfPage,
  type ListedChat,
  maxTitleLength,
} from '../../transports/chat-list.ts'
import { failureOf } from '../../transports/conversation-error.ts'
import type { Failure } from '../../conversation/state.ts'
import type { Conversation } from '../../chat/conversation.ts'
import type { Question } from '../question/question.ts'
import { chatListStyles } from './chat-list.styles.ts'

/** Longer names are not read out. */
const maxNameLength = 60

/**
 * @summary The visitor's conversations with the character: to open, rename and delete.
 * @tagname visavis-chat-list
 * @csspart chats - All of it.
 */
export class VisavisChatList extends LitElement {
  static override styles = [shared, chatListStyles]
  static override properties = {
    conversation: { attribute: false },
    words: { attribute: false },
    panelWords: { attribute: false },
    language: { attribute: false },
    chats: { state: true },
    mayHaveMore: { state: true },
    failure: { state: true },
    renamed: { state: true },
    announcement: { state: true },
  }

  /** All of these are set before it is connected. */
  conversation!: Conversation
  list!: ChatList
  words!: ChatListWords
  panelWords!: PanelWords
  language = ''
  /** Asks before a conversation is deleted. */
  ask!: (question: Question) => Promise<boolean>

  /** The latest first; null before the first page is there. */
  private chats: readonly ListedChat[] | null = null
  private mayHaveMore = false
  private failure: Failure | null = null
  /** The one that is being given a name. */
  private renamed: string | null = null
  private announcement = ''

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('.back')?.focus(options)
  }

  protected override firstUpdated(): void {
    this.focus()
  }

  protected override render(): TemplateResult {
    const { words, chats, failure, panelWords } = this
    return html`
      <div class="top">
        <button class="icon-button back" aria-label=${words.back} @click=${this.#close}>
          ${icons.back}
        </button>
        <h2>${words.chats}</h2>
      </div>
      <div class="scroll">
        ${
          failure
            ? html`<p class="aside problem" role="alert">
                  ${problemText(panelWords, failure.problem, failure.retryAt ?? null) || panelWords.problemOther}
                </p>
                <button class="pill" @click=${() => void this.#load()}>${panelWords.retry}</button>`
            : nothing
        }
        ${!chats && !failure ? html`<p class="aside" role="status">${words.loading}</p>` : nothing}
        ${chats?.length === 0 ? html`<p class="aside none" role="status">${words.none}</p>` : nothing}
        <ul aria-label=${words.chats} ?hidden=${!chats?.length}>
          ${repeat(
            chats ?? [],
            ({ id }) => id,
            (chat) => this.#renderChat(chat),
          )}
        </ul>
        ${
          this.mayHaveMore
            ? html`<button class="pill" @click=${() => void this.#load(chats?.at(-1))}>
                ${words.earlier}
              </button>`
            : nothing
        }
      </div>
      <p class="visually-hidden" role="status">${this.announcement}</p>
    `
  }

  #renderChat(chat: ListedChat): TemplateResult {
    const { words, language } = this
    const isCurrent = chat.id === this.conversation.view.chatId
    const name = nameOf(chat)
    const short = shortened(name)
    return html`<li class=${isCurrent ? 'current' : ''} data-id=${chat.id}>
      ${
        this.renamed === chat.id
          ? this.#renderForm(chat)
          : html`<button
                class="show"
                aria-current=${isCurrent ? 'true' : nothing}
                @click=${() => this.#show(chat)}
              >
                <span class="called">${name}</span>
                <span class="when">${timeOf(chat.updatedAt, language)}</span>
              </button>
              <button
                class="icon-button rename"
                aria-label=${words.rename(short)}
                @click=${() => this.#begin(chat)}
              >
                ${icons.write}
              </button>
              <button
                class="icon-button remove"
                aria-label=${words.remove(short)}
                @click=${() => void this.#askToDelete(chat)}
              >
                ${icons.remove}
              </button>`
      }
    </li>`
  }

  #renderForm(chat: ListedChat): TemplateResult {
    const { words } = this
    return html`<form
      @submit=${(event: Event) => this.#rename(event, chat)}
      @keydown=${(event: KeyboardEvent) => this.#press(event, chat)}
    >
      <input
        name="title"
        dir="auto"
        aria-label=${words.name}
        maxlength=${maxTitleLength}
        autocomplete="off"
        .value=${chat.title ?? ''}
        placeholder=${chat.opening}
      />
      <button class="icon-button" aria-label=${words.save}>${icons.done}</button>
      <button
        class="icon-button"
        type="button"
        aria-label=${words.cancel}
        @click=${() => this.#endRenaming(chat)}
      >
        ${icons.close}
      </button>
    </form>`
  }

  readonly #close = (): void => {
    this.dispatchEvent(new NativeEvent('close'))
  }

  async #load(behind?: ListedChat): Promise<void> {
    this.failure = null
    try {
      const page = await this.list.page(behind)
      // Another press has brought it, or the one before it is gone.
      if (behind && behind.id !== this.chats?.at(-1)?.id) return
      this.chats = [...(behind ? (this.chats ?? []) : []), ...page]
      this.mayHaveMore = page.length === chatsOfPage
    } catch (error) {
      const failure = failureOf(error)
      // Who has never written has nothing to be listed.
      if (failure.problem === 'unauthorized') this.chats ??= []
      else this.failure = failure
    }
  }

  #show({ id }: ListedChat): void {
    if (id !== this.conversation.view.chatId) void this.conversation.showChat(id)
    this.#close()
  }

  async #begin({ id }: ListedChat): Promise<void> {
    this.renamed = id
    await this.updateComplete
    this.renderRoot.querySelector('input')?.select()
  }

  async #endRenaming({ id }: ListedChat): Promise<void> {
    this.renamed = null
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>(`[data-id="${id}"] .rename`)?.focus()
  }

  #press(event: KeyboardEvent, chat: ListedChat): void {
    if (event.key !== 'Escape' || event.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    void this.#endRenaming(chat)
  }

  async #rename(event: Event, chat: ListedChat): Promise<void> {
    event.preventDefault()
    const input = (event.target as HTMLElement).querySelector('input')
    const title = input?.value.trim() || null
    void this.#endRenaming(chat)
    if (title === chat.title) return
    this.#put({ ...chat, title })
    await this.#try(
      () => this.list.rename(chat.id, title),
      () => this.#put(chat),
    )
  }

  #put(chat: ListedChat): void {
    this.chats = this.chats?.map((other) => (other.id === chat.id ? chat : other)) ?? null
  }

  async #askToDelete(chat: ListedChat): Promise<void> {
    const { words, panelWords } = this
    // Where the usual word does not arrive, one of the list's own says it.
    const { keep } = await panelWords.loadMenuWords().catch(() => ({ keep: words.cancel }))
    const isSure = await this.ask({
      text: words.removeQuestion(shortened(nameOf(chat))),
      no: keep,
      yes: panelWords.remove,
      isDestructive: true,
    })
    if (!isSure) return
    // What was pressed goes with the conversation.
    this.focus()
    await this.#delete(chat)
  }

  async #delete(chat: ListedChat): Promise<void> {
    const { conversation } = this
    const isCurrent = () => chat.id === conversation.view.chatId
    if (isCurrent()) await conversation.stop()
    const before = this.chats
    this.chats = before?.filter(({ id }) => id !== chat.id) ?? null
    const isDone = await this.#try(
      () => this.list.delete(chat.id),
      () => (this.chats = before),
    )
    if (!isDone) return
    this.announcement = this.words.removed
    if (isCurrent()) conversation.newChat()
  }

  /** Carries a change, already shown, to the server; if that fails, it is taken back. */
  async #try(work: () => Promise<void>, takeBack: () => void): Promise<boolean> {
    this.failure = null
    try {
      await work()
      return true
    } catch (error) {
      takeBack()
      this.failure = failureOf(error)
      return false
    }
  }
}

function nameOf({ title, opening }: ListedChat): string {
  return title ?? opening.replace(/\s+/gu, ' ').trim()
}

function shortened(name: string): string {
  const characters = [...name]
  return characters.length > maxNameLength
    ? `${characters.slice(0, maxNameLength).join('').trimEnd()}…`
    : name
}

/** The hour of today, the day of this year, or the date. */
function timeOf(moment: string, language: string): string {
  const time = new Date(moment)
  const now = new Date()
  if (time.toDateString() === now.toDateString()) {
    return time.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' })
  }
  const isThisYear = time.getFullYear() === now.getFullYear()
  return time.toLocaleDateString(language, {
    day: 'numeric',
    month: 'long',
    ...(!isThisYear && { year: 'numeric' }),
  })
}

declare global {
  interface HTMLElementTagNameMap {
    'visavis-chat-list': VisavisChatList
  }
}
