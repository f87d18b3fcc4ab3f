import { answerIn, type ConversationChange } from '../../conversation/state.ts'
import { PanelCloseEvent } from '../../events/panel-close.ts'
import { PanelOpenEvent } from '../../events/panel-open.ts'
import type { Conversation } from '../../chat/conversation.ts'
import type { VisavisPanel } from '../panel/panel.ts'
import type { CompanionParts } from './companion-host.ts'
import { openCompanionStyles } from './open-companion.styles.ts'
import { languages } from '../../localization/languages.ts'
import { checkAttributes } from './check-attributes.ts'
import { keepInside } from './keep-inside.ts'

/**
 * The lazy half of an element: keeps the panel as the element's attributes say, and the launcher
 * as the conversation goes.
 */
export class OpenCompanion {
  readonly #parts: CompanionParts
  readonly #panel: VisavisPanel
  #unread = false
  #shownPortrait: Node | null = null

  constructor(parts: CompanionParts, panel: VisavisPanel) {
    this.#parts = parts
    this.#panel = panel
    const { frame, host } = parts
    const styles = new CSSStyleSheet()
    styles.replaceSync(openCompanionStyles)
    const root = host.shadowRoot as ShadowRoot
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, styles]
    const header = document.createElement('slot')
    header.name = header.slot = 'header'
    panel.append(header)
    panel.addEventListener('close', () => this.#leave())
    panel.conversation.subscribe((change) => this.#hear(change))
    // A page may change its language, too, while the conversation is open.
    const changes = new MutationObserver(() => this.refresh())
    panel.addController({
      hostConnected: () => changes.observe(document, { subtree: true, attributeFilter: ['lang'] }),
      hostDisconnected: () => changes.disconnect(),
    })
    keepInside(frame, panel)
    this.refresh()
    frame.append(panel)
  }

  get #conversation(): Conversation {
    return this.#panel.conversation
  }

  /** Puts everything in step with the element's attributes and the conversation. */
  refresh(): void {
    const { host, frame, launcher, label } = this.#parts
    const panel = this.#panel
    const { view } = this.#conversation
    checkAttributes(host)
    if (host.open) this.#unread = false
    launcher.ariaLabel = host.open
      ? panel.words.close
      : `${label.textContent}${this.#unread ? `: ${panel.words.newAnswer}` : ''}`
    frame.classList.toggle('unread', this.#unread)
    frame.classList.toggle('busy', view.busy)
    if (panel.language !== host.language) void this.#speak()
    panel.talkable = host.mode !== 'text'
    panel.placement = host.placement === 'floating' ? 'floating' : 'inline'
    void this.#showPortrait(host.portrait ?? view.character?.portrait)
    if (host.open !== panel.open) this.#turn()
    if (host.open) void this.#conversation.load()
  }

  /** The focus goes where the visitor writes. */
  async enter(): Promise<void> {
    this.refresh()
    await this.#panel.updateComplete
    if (this.#parts.host.mode === 'avatar') await this.#panel.talk()
    if (!this.#panel.call) this.#panel.focus()
  }

  async send(text: string): Promise<void> {
    await this.#conversation.send({ text })
  }

  async interrupt(): Promise<void> {
    this.#panel.call?.interrupt()
    await this.#conversation.stop()
  }

  #hear(change: ConversationChange): void {
    const { event, before, after } = change
    const { frame, host, opened } = this.#parts
    if (event.type === 'session-opened') {
      const { accent } = event.session.site
      if (accent) frame.style.setProperty('--_site-accent', accent)
      opened(event.session)
    }
    if (!after.turn && answerIn(change)?.problem === null) this.#unread = !host.open
    // To be in step is to open what is not open: a session that has failed waits for the visitor.
    if (event.type === 'session-opened' || !before.turn !== !after.turn) this.refresh()
  }

  /** The page has changed to another language. */
  async #speak(): Promise<void> {
    const panel = this.#panel
    const { language } = this.#parts.host
    panel.language = language
    // What does not come leaves the words that are there.
    const words = await languages[language]().catch(() => panel.words)
    if (panel.language === language) panel.words = words
  }

  /** The launcher has a face already; here it takes the character's, and lends it to the panel. */
  async #showPortrait(name: string | undefined): Promise<void> {
    const { face, showPortrait } = this.#parts
    if (name !== undefined) await showPortrait(name)
    if (face.firstChild === this.#shownPortrait) return
    this.#shownPortrait = face.firstChild
    this.#panel.portrait = this.#shownPortrait?.cloneNode(true)
  }

  #turn(): void {
    const { host } = this.#parts
    const panel = this.#panel
    const hadFocus = host.shadowRoot?.activeElement === panel
    panel.open = host.open
    if (!host.open && hadFocus) void this.#goBack()
    host.dispatchEvent(host.open ? new PanelOpenEvent() : new PanelCloseEvent())
  }

  /** The visitor has closed the panel. */
  #leave(): void {
    this.#parts.host.hide()
    this.refresh()
    void this.#goBack()
  }

  /** The focus goes back to the launcher, which cannot have it while a modal panel is there. */
  async #goBack(): Promise<void> {
    await this.#panel.updateComplete
    this.#parts.launcher.focus()
  }
}
