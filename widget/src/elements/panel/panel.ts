import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { Channel } from '#wire/chat-request.ts'
import type { Connection } from '../../controllers/connection.ts'
import type { ConversationView } from '../../conversation/view.ts'
import { shared } from '../../styles/shared.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import type { PanelActionEvent } from './panel-action.ts'
import { type PanelAction } from './panel-action.ts'
import { panelStyles } from './panel.styles.ts'
import { problemText, type PanelWords } from '../../localization/panel-words.ts'

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
  setDraft(text: string): void
}

/** A question before something is gone for good. */
type Question = {
  readonly text: string
  readonly yes: string
  readonly act: () => void
}

/** Below this width a floating panel is a sheet that takes the whole screen. */
const sheetQuery = '(max-width: 480px)'

const parts =
  'panel, header, stage, portrait, name, tagline, menu, messages, message, message-user, message-assistant, text, problem, actions, thinking, latest, unavailable, notice, question, composer, input, talk, send, counter'

/**
 * @summary The open conversation: who is there, what was said, where to write.
 * @tagname visavis-panel
 * @slot header - Beside the character's name.
 * @slot call - The face that talks, with what belongs to it.
 * @csspart panel - The whole of it.
 * @csspart notice - A sentence above the composer: no connection, or why an action failed.
 * @csspart question - Asks before anything is deleted.
 */
export class VisavisPanel extends LitElement {
  static override styles = [shared, tokens, panelStyles]
  static override properties = {
    conversation: { attribute: false },
    words: { attribute: false },
    language: { attribute: false },
    placement: { attribute: false },
    portrait: { attribute: false },
    open: { type: Boolean, reflect: true },
    talkable: { attribute: false },
    call: { attribute: false },
    doing: { attribute: false },
    question: { state: true },
    offline: { state: true },
    isCallLost: { state: true },
  }

  /** This and the words are set before it is connected. */
  conversation!: Conversation
  words!: PanelWords
  /** A language tag, for how times are written. */
  language = ''
  placement: 'inline' | 'floating' = 'inline'
  /** The face in the header. */
  portrait: Node | undefined
  open = false
  /** The visitor may begin a call. */
  talkable = false
  /** The call that is on. */
  call: { interrupt(): void } | null = null
  /** The state in words, while a call knows better than the conversation. */
  doing = ''
  /** Which mouth the visitor's messages go to. */
  channel: Channel = 'text'

  private question: Question | null = null
  private offline = !navigator.onLine
  /** The last try to begin a call came to nothing. */
  private isCallLost = false

  readonly #narrow = matchMedia(sheetQuery)

