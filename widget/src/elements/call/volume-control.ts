import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit'
import type { CallWords } from '../../localization/call-words.ts'
import { adoptStyles } from '../../styles/adopt-styles.ts'
import { callIcons } from './call-icons.ts'
import type { volumeLevel } from './volume-level.ts'

/** The button that shows how loud a call is, and what it opens to change that. */
export class VolumeControl {
  readonly #host: ReactiveControllerHost
  #isOpen = false
  #renderLevel: typeof volumeLevel | undefined

  constructor(host: ReactiveControllerHost) {
    this.#host = host
  }

  /** @param volume from 0 to 1, as is what `onChange` is called with */
  render(
    { volume: name }: CallWords,
    volume: number,
    onChange: (volume: number) => void,
  ): TemplateResult {
    return html`<div class="volume" @focusout=${this.#leave} @keydown=${this.#press}>
      <button
        class="control"
        aria-label=${name}
        aria-expanded=${this.#isOpen}
        @click=${this.#toggle}
      >
        ${volume === 0 ? callIcons.silence : callIcons.sound}
      </button>
      ${this.#isOpen ? this.#renderLevel?.(name, volume, onChange) : nothing}
    </div>`
  }

  readonly #toggle = async ({ currentTarget }: Event): Promise<void> => {
    const root = (currentTarget as Element).getRootNode() as ShadowRoot
    try {
      const { volumeLevel, volumeLevelStyles } = await import('./volume-level.ts')
      adoptStyles(root, volumeLevelStyles)
      this.#renderLevel = volumeLevel
      this.#show(!this.#isOpen)
    } catch {
      // It stays as loud as it is; the next press asks again.
    }
  }

  #show(isOpen: boolean): void {
    this.#isOpen = isOpen
    this.#host.requestUpdate()
  }

  readonly #leave = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    if (!(currentTarget as Element).contains(relatedTarget as Node | null)) this.#show(false)
  }

  readonly #press = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.#isOpen) return
    event.stopPropagation()
    event.preventDefault()
    this.#show(false)
    ;(event.currentTarget as Element).querySelector('button')?.focus()
  }
}
