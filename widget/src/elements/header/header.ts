import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { icons } from '../../icons/icons.ts'
import { shared } from '../../styles/shared.styles.ts'
import { PanelActionEvent, type PanelAction } from '../panel/panel-action.ts'
import { loadPart } from '../../load-part.ts'
import type { MenuWords, PanelWords } from '../../localization/panel-words.ts'
import { problemOf } from '../../transports/conversation-error.ts'
import type { HeaderMenu } from './header-menu.ts'
import { headerStyles } from './header.styles.ts'

/**
 * @summary Who is there: the stage with the face while nothing was said yet, a strip afterwards.
 * @tagname visavis-header
 * @slot - What a page puts beside the name.
 * @csspart header - The whole of it.
 * @csspart stage - The light behind the face.
 * @csspart portrait - The face.
 * @csspart name - The character's name.
 * @csspart tagline - What it is, and its state in words.
 * @csspart menu - The list behind the dots.
 */
export class VisavisHeader extends LitElement {
  static override styles = [shared, headerStyles]
  static override properties = {
    words: { attribute: false },
    portrait: { attribute: false },
    name: { attribute: false },
    tagline: { attribute: false },
    status: { attribute: false },
    expanded: { type: Boolean, reflect: true },
    busy: { type: Boolean, reflect: true },
    clearable: { attribute: false },
    listable: { attribute: false },
    menuOpen: { state: true },
  }

  words!: PanelWords
  portrait: Node | undefined
  name = ''
  tagline = ''
  /** The state in words. */
  status = ''
  /** Shows the whole stage where the panel is tall enough. */
  expanded = false
  /** An answer is on its way. */
  busy = false
  /** There is something that could be cleared. */
  clearable = false
  /** The visitor's conversations may be looked at. */
  listable = false

  private menuOpen = false
  #menu: HeaderMenu | undefined
  #menuWords: MenuWords | undefined

  protected override updated(changed: PropertyValues): void {
    if (changed.has('menuOpen') && this.menuOpen) this.#menu?.enter()
  }

  protected override render(): TemplateResult {
    const { words } = this
    return html`
      <header part="header">
        <div class="stage" part="stage"></div>
        <div class="portrait" part="portrait">${this.portrait}</div>
        <div class="who">
          ${this.name ? html`<h2 class="name" part="name">${this.name}</h2>` : nothing}
          <p class="tagline" part="tagline">
            ${this.tagline ? html`<span>${this.tagline}</span>` : nothing}
            <span class="state">${this.status}</span>
          </p>
        </div>
        <slot></slot>
        <div class="tools">
          <button
            class="icon-button dots"
            aria-label=${words.menu}
            aria-haspopup="menu"
            aria-expanded=${this.menuOpen}
            @click=${this.#toggleMenu}
          >
            ${icons.more}
          </button>
          <button
            class="icon-button"
            aria-label=${words.close}
            @click=${() => this.#ask({ type: 'close' })}
          >
            ${icons.close}
          </button>
          ${this.menuOpen ? this.#menu?.render({ ...words, ...(this.#menuWords as MenuWords) }, this) : nothing}
        </div>
      </header>
    `
  }

  async #toggleMenu(): Promise<void> {
    try {
      this.#menuWords = await loadPart(async () => {
        const { HeaderMenu } = await import('./header-menu.ts')
        this.#menu ??= new HeaderMenu({
          root: this.renderRoot as ShadowRoot,
          onChoose: (action) => this.#ask(action),
          onClose: () => (this.menuOpen = false),
        })
        return this.words.loadMenuWords()
      })
      this.menuOpen = !this.menuOpen
    } catch (error) {
      this.#ask({ type: 'trouble', problem: problemOf(error) })
    }
  }

  #ask(action: PanelAction): void {
    this.menuOpen = false
    this.dispatchEvent(new PanelActionEvent(action))
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'visavis-header': VisavisHeader
  }
}
