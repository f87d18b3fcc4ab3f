import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { Channel } from '@visavis/shared/wire/chat-request.ts'
import type { ConversationProblem, ConversationView } from '../../conversation/view.ts'
import { markdownFor } from '../message/load-markdown.ts'
import { shared } from '../../styles/shared.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { NativeEvent } from '../../native-event.ts'
import type { Call } from '../../call/call.ts'
import type { Conversation } from '../../chat/conversation.ts'
import type { VisavisEvent } from '../../events/visavis-event.ts'
import type { PanelAction, PanelActionEvent } from './panel-action.ts'
import { fitScreen, presentDialog } from './panel-dialog.ts'
import type { Attachment, PanelPlaces } from './places.ts'
import { panelStyles } from './panel.styles.ts'
import type { Question } from '../question/question.ts'
import { rememberFocus } from '../remember-focus.ts'
import { stateInWords } from './state-in-words.ts'
import { loadPart } from '../../load-part.ts'
import { problemOf } from '../../transports/conversation-error.ts'
import type { Language } from '../../localization/languages.ts'
import { problemText, type PanelWords, type RareWords } from '../../localization/panel-words.ts'

const loadRareActions = () => import('./rare-actions.ts')

/** In place of rare words that did not arrive: what is usual is said instead. */
const unlearned: RareWords = { problems: () => undefined, copyRefused: '', humanCheck: '' }

/** On a screen as narrow or as low as this a floating panel is a sheet that takes all of it. */
const sheetQuery = '(max-width: 480px), (max-height: 480px)'

const parts =
  'panel, header, stage, portrait, name, tagline, menu, messages, message, message-user, message-assistant, text, problem, actions, thinking, latest, unavailable, notice, composer, input, talk, send, counter'

/**
 * @summary The open conversation: who is there, what was said, where to write.
 * @tagname visavis-panel
 * @slot header - Beside the character's name.
 * @slot stage - The face that talks, with what belongs to it.
 * @slot above-composer - What has to be seen before the visitor writes on.
 * @slot drawer - What lies over the conversation, the last on top: lists, questions.
 * @slot menu - At the end of the header's menu.
 * @csspart panel - The whole of it.
 * @csspart notice - A sentence above the composer: no connection, or why an action failed.
 */
