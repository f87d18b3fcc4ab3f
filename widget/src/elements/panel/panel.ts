import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { Channel } from '#wire/chat-request.ts'
import type { ConversationProblem, ConversationView } from '../../conversation/view.ts'
import { markdownFor } from '../message/load-markdown.ts'
import { shared } from '../../styles/shared.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import type { Conversation } from './conversation.ts'
import type { PanelAction, PanelActionEvent } from './panel-action.ts'
import { fitScreen, presentDialog } from './panel-dialog.ts'
import { type PanelQuestion, panelQuestion } from './panel-question.ts'
import { panelStyles } from './panel.styles.ts'
import { stateInWords } from './state-in-words.ts'
import { problemText, type PanelWords } from '../../localization/panel-words.ts'
import type { RareProblems } from '../../localization/rare-problems.ts'

/** In place of rare words that did not arrive: what is usual is said instead. */
const unlearned: RareProblems = () => undefined

/** On a screen as narrow or as low as this a floating panel is a sheet that takes all of it. */
const sheetQuery = '(max-width: 480px), (max-height: 480px)'

const parts =
  'panel, header, stage, portrait, name, tagline, menu, messages, message, message-user, message-assistant, text, problem, actions, thinking, latest, unavailable, notice, question, composer, input, talk, send, counter'

/**
 * @summary The open conversation: who is there, what was said, where to write.
 * @tagname visavis-panel
 * @slot header - Beside the character's name.
 * @slot call - The face that talks, with what belongs to it.
 * @slot captcha - Asks a new visitor to show that they are human.
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
    overlay: { state: true },
    isPartLost: { state: true },
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

  private question: PanelQuestion | null = null
  private offline = !navigator.onLine
  /** What lies over the conversation. */
  private overlay: HTMLElement | null = null
  /** What was wanted last did not arrive. */
  private isPartLost = false

  readonly #small = matchMedia(sheetQuery)
  #left: AbortController | undefined
  /** The problems shown that have words of their own to fetch. */
  #rare = ''

  constructor() {
    super()
    this.addEventListener('keydown', keepForInputMethod, true)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.setAttribute('exportparts', parts)
    const { signal } = (this.#left = new AbortController())
    this.#small.addEventListener('change', this.#present, { signal })
    addEventListener('online', this.#noticeNetwork, { signal })
    addEventListener('offline', this.#noticeNetwork, { signal })
    visualViewport?.addEventListener('resize', this.#fit, { signal })
    visualViewport?.addEventListener('scroll', this.#fit, { signal })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#left?.abort()
  }

  /** Puts the focus where the visitor writes. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('visavis-composer')?.focus(options)
  }

  /** Begins a call, of which nothing is loaded before; does nothing while one is on. */
  async talk(): Promise<void> {
    if (this.call) return
    this.isPartLost = false
    // Made in the click's own task, it may sound later, too.
    const sound = globalThis.AudioContext ? new AudioContext() : null
    try {
      const { beginCall } = await import('../call/begin-call.ts')
      await beginCall(this, sound)
    } catch {
      void sound?.close()
      this.isPartLost = true
    }
  }

  protected override willUpdate(): void {
    const { words } = this
    const { problem, messages } = this.conversation.view
    const isRare = (code: ConversationProblem | null) => code && !words.problem[code]
    const problems = [problem, ...messages.map((message) => message.problem)]
    const rare = problems.filter(isRare).join()
    // What did not arrive is fetched again with the next problem, not with each drawing.
    const isLacking = words.rareProblems === unlearned ? rare !== this.#rare : !words.rareProblems
    this.#rare = rare
    if (rare && isLacking) void this.#learn(words)
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('open') || changed.has('placement')) this.#present()
    if (changed.has('question')) {
      if (this.overlay) this.overlay.inert = this.question !== null
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

  /** Fetches what is seldom said, now that it is. */
  async #learn(words: PanelWords): Promise<void> {
    const rareProblems = await words.loadRareProblems().catch(() => unlearned)
    if (this.words === words) this.words = { ...words, rareProblems }
  }

  #renderBody(view: ConversationView, words: PanelWords): TemplateResult {
    const { character, messages } = view
    const name = character?.name ?? ''
    const saidSomething = messages.some((message) => message.role === 'user')
    const notice = this.offline
      ? words.offlineNotice
      : view.phase === 'ready' && view.problem && view.problem !== messages.at(-1)?.problem
        ? problemText(words, view.problem, view.retryAt)
        : this.isPartLost
          ? words.problemOther
          : ''
    return html`
      <div
        class="body"
        @panel-action=${this.#act}
        ?inert=${(this.overlay ?? this.question) !== null}
      >
        <visavis-header
          .words=${words}
          .portrait=${this.portrait}
          .name=${name}
          .tagline=${character?.tagline ?? ''}
          .status=${this.doing || stateInWords(view, words, this.offline)}
          .clearable=${messages.length > 1}
          .listable=${!this.call}
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
        <slot name="captcha"></slot>
        ${notice ? html`<p class="notice" part="notice" role="alert">${notice}</p>` : nothing}
        <visavis-composer
          .words=${words}
          .draft=${view.draft}
          ?busy=${view.busy}
          .talkable=${this.talkable && !this.call}
          exportparts="composer, input, talk, send, counter"
        ></visavis-composer>
      </div>
      <p class="visually-hidden" role="status">
        ${view.busy ? words.answering(name) : this.#said(view.announcement)}
      </p>
      ${this.overlay}
      ${this.question ? panelQuestion(this.question, words, () => (this.question = null)) : nothing}
    `
  }

  #said(text: string): string {
    return markdownFor(text, this)?.plainMarkdown(text) ?? text
  }

  get #surface(): HTMLElement {
    return this.renderRoot.querySelector('.panel') as HTMLElement
  }

  #present = (): void => presentDialog(this.#surface, this.open, this.#small.matches)

  #fit = (): void => fitScreen(this.#surface)

  #noticeNetwork = (): void => {
    this.offline = !navigator.onLine
  }

  /** Esc, or a phone's way back, has closed a modal dialog; the shell gives the focus back. */
  #closed({ target }: Event): void {
    if (this.open && !(target as HTMLDialogElement).open) this.#close()
  }

  #press(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    event.stopPropagation()
    if (this.question) this.question = null
    else if (this.overlay) this.#uncover()
    else this.#close()
  }

  #close(): void {
    this.dispatchEvent(new Event('close'))
  }

  #act(event: PanelActionEvent): void {
    event.stopPropagation()
    this.#perform(event.action)
  }

  async #listChats(): Promise<void> {
    this.isPartLost = false
    try {
      const { openChatList } = await import('../chat-list/open-chat-list.ts')
      const list = await openChatList(this, (question) => (this.question = question))
      list?.addEventListener('close', () => this.#uncover())
      this.overlay = list
    } catch {
      this.isPartLost = true
    }
  }

  #uncover(): void {
    this.overlay = null
    this.#returnToWriting()
  }

  /** What was pressed is gone, and the focus with it. A finger would call up its keyboard. */
  #returnToWriting(): void {
    if (this.overlay) this.overlay.focus()
    else if (matchMedia('(pointer: fine)').matches) this.focus()
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
      case 'chats':
        return void this.#listChats()
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

/** While a word is composed, no key is ours or the page's; Safari's come late, as a 229. */
function keepForInputMethod(event: KeyboardEvent): void {
  if (event.isComposing || event.keyCode === 229) event.stopPropagation()
}

declare global {
  interface HTMLElementTagNameMap {
    'visavis-panel': VisavisPanel
  }
}