  override connectedCallback(): void {
    super.connectedCallback()
    this.setAttribute('exportparts', parts)
    this.#narrow.addEventListener('change', this.#present)
    addEventListener('online', this.#noticeNetwork)
    addEventListener('offline', this.#noticeNetwork)
    visualViewport?.addEventListener('resize', this.#fitKeyboard)
    visualViewport?.addEventListener('scroll', this.#fitKeyboard)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#narrow.removeEventListener('change', this.#present)
    removeEventListener('online', this.#noticeNetwork)
    removeEventListener('offline', this.#noticeNetwork)
    visualViewport?.removeEventListener('resize', this.#fitKeyboard)
    visualViewport?.removeEventListener('scroll', this.#fitKeyboard)
  }

  /** Puts the focus where the visitor writes. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('visavis-composer')?.focus(options)
  }

  /** Begins a call, of which nothing is loaded before; does nothing while one is on. */
  async talk(): Promise<void> {
    if (this.call) return
    this.isCallLost = false
    // Made in the click's own task, it may sound later, too.
    const sound = globalThis.AudioContext ? new AudioContext() : null
    try {
      const { beginCall } = await import('../call/begin-call.ts')
      await beginCall(this, sound)
    } catch {
      void sound?.close()
      this.isCallLost = true
    }
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('open') || changed.has('placement')) this.#present()
    if (changed.has('question')) {
      if (this.question) this.renderRoot.querySelector<HTMLElement>('.question button')?.focus()
      else if (changed.get('question')) this.#returnToWriting()
    }
  }

  protected override render(): TemplateResult {
    const { view } = this.conversation
    const { words } = this
    const name = view.character?.name ?? ''
    const label = [name || words.conversation, view.character?.tagline].filter(Boolean).join(', ')
    const body = this.#renderBody(view, words)
    return this.placement === 'inline'
      ? html`<section class="panel inline" part="panel" aria-label=${label}>${body}</section>`
      : html`<dialog
          class="panel floating"
          part="panel"
          aria-label=${label}
          @close=${this.#closed}
          @keydown=${this.#press}
        >
          ${body}
        </dialog>`
  }

  #renderBody(view: ConversationView, words: PanelWords): TemplateResult {
    const { character, messages } = view
    const name = character?.name ?? ''
    const saidSomething = messages.some((message) => message.role === 'user')
    const notice = this.offline
      ? words.offlineNotice
      : view.phase === 'ready' && view.problem && view.problem !== messages.at(-1)?.problem
        ? problemText(words, view.problem)
        : this.isCallLost
          ? words.problemOther
          : ''
    return html`
      <div class="body" @panel-action=${this.#act} ?inert=${this.question !== null}>
        <visavis-header
          .words=${words}
          .portrait=${this.portrait}
          .name=${name}
          .tagline=${character?.tagline ?? ''}
          .status=${this.doing || stateInWords(view, words, this.offline)}
          .clearable=${messages.length > 1}
          ?expanded=${!saidSomething && !this.call}
          ?busy=${view.busy || this.doing !== ''}
          exportparts="header, stage, portrait, name, tagline, menu"
        >
          <slot name="header"></slot>
        </visavis-header>
        <slot name="call"></slot>
        <visavis-messages
          .words=${words}
          .view=${view}
          .language=${this.language}
          exportparts="messages, message, message-user, message-assistant, text, problem, actions, thinking, latest, unavailable"
        ></visavis-messages>
        ${notice ? html`<p class="notice" part="notice" role="alert">${notice}</p>` : nothing}
        <visavis-composer
          .words=${words}
          .draft=${view.draft}
          ?busy=${view.busy}
          .talkable=${this.talkable}
          exportparts="composer, input, talk, send, counter"
        ></visavis-composer>
      </div>
      <p class="visually-hidden" role="status">
        ${view.busy ? words.answering(name) : view.announcement}
      </p>
      ${this.question ? this.#renderQuestion(this.question, words) : nothing}
    `
  }

  #renderQuestion(question: Question, words: PanelWords): TemplateResult {
    return html`
      <div
        class="question"
        part="question"
        role="alertdialog"
        aria-modal="true"
        aria-labelledby="question"
        @keydown=${this.#pressInQuestion}
      >
        <p id="question">${question.text}</p>
        <div class="answers">
          <button class="pill" @click=${() => (this.question = null)}>${words.keep}</button>
          <button
            class="pill danger"
            @click=${() => {
              question.act()
              this.question = null
            }}
          >
            ${question.yes}
          </button>
        </div>
      </div>
    `
  }

  get #surface(): HTMLElement {
    return this.renderRoot.querySelector('.panel') as HTMLElement
  }

  /** Shows or hides the dialog: a companion to the page on wide screens, all there is on phones. */
  #present = (): void => {
    const dialog = this.#surface
    if (!(dialog instanceof HTMLDialogElement)) return
    const modal = this.#narrow.matches
    if (dialog.open && (!this.open || dialog.matches(':modal') !== modal)) dialog.close()
    if (!this.open || dialog.open) return
    // Not `show()`: it would take the focus, also when the page opens the panel by itself.
    if (modal) dialog.showModal()
    else dialog.open = true
    this.#fitKeyboard()
  }

  /** A keyboard on the screen covers the page without resizing it; the sheet keeps above it. */
  #fitKeyboard = (): void => {
    const viewport = window.visualViewport
    if (!viewport) return
    this.#surface.style.setProperty('--_sheet-top', `${viewport.offsetTop}px`)
    this.#surface.style.setProperty('--_sheet-height', `${viewport.height}px`)
  }

  #noticeNetwork = (): void => {
    this.offline = !navigator.onLine
  }

  /** Esc, or a phone's way back, has closed a modal dialog; the shell gives the focus back. */
  #closed({ target }: Event): void {
    if (this.open && !(target as HTMLDialogElement).open) this.#close()
  }

  #press(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    if (this.question) this.question = null
    else this.#close()
  }

  #pressInQuestion(event: KeyboardEvent): void {
    const [first, last] = this.renderRoot.querySelectorAll<HTMLElement>('.question button')
    const active = this.shadowRoot?.activeElement
    if (event.key === 'Tab' && active === (event.shiftKey ? first : last)) {
      event.preventDefault()
      ;(event.shiftKey ? last : first)?.focus()
    }
  }

  #close(): void {
    this.dispatchEvent(new Event('close'))
  }

  #act(event: PanelActionEvent): void {
    event.stopPropagation()
    this.#perform(event.action)
  }

  /** What was pressed is gone, and the focus with it. A finger would call up its keyboard. */
  #returnToWriting(): void {
    if (matchMedia('(pointer: fine)').matches) this.focus()
  }

  #perform(action: PanelAction): void {
    const { conversation, words } = this
    switch (action.type) {
      case 'draft':
        return conversation.setDraft(action.text)
      case 'send':
        // At once, since a send may wait for the session; one that fails puts its text back.
        conversation.setDraft('')
        return void conversation.send(action.text)
      case 'stop':
        return void conversation.stop()
      case 'load':
        return void conversation.load()
      case 'talk':
        return void this.talk()
      case 'new-chat':
        conversation.newChat()
        return this.focus()
      case 'retry':
      case 'regenerate':
        void conversation[action.type](action.messageId)
        return this.#returnToWriting()
      case 'variant':
        return void conversation.showVariant(action.messageId, action.step)
      case 'close':
        return this.#close()
      case 'clear':
        this.question = {
          text: words.clearQuestion,
          yes: words.clear,
          act: () => void conversation.clear(),
        }
        return
      case 'delete':
        this.question = {
          text: words.removeQuestion,
          yes: words.remove,
          act: () => void conversation.deleteMessage(action.messageId),
        }
    }
  }
}

function stateInWords(view: ConversationView, words: PanelWords, offline: boolean): string {
  if (offline || view.problem === 'offline') return words.stateOffline
  if (view.phase === 'unavailable') return ''
  if (view.phase !== 'ready') return words.stateLoading
  if (!view.busy) return words.stateReady
  return view.messages.at(-1)?.status === 'streaming' ? words.stateAnswering : words.stateThinking
}

declare global {
  interface HTMLElementTagNameMap {
    'visavis-panel': VisavisPanel
  }
}
