import { createPortrait } from '../../avatars/portrait.ts'
import type { ConversationOptions } from '../../controllers/conversation-controller.ts'
import { PanelCloseEvent } from '../../events/panel-close.ts'
import { PanelOpenEvent } from '../../events/panel-open.ts'
import type { VisavisPanel } from '../panel/panel.ts'
import { companionStyles } from './companion.styles.ts'
import { companionWords, languageOf } from './companion-words.ts'

/** A server has no elements; there the class can be imported, and is never made. */
const ElementBase = globalThis.HTMLElement ?? (class {} as typeof HTMLElement)

/** Strings, and each a property too, in camel case. */
const attributes = [
  'site-key',
  'api-url',
  'character',
  'lang',
  'theme',
  'mode',
  'placement',
  'questionnaire',
  'portrait',
  'label',
  'open',
]

let styles: CSSStyleSheet | undefined

function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, name: string) {
  const element = document.createElement(tag)
  element.className = name
  element.setAttribute('part', name)
  return element
}

/**
 * What `<psy-avatar>` and `<voice-consultant>` have in common: the launcher, and the panel behind
 * it, which is loaded when somebody means to talk. Until then it asks nothing of any server and
 * stores nothing.
 */
export class CompanionElement extends ElementBase {
  static readonly observedAttributes = attributes

  /** The key of the site, from its owner's desk. Attribute `site-key`. */
  declare siteKey: string | null
  /** Where the functions live, without the path. Attribute `api-url`; default: baked in. */
  declare apiUrl: string | null
  /** The slug of the character; default: the site's own for the language. */
  declare character: string | null
  /** `light`, `dark`; else as the system is. */
  declare theme: string | null
  /** `text`, `avatar` or `voice`. */
  declare mode: string | null
  /** `inline`, a card in the page's flow, or `floating`, a launcher in its corner. */
  declare placement: string | null
  /** The slug of a questionnaire that the conversation fills in. */
  declare questionnaire: string | null
  /** Which drawing of the portrait family the launcher wears; default: the character's. */
  declare portrait: string | null
  /** What the launcher says it is for. */
  declare label: string | null

  /**
   * The page's own Supabase session, where its visitors are signed in already. Without it a visitor
   * is signed in anonymously with the first message.
   */
  session: ConversationOptions['session']

  readonly #frame = make('section', 'frame')
  readonly #launcher = make('button', 'launcher')
  readonly #face = make('span', 'face')
  readonly #label = make('span', 'label')
  readonly #failure = make('p', 'failure')
  #drawn = ''
  #panel: VisavisPanel | undefined
  #loading: Promise<VisavisPanel> | undefined

