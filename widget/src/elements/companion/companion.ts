import { createRestingPortrait, isResting } from '../../avatars/portraits/resting-portrait.ts'
import type { SessionResponse } from '@visavis/shared/wire/session.ts'
import type { SessionSource } from '../../transports/session-source.ts'
import type { CompanionParts } from './companion-host.ts'
import type { OpenCompanion } from './open-companion.ts'
import { companionStyles } from './companion.styles.ts'
import type { Language } from '../../localization/languages.ts'
import { launcherWords } from '../../localization/launcher-words.ts'
import { presence } from './presence.ts'

/** A server has no elements; there the class can be imported, and is never made. */
const ElementBase = globalThis.HTMLElement ?? (class {} as typeof HTMLElement)

/** Strings, and from `open` on flags; each is a property too, in camel case. */
const attributes =
  'site-key api-url character theme mode placement portrait label open events-with-text'.split(' ')

let styles: CSSStyleSheet | undefined

function make<Tag extends 'section' | 'button' | 'span' | 'p'>(
  tag: Tag,
  name: string,
  part = `launcher-${name}`,
) {
  const element = document.createElement(tag)
  element.className = name
  element.setAttribute('part', part)
  return element
}

/**
 * What `<psy-avatar>` and `<voice-consultant>` have in common: the launcher, and the panel behind
 * it, which is loaded when somebody means to talk. Until then it asks nothing of any server and
 * stores nothing, and all that a page loads is this class; so whatever can wait until the first
 * intent lives in `open-companion.ts`.
 *
 * @attr site-key - The key of the site, from its owner's desk.
 * @attr api-url - Where the functions live, without their path.
 * @attr character - The slug of the character.
 * @attr theme - `light` or `dark`; else as the visitor's system is.
 * @attr mode - `text` offers no call; `avatar` begins one with the click that opens the panel; without
 *   it, a call is a button beside the composer.
 * @attr placement - `inline`, a card in the page's flow, or `floating`, a launcher in its corner.
 * @attr portrait - Which drawing of the portrait family the launcher wears.
 * @attr label - What the launcher says it is for.
 * @attr lang - `ru` or `en`; default: the page's language, else the browser's.
 * @attr open - The panel is open.
 * @attr events-with-text - The events say what was said; without it, only how long it is.
 * @fires visavis-panel-open - The panel was opened.
 * @fires visavis-panel-close - The panel was closed.
 * @fires visavis-ready - The session is open and the character known.
 * @fires visavis-message-sent - The visitor has said something.
 * @fires visavis-model-selected - Which model is about to answer.
 * @fires visavis-message-start - An answer begins, or all of it is told again.
 * @fires visavis-message-delta - An answer has grown.
 * @fires visavis-message-end - An answer has come to its good end.
 * @fires visavis-conversation-error - Something did not work.
 * @fires visavis-mind-state-change - The character turns to something else.
 * @fires visavis-chat-change - Another chat is shown.
 * @fires visavis-call-start - A call has begun, with a face that can be heard.
 * @fires visavis-call-end - A call is over; the conversation goes on in writing.
 * @fires visavis-caption - What is being said in a call, word by word.
 * @fires visavis-turn-step - A step of a call's turn, from what was heard to the first sound.
 * @slot launcher - Instead of the portrait on the launcher.
 * @slot header - Beside the character's name in the panel.
 * @csspart frame - All of it.
 * @csspart launcher - The button that opens the panel.
 * @csspart launcher-face - The portrait on the launcher.
 * @csspart launcher-ring - The ring around it, which breathes while an answer is on its way.
 * @csspart launcher-label - What the launcher is for.
 * @csspart launcher-note - Why the panel did not come.
 * @cssproperty --visavis-accent - The one colour that the others are derived from.
 * @cssproperty --visavis-paper - Behind everything.
 * @cssproperty --visavis-raised - The composer, menus, code.
 * @cssproperty --visavis-ink - Text.
 * @cssproperty --visavis-ink-muted - Text that matters less.
 * @cssproperty --visavis-line - Hairlines.
 * @cssproperty --visavis-bubble - Behind the visitor's messages.
 * @cssproperty --visavis-bubble-ink - The visitor's messages.
 * @cssproperty --visavis-danger - Problems, and what cannot be undone.
 * @cssproperty --visavis-notice - Notices.
 * @cssproperty --visavis-focus - The ring around what has the focus.
 * @cssproperty --visavis-font - The type face; default: the system's.
 * @cssproperty --visavis-font-size - The text's size; the composer's never below 16px.
 * @cssproperty --visavis-meta-size - The size of what is said beside the text.
 * @cssproperty --visavis-radius - The panel's and the card's corners.
 * @cssproperty --visavis-radius-card - The corners of bubbles and menus.
 * @cssproperty --visavis-shadow - Below the panel.
 * @cssproperty --visavis-gutter - Between the panel's edge and its text.
 * @cssproperty --visavis-width - The floating panel's width.
 * @cssproperty --visavis-height - The panel's height.
 * @cssproperty --visavis-launcher-size - The floating launcher's diameter.
 * @cssproperty --visavis-inset-block - The launcher's distance from the page's lower edge.
 * @cssproperty --visavis-inset-inline - And from its side.
 */
