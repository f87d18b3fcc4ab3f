import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { isBlank, maxContentLength } from '@visavis/shared/wire/text.ts'
import { icons } from '../../icons/icons.ts'
import { shared } from '../../styles/shared.styles.ts'
import { PanelActionEvent } from '../panel/panel-action.ts'
import type { PanelWords } from '../../localization/panel-words.ts'
import { composerStyles } from './composer.styles.ts'

/** How close to the limit the counter appears. */
const counterMargin = 500

/**
 * @summary Where a visitor writes: Enter sends, Shift+Enter breaks the line.
 * @tagname visavis-composer
 * @csspart composer - The field with its button.
 * @csspart input - The text area.
 * @csspart talk - Begins a call.
 * @csspart send - The one button: sends, or stops a running answer.
 * @csspart counter - Characters left, near the limit.
 */
export class VisavisComposer extends LitElement {
  static override styles = [shared, composerStyles]
  static override properties = {
    words: { attribute: false },
    draft: { attribute: false },
    busy: { type: Boolean },
    talkable: { attribute: false },
  }

  words!: PanelWords
  draft = ''
  /** A turn is running: the button stops it. */
  busy = false
  /** Beside an empty draft stands the way to talk. */
  talkable = false

  #isWriting = false

  override focus(options?: FocusOptions): void {
    this.#input.focus(options)
  }

  /** Puts the focus on what begins a call, or where the visitor writes if nothing does. */
  focusTalk(): void {
    const talk = this.renderRoot.querySelector<HTMLElement>('[part=talk]')
    ;(talk ?? this).focus()
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('draft')) return
    // Compared with what stands there, not with the last draft: typing goes ahead of the property,
    // and a value set again would move the caret and break a word that is being composed.
    if (this.#input.value !== this.draft) this.#write(this.draft)
    this.#fit()
  }

  protected override render(): TemplateResult {
    const { words, draft } = this
    const left = maxContentLength - draft.length
    const near = left <= counterMargin
    const sendable = !isBlank(draft) && left >= 0
    return html`
      <form class="field" part="composer" @submit=${this.#submit}>
        <textarea
          part="input"
          rows="1"
          dir="auto"
          enterkeyhint="send"
          aria-label=${words.message}
          aria-invalid=${left < 0}
          aria-describedby=${near ? 'counter' : nothing}
          placeholder=${words.placeholder}
          @input=${this.#type}
          @keydown=${this.#press}
        ></textarea>
        ${
          this.talkable && draft === ''
            ? html`<button
                type="button"
                class="icon-button"
                part="talk"
                aria-label=${words.talk}
                @click=${() => this.dispatchEvent(new PanelActionEvent({ type: 'talk' }))}
              >
                ${icons.talk}
              </button>`
            : nothing
        }
        <button
          class="send"
          part="send"
          aria-label=${this.busy ? words.stop : words.send}
          aria-disabled=${!this.busy && !sendable}
        >
          ${this.busy ? icons.stop : icons.send}
        </button>
      </form>
      <p
        id="counter"
        class="counter ${left < 0 ? 'over' : ''}"
        part="counter"
        role=${left < 0 ? 'alert' : nothing}
        ?hidden=${!near}
      >
        ${left < 0 ? words.charactersOver(-left) : words.charactersLeft(left)}
      </p>
    `
  }

  get #input(): HTMLTextAreaElement {
    return this.renderRoot.querySelector('textarea') as HTMLTextAreaElement
  }

  /** Where the visitor is writing, it is written as by hand: that can be undone. */
  #write(text: string): void {
    const input = this.#input
    if (this.shadowRoot?.activeElement === input) {
      this.#isWriting = true
      input.select()
      document.execCommand(text ? 'insertText' : 'delete', false, text)
      this.#isWriting = false
    }
    if (input.value !== text) input.value = text
  }

  #type(): void {
    if (this.#isWriting) return
    this.#fit()
    this.dispatchEvent(new PanelActionEvent({ type: 'draft', text: this.#input.value }))
  }

  #press(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    this.#send()
  }

  #submit(event: Event): void {
    event.preventDefault()
    if (this.busy) this.dispatchEvent(new PanelActionEvent({ type: 'stop' }))
    else {
      this.#send()
      // A phone's keyboard stays, as a conversation goes on.
      this.focus()
    }
  }

  #send(): void {
    const text = this.#input.value
    if (this.busy || isBlank(text) || text.length > maxContentLength) return
    this.dispatchEvent(new PanelActionEvent({ type: 'send', text }))
  }

  /** The area is as tall as its text; browsers that cannot see to it themselves are helped. */
  #fit(): void {
    if (CSS.supports('field-sizing', 'content')) return
    const { style } = this.#input
    style.blockSize = 'auto'
    style.blockSize = `${this.#input.scrollHeight}px`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'visavis-composer': VisavisComposer
  }
}