  constructor() {
    super()
    if (!styles) {
      styles = new CSSStyleSheet()
      styles.replaceSync(companionStyles)
    }
    const root = this.attachShadow({ mode: 'open' })
    root.adoptedStyleSheets = [styles]
    const slot = document.createElement('slot')
    slot.name = 'launcher'
    slot.append(this.#face)
    const launcher = this.#launcher
    launcher.append(slot, make('span', 'presence'), this.#label)
    launcher.addEventListener('click', () => void (this.isOpen ? this.close() : this.open()))
    launcher.addEventListener('pointerenter', () => this.#prefetch())
    launcher.addEventListener('focus', () => this.#prefetch())
    this.#failure.setAttribute('role', 'alert')
    this.#frame.append(launcher, this.#failure)
    root.append(this.#frame)
    root.addEventListener('visavis-ready', () => this.#meet())
    root.addEventListener('mind-state-change', () => this.#refresh())
    root.addEventListener('message-end', () => {
      launcher.classList.toggle('unread', !this.isOpen)
      this.#refresh()
    })
  }

  connectedCallback(): void {
    this.#refresh()
    if (this.isOpen) void this.#show()
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!this.isConnected || before === after) return
    if (name !== 'open') {
      this.#refresh()
      if (this.#panel && /^(site|api|char)/.test(name)) void this.#panel.conversation.load()
    } else if (after === null) this.#hide()
    else void this.#show()
  }

  /** Whether the panel is open; the attribute `open` says the same. */
  get isOpen(): boolean {
    return this.hasAttribute('open')
  }

  /** Opens the panel and puts the focus where the visitor writes. */
  async open(): Promise<void> {
    this.toggleAttribute('open', true)
    const panel = await this.#show()
    panel?.focus()
  }

  /** Closes the panel; a running answer goes on behind it. */
  close(): void {
    this.removeAttribute('open')
  }

  /** Opens the panel and says a text in the visitor's name. */
  async send(text: string): Promise<void> {
    await this.open()
    await this.#panel?.conversation.send(text)
  }

  /** Begins to talk, in the element's mode. */
  async start(): Promise<void> {
    await this.open()
  }

  /** Ends the talk: stops a running answer and closes the panel. */
  async stop(): Promise<void> {
    this.close()
    await this.interrupt()
  }

  /** Stops a running answer; what was said of it stays. */
  async interrupt(): Promise<void> {
    await this.#panel?.conversation.stop()
  }

  async #show(): Promise<VisavisPanel | undefined> {
    const frame = this.#frame
    frame.classList.add('loading')
    this.#failure.textContent = ''
    try {
      const panel = await this.#load()
      if (this.isOpen && !panel.open) {
        panel.open = true
        this.#launcher.classList.remove('unread')
        this.#refresh()
        this.dispatchEvent(new PanelOpenEvent())
        await panel.updateComplete
        if (panel.conversation.view.phase === 'idle') await panel.conversation.load()
      }
      return panel
    } catch {
      // The panel's code did not arrive; the next click asks for it again.
      this.#loading = undefined
      this.close()
      this.#failure.textContent = companionWords[languageOf(this)].failed
      return undefined
    } finally {
      frame.classList.remove('loading')
    }
  }

  #hide(): void {
    const panel = this.#panel
    this.#refresh()
    if (!panel?.open) return
    panel.open = false
    if (this.shadowRoot?.activeElement === panel) this.#launcher.focus()
    this.dispatchEvent(new PanelCloseEvent())
  }

  #load(): Promise<VisavisPanel> {
    return (this.#loading ??= this.loadPanel(() => this.#options()).then((panel) => {
      panel.addEventListener('close', () => {
        this.close()
        this.#launcher.focus()
      })
      const header = document.createElement('slot')
      header.name = header.slot = 'header'
      panel.append(header)
      this.#panel = panel
      this.#refresh()
      this.#frame.append(panel)
      return panel
    }))
  }

  /** Fetches the panel's code and makes one; overridden where its conversation is another. */
  protected async loadPanel(options: () => ConversationOptions): Promise<VisavisPanel> {
    const { createPanel } = await import('../panel/create-panel.ts')
    return createPanel(options)
  }

  /** Loads the panel ahead of the click, where that tells no other server of the visitor. */
  #prefetch(): void {
    if (new URL(import.meta.url).origin === location.origin)
      this.#load().catch(() => (this.#loading = undefined))
  }

  #options(): ConversationOptions {
    const read = (name: string) => this.getAttribute(name) ?? undefined
    return {
      siteKey: read('site-key') ?? '',
      apiUrl: read('api-url') ?? import.meta.env.VITE_API_URL ?? '',
      character: read('character'),
      language: languageOf(this),
      session: this.session,
    }
  }

  /** The character is known: from now on the launcher wears its face and its site's colour. */
  #meet(): void {
    const accent = this.#panel?.conversation.view.session?.site.accent
    if (accent) this.#frame.style.setProperty('--_site-accent', accent)
    this.#refresh()
  }

  #refresh(): void {
    const panel = this.#panel
    const view = panel?.conversation.view
    const launcher = this.#launcher
    const language = languageOf(this)
    const words = companionWords[language]
    const label = this.label || words.talk
    const name = launcher.classList.contains('unread') ? `${label}: ${words.unread}` : label
    this.#label.textContent = label
    this.#frame.setAttribute('aria-label', label)
    this.#frame.classList.toggle('busy', view?.busy)
    launcher.setAttribute('aria-label', this.isOpen ? words.close : name)
    launcher.setAttribute('aria-expanded', `${this.isOpen}`)
    const portrait = this.portrait ?? view?.character?.portrait ?? this.character ?? words.portrait
    if (portrait !== this.#drawn) {
      this.#drawn = portrait
      this.#face.replaceChildren(createPortrait(portrait))
    }
    if (!panel) return
    panel.language = language
    panel.placement = this.placement === 'floating' ? 'floating' : 'inline'
    panel.portrait = portrait
  }
}

// `lang` is every element's own, and `open` is a method here: the attribute has no property.
for (const attribute of attributes.slice(0, -1)) {
  const name = attribute.replace(/-./, (dashed) => dashed.charAt(1).toUpperCase())
  if (name in CompanionElement.prototype) continue
  Object.defineProperty(CompanionElement.prototype, name, {
    configurable: true,
    enumerable: true,
    get(this: CompanionElement) {
      return this.getAttribute(attribute)
    },
    set(this: CompanionElement, value: string | null | undefined) {
      if (value == null) this.removeAttribute(attribute)
      else this.setAttribute(attribute, value)
    },
  })
}