export class CompanionElement extends ElementBase {
  static readonly observedAttributes = [...attributes, 'lang']

  /** The key of the site, from its owner's desk. Attribute `site-key`. */
  declare siteKey: string | null
  /** Where the functions live, without their path. Attribute `api-url`; default: baked in. */
  declare apiUrl: string | null
  /** The slug of the character; default: the site's own for the language. */
  declare character: string | null
  /** As the visitor's system is where it is null. */
  declare theme: 'light' | 'dark' | null
  /** `text` offers no call, `avatar` begins one with the click that opens the panel. */
  declare mode: 'text' | 'avatar' | null
  /** A card in the page's flow, or a launcher in its corner. Null is `inline`. */
  declare placement: 'inline' | 'floating' | null
  /** Which drawing of the portrait family the launcher wears; default: the character's. */
  declare portrait: 'eva' | 'nora' | 'viktor' | 'grace' | 'tikhon' | 'ada' | null
  /** What the launcher says it is for. */
  declare label: string | null
  /** The panel is open. */
  declare open: boolean
  /** The events say what was said. Attribute `events-with-text`. */
  declare eventsWithText: boolean
  /**
   * The page's own Supabase session, where its visitors are signed in already. Without it a visitor
   * is signed in anonymously with the first message. Set it before the element is opened.
   */
  declare session: SessionSource | undefined

  /**
   * Resolves once the session is open and the character known, which is after somebody has opened
   * the panel. It never rejects: a session that did not open may do so with the next try, and
   * `visavis-conversation-error` tells of each that failed.
   */
  readonly ready: Promise<SessionResponse>

  #parts!: CompanionParts
  readonly #note = make('p', 'note')
  #companion: Promise<OpenCompanion> | undefined
  #shownPortrait = ''