export class VisavisPanel extends LitElement implements PanelPlaces {
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
    callStatus: { attribute: false },
    offline: { state: true },
    trouble: { state: true },
  }

  /** This, `tell` and the words are set before it is connected. */
  conversation!: Conversation
  /** Tells the page of what is no change of the conversation. */
  tell!: (news: VisavisEvent) => void
  words!: PanelWords
  /** What the words are in, and how times are written. */
  language: Language = 'en'
  placement: 'inline' | 'floating' = 'inline'
  /** The face in the header. */
  portrait: Node | undefined
  open = false
  /** The visitor may begin a call. */
  talkable = false
  /** The call that is on. */
  call: Pick<Call, 'interrupt' | 'tellsMind'> | null = null
  /** The state in words, while a call knows better than the conversation. */
  callStatus = ''
  /** Which mouth the visitor's messages go to. */
  channel: Channel = 'text'

  private offline = !navigator.onLine
  /** What came to nothing that is no conversation's: a call, a file. */
  private trouble: ConversationProblem | null = null

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

  /** Puts the focus where the visitor writes, or into what lies over that. */
  override focus(options?: FocusOptions): void {
    const target = this.#covers.at(-1) ?? this.renderRoot.querySelector('visavis-composer')
    target?.focus(options)
  }

  attach({ element, place }: Attachment): () => void {
    const giveFocusBack = rememberFocus(this)
    const detach = () => {
      element.remove()
      this.#lieOver()
      if (place === 'drawer' && !giveFocusBack()) this.returnToWriting()
    }
    element.addEventListener('close', detach)
    element.slot = place
    this.append(element)
    this.#lieOver()
    return detach
  }

  async ask(question: Question): Promise<boolean> {
    const answer = await this.#with(loadRareActions, ({ askOver }) => askOver(this, question))
    return answer ?? false
  }

  /** What was pressed is gone, and the focus with it. A finger would call up its keyboard. */
  returnToWriting(): void {
    if (this.#covers[0] || matchMedia('(pointer: fine)').matches) this.focus()
  }

  /** Begins a call, of which nothing is loaded before; does nothing while one is on. */
  async talk(): Promise<void> {
    if (this.call) return
    this.trouble = null
    // Made in the click's own task, it may sound later, too.
    const sound = globalThis.AudioContext ? new AudioContext() : null
    const hasBegun = await this.#with(
      async () => (await import('./panel-call-host.ts')).beginPanelCall,
      (beginCall) => beginCall(this, sound).then(() => true),
    )
    if (!hasBegun) void sound?.close()
  }

  protected override willUpdate(): void {
    const { words } = this
    const { problem, messages } = this.conversation.view
    const isRare = (code: ConversationProblem | null) => code && !words.problem[code]
    const problems = [problem, this.trouble, ...messages.map((message) => message.problem)]
    const rare = problems.filter(isRare).join()
    // What did not arrive is fetched again with the next problem, not with each drawing.
    const isLacking = words.rare === unlearned ? rare !== this.#rare : !words.rare
    this.#rare = rare
    if (rare && isLacking) void this.#learn(words)
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('open') || changed.has('placement')) this.#present()
  }

  protected override render(): TemplateResult {
    const { view } = this.conversation
    const { words } = this
    const name = view.character?.name ?? ''
    const label = [name || words.conversation, view.character?.tagline].filter(Boolean).join(', ')
    const body = this.#renderBody(view, words)
    return this.placement === 'inline'
      ? html`<section class="panel inline" part="panel" aria-label=${label} @keydown=${this.#press}>
          ${body}
        </section>`
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
    const rare = await words.loadRareWords().catch(() => unlearned)
    if (this.words === words) this.words = { ...words, rare }
  }

  #renderBody(view: ConversationView, words: PanelWords): TemplateResult {
    const { character, messages } = view
    const name = character?.name ?? ''
    const saidSomething = messages.some((message) => message.role === 'user')
    const { problem } = view
    const isOut = view.phase !== 'ready' || problem === messages.at(-1)?.problem
    const said = this.trouble ?? (isOut ? null : problem)
    const notice =
      this.offline || (view.busy && problem === 'offline')
        ? words.offlineNotice
        : said && problemText(words, said, view.retryAt)
    return html`
      <div
        class="body"
        @panel-action=${this.#act}
        @paste=${this.#takeText}
        @dragover=${this.#takeText}
        @drop=${this.#takeText}
      >
        <visavis-header
          .words=${words}
          .portrait=${this.portrait}
          .name=${name}
          .tagline=${character?.tagline ?? ''}
          .status=${this.callStatus || stateInWords(view, words, this.offline)}
          .clearable=${messages.length > 1}
          .listable=${!this.call}
          ?expanded=${!saidSomething && !this.call}
          ?busy=${view.busy || this.callStatus !== ''}
          exportparts="header, stage, portrait, name, tagline, menu"
        >
          <slot name="header"></slot>
          <slot name="menu" slot="menu"></slot>
        </visavis-header>
        <slot name="stage"></slot>
        <visavis-messages
          .words=${words}
          .view=${view}
          .language=${this.language}
          exportparts="messages, message, message-user, message-assistant, text, problem, actions, thinking, latest, unavailable"
        ></visavis-messages>
        <slot name="above-composer"></slot>
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
      <slot name="drawer"></slot>
    `
  }

  #said(text: string): string {
    return markdownFor(text, this)?.plainMarkdown(text) ?? text
  }

  get #surface(): HTMLElement {
    return this.renderRoot.querySelector('.panel') as HTMLElement
  }

  #present = (): void => {
    presentDialog(this.#surface, this.open, this.#small.matches)
    this.#lieOver()
  }

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
    // A card in the page is not closed like what floats over it.
    const cover = this.#covers.at(-1)
    if (this.placement === 'inline' && !cover) return
    event.preventDefault()
    event.stopPropagation()
    this.#close(cover ?? this)
  }

  /** Whoever looks after it closes it then. */
  #close(element: HTMLElement = this): void {
    element.dispatchEvent(new NativeEvent('close'))
  }

  /** There is no place for files; and one that is dropped would take that of the page. */
  #takeText(event: Event): void {
    const { type, clipboardData, dataTransfer } = event as ClipboardEvent & DragEvent
    const types = (clipboardData ?? dataTransfer)?.types
    if (!types?.includes('Files') || types.includes('text/plain')) return
    event.preventDefault()
    if (type !== 'dragover') this.trouble = 'file_refused'
  }

  #act(event: PanelActionEvent): void {
    event.stopPropagation()
    this.#perform(event.action)
  }

  /** Does something with a part that loads first. What comes to nothing is told. */
  async #with<Part, Result>(
    load: () => Promise<Part>,
    act: (part: Part) => Promise<Result>,
  ): Promise<Result | undefined> {
    try {
      return await act(await loadPart(load))
    } catch (error) {
      this.trouble = problemOf(error)
      return undefined
    }
  }

  /** What lies over the conversation, the topmost last. */
  get #covers(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(':scope > [slot=drawer]')]
  }

  /** Only what is on top can be reached. */
  #lieOver(): void {
    const layers = [this.#surface.firstElementChild as HTMLElement, ...this.#covers]
    for (const layer of layers) layer.inert = layer !== layers.at(-1)
  }

  #perform(action: PanelAction): void {
    const { conversation } = this
    this.trouble = null
    switch (action.type) {
      case 'draft':
        return conversation.setDraft(action.text)
      case 'send':
        // At once, since a send may wait for the session; one that fails puts its text back.
        conversation.setDraft('')
        return void conversation.send(action)
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
        return this.returnToWriting()
      case 'variant':
        return void conversation.showVariant(action.messageId, action.step)
      case 'trouble':
        this.trouble = action.problem
        return
      case 'close':
        return this.#close()
      default:
        return void this.#with(loadRareActions, ({ perform }) => perform(this, action))
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
