import { html, nothing, type TemplateResult } from 'lit'
import { icons } from '../../icons/icons.ts'
import type { MenuWords, PanelWords } from '../../localization/panel-words.ts'
import type { PanelAction } from '../panel/panel-action.ts'
import { roveFocus } from '../rove-focus.ts'
import { headerMenuStyles } from './header-menu.styles.ts'

const loadChatList = async () => (await import('../chat-list/open-chat-list.ts')).openChatList

export type HeaderMenuOptions = {
  /** Where it is drawn, with the dots that open it. */
  readonly root: ShadowRoot
  readonly onChoose: (action: PanelAction) => void
  readonly onClose: () => void
}

export type MenuItems = {
  /** There is something that could be cleared. */
  readonly clearable: boolean
  /** The visitor's conversations may be looked at. */
  readonly listable: boolean
}

/** The list behind the dots; it loads when it is opened. */
export class HeaderMenu {
  readonly #options: HeaderMenuOptions

  constructor(options: HeaderMenuOptions) {
    this.#options = options
    const { styleSheet } = headerMenuStyles
    if (styleSheet) options.root.adoptedStyleSheets.push(styleSheet)
  }

  render(words: PanelWords & MenuWords, { clearable, listable }: MenuItems): TemplateResult {
    const { onChoose } = this.#options
    return html`
      <div
        class="menu"
        part="menu"
        role="menu"
        aria-label=${words.menu}
        @click=${this.#options.onClose}
        @focusout=${this.#leave}
        @keydown=${this.#navigate}
      >
        <button role="menuitem" tabindex="-1" @click=${() => onChoose({ type: 'new-chat' })}>
          ${icons.write}${words.newChat}
        </button>
        ${
          listable
            ? html`<button
                role="menuitem"
                tabindex="-1"
                @click=${() => onChoose({ type: 'open', load: loadChatList })}
              >
                ${icons.chats}${words.chats}
              </button>`
            : nothing
        }
        ${
          clearable
            ? html`<button
                role="menuitem"
                tabindex="-1"
                @click=${() => onChoose({ type: 'clear' })}
              >
                ${icons.sweep}${words.clearChat}
              </button>`
            : nothing
        }
        <slot name="menu"></slot>
      </div>
    `
  }

  /** Puts the focus on its first item. */
  enter(): void {
    this.#items()[0]?.focus()
  }

  #find(selector: string): HTMLElement | null {
    return this.#options.root.querySelector(selector)
  }

  /** Its own, and those that are put into the panel's place for them. */
  #items(): HTMLElement[] {
    const { root } = this.#options
    const slot = root.querySelector<HTMLSlotElement>('slot[name=menu]')
    return [
      ...root.querySelectorAll<HTMLElement>('[role=menuitem]'),
      ...((slot?.assignedElements({ flatten: true }) ?? []) as HTMLElement[]),
    ]
  }

  readonly #leave = ({ relatedTarget }: FocusEvent): void => {
    // The dots toggle by themselves.
    const others: (EventTarget | null)[] = [...this.#items(), this.#find('.dots')]
    if (!others.includes(relatedTarget)) this.#options.onClose()
  }

  readonly #navigate = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      // Esc closes what is on top: the menu first, the panel with the next one.
      event.preventDefault()
      event.stopPropagation()
      this.#find('.dots')?.focus()
      this.#options.onClose()
    } else roveFocus(event, this.#items(), ['ArrowUp', 'ArrowDown'])
  }
}