  constructor() {
    super()
    if (!styles) {
      styles = new CSSStyleSheet()
      styles.replaceSync(companionStyles)
    }
    const frame = make('section', 'frame', 'frame')
    const launcher = make('button', 'launcher', 'launcher')
    const face = make('span', 'face')
    const label = make('span', 'label')
    this.ready = new Promise((opened) => {
      const showPortrait = (name: string) => this.#showPortrait(name)
      this.#parts = { host: this, frame, launcher, face, label, showPortrait, opened }
    })
    // In the top layer no transform of the page's moves it.
    frame.popover = 'manual'
    const slot = document.createElement('slot')
    slot.name = 'launcher'
    slot.append(face)
    launcher.append(slot, make('span', 'ring'), label)
    launcher.addEventListener('click', () => (this.open ? this.hide() : void this.show()))
    for (const intent of ['pointerenter', 'focus']) {
      launcher.addEventListener(intent, () => {
        // Ahead of the click only where that tells no other server of the visitor.
        if (import.meta.url.startsWith(location.origin)) void this.#begin()
      })
    }
    this.#note.role = 'alert'
    frame.append(launcher, this.#note)
    const root = this.attachShadow({ mode: 'open' })
    root.adoptedStyleSheets = [styles]
    root.append(frame)
    // What a page has set before this class arrived stands in the way of the properties.
    const own = this as Record<string, unknown>
    for (const name of properties) {
      if (Object.hasOwn(own, name)) {
        const value = own[name]
        delete own[name]
        own[name] = value
      }
    }
  }

  connectedCallback(): void {
    presence.count += 1
    presence.onChange()
    this.#refresh()
  }

  disconnectedCallback(): void {
    presence.count -= 1
    presence.onChange()
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#refresh()
  }

  /** Opens the panel and puts the focus where the visitor writes. */
  async show(): Promise<void> {
    this.open = true
    await (await this.#begin())?.enter()
  }

  /** Closes the panel; a running answer goes on behind it. */
  hide(): void {
    this.open = false
  }

  /** Opens the panel and says a text in the visitor's name. */
  async send(text: string): Promise<void> {
    await this.show()
    await (await this.#companion)?.send(text)
  }

  /** Begins to talk, in the element's mode. */
  start(): Promise<void> {
    return this.show()
  }

  /** Ends the talk: stops a running answer and closes the panel. */
  stop(): Promise<void> {
    this.hide()
    return this.interrupt()
  }

  /** Stops a running answer; what was said of it stays. */
  async interrupt(): Promise<void> {
    await (await this.#companion)?.interrupt()
  }

  /** The element's language: its own, its page's, else the browser's; English when not ours. */
  get language(): Language {
    const tag = this.closest<HTMLElement>('[lang]')?.lang || navigator.language
    const [language] = tag.toLowerCase().split(/-|_/) as [Language]
    return Object.hasOwn(launcherWords, language) ? language : 'en'
  }

  /** Fetches what lies behind the launcher; overridden where the conversation is another. */
  protected async load(parts: CompanionParts): Promise<OpenCompanion> {
    const { loadPanel } = await import('./load-panel.ts')
    return loadPanel(parts)
  }

  async #begin(): Promise<OpenCompanion | undefined> {
    const { classList } = this.#parts.frame
    this.#note.textContent = ''
    classList.add('loading')
    try {
      return await (this.#companion ??= this.load(this.#parts))
    } catch {
      // The code did not arrive; the next click asks for it again.
      this.#companion = undefined
      if (this.open) this.#note.textContent = launcherWords[this.language].failed
      this.hide()
      return undefined
    } finally {
      classList.remove('loading')
    }
  }

  #refresh(): void {
    const { frame, label, launcher } = this.#parts
    const words = launcherWords[this.language]
    frame.togglePopover?.(this.placement === 'floating')
    label.textContent = frame.ariaLabel = launcher.ariaLabel = this.label ?? words.talk
    launcher.ariaExpanded = `${this.open}`
    if (!this.#companion) void this.#showPortrait(this.portrait ?? this.character ?? words.portrait)
    if (this.open || this.#companion) void this.#begin().then((companion) => companion?.refresh())
  }

  /** Draws a portrait of the family; those that do not come with the launcher are fetched. */
  async #showPortrait(name: string): Promise<void> {
    if (name === this.#shownPortrait) return
    this.#shownPortrait = name
    const portrait = isResting(name)
      ? createRestingPortrait(name)
      : await import('../../avatars/portraits/portrait.ts').then(
          ({ createPortrait }) => createPortrait(name),
          () => createRestingPortrait('eva'),
        )
    if (this.#shownPortrait === name) this.#parts.face.replaceChildren(portrait)
  }
}

// On the prototype, where frameworks look whether there is such a property.
CompanionElement.prototype.session = undefined

const properties = attributes.map((attribute, place) => {
  const name = attribute.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  const isFlag = place > 7
  Object.defineProperty(CompanionElement.prototype, name, {
    configurable: true,
    get(this: CompanionElement) {
      const value = this.getAttribute(attribute)
      return isFlag ? value !== null : value
    },
    set(this: CompanionElement, value: unknown) {
      if (value == null || value === false) this.removeAttribute(attribute)
      else this.setAttribute(attribute, value === true ? '' : (value as string))
    },
  })
  return name
})
