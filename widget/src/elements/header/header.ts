import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { icons } from '../../icons/icons.ts'
import { shared } from '../../styles/shared.styles.ts'
import { PanelActionEvent, type PanelAction } from '../panel/panel-action.ts'
import type { PanelWords } from '../../localization/panel-words.ts'
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

  protected override updated(changed: PropertyValues): void {
    if (changed.has('menuOpen') && this.menuOpen) this.#items()[0]?.focus()
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
        <div class="tools" @focusout=${this.#leaveMenu} @keydown=${this.#navigateMenu}>
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
          ${this.menuOpen ? this.#renderMenu() : nothing}
        </div>
      </header>
    `
  }

  #renderMenu(): TemplateResult {
    const { words } = this
    return html`
      <div class="menu" part="menu" role="menu" aria-label=${words.menu}>
        <button role="menuitem" tabindex="-1" @click=${() => this.#ask({ type: 'new-chat' })}>
          ${icons.write}${words.newChat}
        </button>
        ${
          this.listable
            ? html`<button
                role="menuitem"
                tabindex="-1"
                @click=${() => this.#ask({ type: 'chats' })}
              >
                ${icons.chats}${words.chats}
              </button>`
            : nothing
        }
        ${
          this.clearable
            ? html`<button
                role="menuitem"
                tabindex="-1"
                @click=${() => this.#ask({ type: 'clear' })}
              >
                ${icons.sweep}${words.clearChat}
              </button>`
            : nothing
        }
      </div>
    `
  }

  #find(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector(selector)
  }

  #items(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')]
  }

  #toggleMenu(): void {
    this.menuOpen = !this.menuOpen
  }

  #leaveMenu(event: FocusEvent): void {
    if (!this.#find('.menu')?.contains(event.relatedTarget as Node | null)) {
      // The dots toggle by themselves.
      if (event.relatedTarget !== this.#find('.dots')) this.menuOpen = false
    }
  }

  #navigateMenu(event: KeyboardEvent): void {
    if (!this.menuOpen) return
    const items = this.#items()
    const current = items.indexOf(this.shadowRoot?.activeElement as HTMLElement)
    const target = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      Home: 0,
      End: -1,
    }[event.key]
    if (target !== undefined) {
      event.preventDefault()
      items.at(target % items.length)?.focus()
    } else if (event.key === 'Escape') {
      // Esc closes what is on top: the menu first, the panel with the next one.
      event.preventDefault()
      event.stopPropagation()
      this.#find('.dots')?.focus()
      this.menuOpen = false
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
