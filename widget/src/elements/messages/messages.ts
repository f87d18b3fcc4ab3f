import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { ConversationView } from '../../conversation/view.ts'
import { icons } from '../../icons/icons.ts'
import { shared } from '../../styles/shared.styles.ts'
import { PanelActionEvent } from '../panel/panel-action.ts'
import { problemText, type PanelWords } from '../../localization/panel-words.ts'
import { messagesStyles } from './messages.styles.ts'

/** Within this many pixels of the end a reader counts as being there. */
const endMargin = 48

/** A list that loses more than this part of its height has made room for a keyboard or a call. */
const madeRoom = 1 / 3

/**
 * @summary The conversation, kept at its end for a reader who is there and left alone otherwise; a
 * greeting begins at its top.
 * @tagname visavis-messages
 * @csspart messages - The scrolling list.
 * @csspart thinking - The word before an answer's first.
 * @csspart latest - The way back to the newest message.
 * @csspart unavailable - What stands there when the conversation cannot be opened.
 */
export class VisavisMessages extends LitElement {
  static override styles = [shared, messagesStyles]
  static override properties = {
    words: { attribute: false },
    view: { attribute: false },
    language: { attribute: false },
    away: { state: true },
  }

  words!: PanelWords
  view!: ConversationView
  language = ''

  private away = false

  /** The reader is at the end, and stays there as the text grows or the window shrinks. */
  #isAtEnd = true
  #top = 0
  #newestKey = ''
  /** Nothing but a greeting is there. */
  #isGreeting = false
  /** The greatest height that the list had for it. */
  #height = 0
  #resizes: ResizeObserver | null = null

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#resizes?.disconnect()
    this.#resizes = null
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('view')) return
    const { messages } = this.view
    const newest = messages.at(-1)
    const isGreeting = messages.length === 1 && newest?.isGreeting === true
    // A greeting is read from its beginning, what follows as it comes.
    if (isGreeting !== this.#isGreeting) this.#isAtEnd = !isGreeting
    if (isGreeting && !this.#isGreeting) {
      this.away = false
      this.#height = 0
      if (this.hasUpdated) this.#scroller.scrollTop = 0
    }
    this.#isGreeting = isGreeting
    // Whoever sends a message wants to see it.
    if (newest?.role === 'user' && newest.key !== this.#newestKey) this.#isAtEnd = true
    this.#newestKey = newest?.key ?? ''
  }

  protected override updated(): void {
    void this.#keepPlaceOnceDrawn()
    if (this.#resizes) return
    this.#resizes = new ResizeObserver(() => this.#keepPlace())
    this.#resizes.observe(this.#scroller)
    this.#resizes.observe(this.#scroller.firstElementChild as Element)
  }

  protected override render(): TemplateResult {
    const { view, words } = this
    const streaming = view.messages.at(-1)?.status === 'streaming'
    return html`
      <div
        class="scroller"
        part="messages"
        role="log"
        aria-live="off"
        aria-busy=${view.busy || view.phase === 'loading'}
        aria-label=${words.conversation}
        tabindex="0"
        @scroll=${this.#readPosition}
      >
        <div class="list">
          ${view.messages.map(
            (message) => html`
              <visavis-message
                .words=${words}
                .message=${message}
                .name=${view.character?.name ?? ''}
                .language=${this.language}
                exportparts="message, message-user, message-assistant, text, problem, actions"
              ></visavis-message>
            `,
          )}
          ${
            view.busy && !streaming && view.problem !== 'offline'
              ? html`<p class="thinking" part="thinking">${words.stateThinking}</p>`
              : nothing
          }
          ${
            view.phase === 'loading' && view.messages.length === 0
              ? html`<div class="awaited"></div>`
              : nothing
          }
          ${view.phase === 'unavailable' ? this.#renderUnavailable() : nothing}
        </div>
      </div>
      ${
        this.away
          ? html`<button class="pill latest" part="latest" @click=${this.#goToEnd}>
              ${icons.down}${words.latest}
            </button>`
          : nothing
      }
    `
  }

  #renderUnavailable(): TemplateResult {
    const { words, view } = this
    return html`
      <div class="unavailable" part="unavailable" role="alert">
        <p class="title">${words.unavailable}</p>
        <p>${problemText(words, view.problem ?? 'internal_error', view.retryAt)}</p>
        <button
          class="pill"
          @click=${() => this.dispatchEvent(new PanelActionEvent({ type: 'load' }))}
        >
          ${icons.again}${words.retry}
        </button>
      </div>
    `
  }

  get #scroller(): HTMLElement {
    return this.renderRoot.querySelector('.scroller') as HTMLElement
  }

  /** Messages draw themselves after the list did, and only then is it as long as its text. */
  async #keepPlaceOnceDrawn(): Promise<void> {
    const messages = this.renderRoot.querySelectorAll('visavis-message')
    await Promise.all([...messages].map(({ updateComplete }) => updateComplete))
    this.#keepPlace()
  }

  #keepPlace(): void {
    const { clientHeight } = this.#scroller
    this.#height = Math.max(this.#height, clientHeight)
    // A panel that is closed has no height at all.
    const hasMadeRoom = clientHeight > 0 && clientHeight < this.#height * (1 - madeRoom)
    if (this.#isGreeting && hasMadeRoom) this.#isAtEnd = true
    if (this.#isAtEnd) this.#toEnd()
    else if (!this.#isGreeting) this.#readPosition()
  }

  #readPosition(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller
    // Only a reader who scrolls up leaves the end. Where the text grew, the list follows it.
    if (scrollHeight - scrollTop - clientHeight <= endMargin) this.#isAtEnd = true
    else if (scrollTop < this.#top) this.#isAtEnd = false
    this.#top = scrollTop
    this.away = !this.#isAtEnd && !this.#isGreeting
  }

  #toEnd(): void {
    const scroller = this.#scroller
    scroller.scrollTop = scroller.scrollHeight
    this.#top = scroller.scrollTop
  }

  #goToEnd(): void {
    this.#toEnd()
    this.#readPosition()
    this.#scroller.focus({ preventScroll: true })
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'visavis-messages': VisavisMessages
  }
}
