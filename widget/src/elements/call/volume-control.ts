import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit'
import type { CallWords } from '../../localization/call-words.ts'
import { callIcons } from './call-icons.ts'

/** The button that shows how loud a call is, and what it opens to change that. */
export class VolumeControl {
  readonly #host: ReactiveControllerHost
  #isOpen = false

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
        @click=${() => this.#show(!this.#isOpen)}
      >
        ${volume === 0 ? callIcons.silence : callIcons.sound}
      </button>
      ${
        this.#isOpen
          ? html`<div class="level">
              <input
                type="range"
                min="0"
                max="100"
                step="5"
                aria-label=${name}
                .value=${`${Math.round(volume * 100)}`}
                @input=${(event: Event) =>
                  onChange((event.target as HTMLInputElement).valueAsNumber / 100)}
              />
            </div>`
          : nothing
      }
    </div>`
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
