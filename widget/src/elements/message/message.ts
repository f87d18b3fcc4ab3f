import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { MessageView } from '../../conversation/view.ts'
import { icons } from '../../icons/icons.ts'
import { loadPart } from '../../load-part.ts'
import { shared } from '../../styles/shared.styles.ts'
import { roveFocus } from '../rove-focus.ts'
import { problemOf } from '../../transports/conversation-error.ts'
import { PanelActionEvent, type PanelAction } from '../panel/panel-action.ts'
import { ownText, problemText, type PanelWords } from '../../localization/panel-words.ts'
import { markdownFor } from './load-markdown.ts'
import type { DrawnMarkdown } from './markdown.ts'
import { messageStyles } from './message.styles.ts'

const longPressMs = 450
const copiedMs = 1600

/**
 * @summary One message: what was said, what went wrong, and what can be done about it.
 * @tagname visavis-message
 * @csspart message - The message; also `message-user` or `message-assistant`.
 * @csspart text - What was said.
 * @csspart problem - Why an answer is missing or broke off, with its retry.
 * @csspart actions - Time, copy, again, variants, delete.
 */
export class VisavisMessage extends LitElement {
  static override styles = [shared, messageStyles]
  static override properties = {
    words: { attribute: false },
    message: { attribute: false },
    name: { attribute: false },
    language: { attribute: false },
    copied: { state: true },
    actionsShown: { state: true },
  }

  words!: PanelWords
  message!: MessageView
  /** Who is speaking when it is not the visitor. */
  name = ''
  language = ''

  /** The text that was copied a moment ago: all of it, or a block of code. */
  copied: string | null = null
  /** The actions were asked for by a long press. */
  private actionsShown = false

  /** It was seen running: its failure is news, and is announced. */
  #live = false
  #markdown: DrawnMarkdown | undefined
  #pressTimer = 0
  #copiedTimer = 0

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#pressTimer)
    clearTimeout(this.#copiedTimer)
    document.removeEventListener('pointerdown', this.#letGo)
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('message')) return
    const { key, status } = this.message
    // Elements are not bound to their messages: another may be shown in the same place.
    if (changed.get('message')?.key !== key) {
      this.#live = this.actionsShown = false
      this.copied = null
    }
    if (status === 'sending' || status === 'streaming') this.#live = true
  }

  protected override render(): TemplateResult {
    const { message, words } = this
    const { role, status, text } = message
    const author = role === 'user' ? words.you : this.name
    const said = role === 'user' ? text : this.#renderAnswer()
    const time = formatTime(message.createdAt, this.language)
    return html`
      <article
        class="${role} ${status} ${this.actionsShown ? 'actions-shown' : ''}"
        part="message message-${role}"
        aria-label="${author}, ${time}"
        @pointerdown=${this.#press}
        @pointerup=${this.#release}
        @pointercancel=${this.#release}
      >
        ${text ? html`<div class="text" part="text" dir=${role === 'user' ? 'auto' : nothing}>${said}</div>` : nothing}
        ${this.#renderEnd()} ${this.#renderProblem()}
        ${status === 'streaming' ? nothing : this.#renderActions(time)}
      </article>
    `
  }

  #renderAnswer(): unknown {
    const { text, status } = this.message
    const markdown = markdownFor(text, this)
    if (markdown && !this.#markdown) this.#markdown = new markdown.DrawnMarkdown(this)
    if (this.#markdown) return this.#markdown.draw(text, status === 'streaming')
    return text
      .split(/\n\s*\n/u)
      .map((each) => html`<p class="plain" dir="auto">${each.trim()}</p>`)
  }

  /** Why an answer ends before its end, and the way on. */
  #renderEnd(): TemplateResult | typeof nothing {
    const { message, words } = this
    const { status, problem, retryAt, canContinue } = message
    const isBroken = status === 'interrupted'
    if (!isBroken && status !== 'stopped' && !canContinue) return nothing
    // Why it broke off is said only where words of our own say what to do about it.
    const why = problem && ownText(words, problem, retryAt)
    return html`
      <div class="end" part="problem" role=${isBroken && this.#live ? 'alert' : nothing}>
        ${isBroken ? html`<p>${words.interrupted} ${why}</p>` : nothing}
        ${status === 'stopped' ? html`<p>${words.stopped}</p>` : nothing}
        ${
          canContinue
            ? html`<button class="pill" @click=${() => this.#ask('retry')}>
                ${words.continue}
              </button>`
            : nothing
        }
      </div>
    `
  }

  #renderProblem(): TemplateResult | typeof nothing {
    const { message, words } = this
    const { status, role, problem, retryAt } = message
    if (status !== 'failed') return nothing
    return html`
      <div class="problem" part="problem" role=${this.#live ? 'alert' : nothing}>
        ${icons.notice}
        <p>
          ${role === 'user' ? words.notSent : nothing}
          ${problem ? problemText(words, problem, retryAt) : nothing}
        </p>
        ${
          message.canRetry
            ? html`<button class="pill" @click=${() => this.#ask('retry')}>
                ${icons.again}${words.retry}
              </button>`
            : nothing
        }
      </div>
    `
  }

  #renderActions(time: string): TemplateResult {
    const { message, words } = this
    const { index, count } = message.variant
    let first = true
    const action = (name: string, drawing: TemplateResult, act: () => void, off = false) => {
      const tabIndex = first ? 0 : -1
      first = false
      return html`<button
        class="icon-button"
        aria-label=${name}
        title=${name}
        tabindex=${tabIndex}
        aria-disabled=${off ? 'true' : nothing}
        @click=${act}
      >
        ${drawing}
      </button>`
    }
    return html`
      <div
        class="actions"
        part="actions"
        role="toolbar"
        aria-label=${words.actions}
        @keydown=${this.#rove}
      >
        ${
          count > 1
            ? html`<span class="variants">
                ${action(words.previousVariant, icons.back, () => this.#turn(-1), index === 0)}
                <span aria-label=${words.variantOf(index + 1, count)} role="img">
                  ${index + 1}/${count}
                </span>
                ${action(words.nextVariant, icons.forth, () => this.#turn(1), index === count - 1)}
              </span>`
            : nothing
        }
        ${
          message.text
            ? action(
                this.copied === message.text ? words.copied : words.copy,
                this.copied === message.text ? icons.done : icons.copy,
                () => void this.copy(message.text),
              )
            : nothing
        }
        ${
          message.canRegenerate
            ? action(words.again, icons.again, () => this.#ask('regenerate'))
            : nothing
        }
        ${
          message.canDelete
            ? action(words.remove, icons.remove, () => this.#ask('delete'))
            : nothing
        }
        <time datetime=${new Date(message.createdAt).toISOString()}>${time}</time>
      </div>
    `
  }

  #ask(type: 'retry' | 'regenerate' | 'delete'): void {
    this.#act({ type, messageId: this.message.id })
  }

  #turn(step: -1 | 1): void {
    const { index, count } = this.message.variant
    if (index + step < 0 || index + step >= count) return
    this.#act({ type: 'variant', messageId: this.message.id, step })
  }

  #act(action: PanelAction): void {
    this.actionsShown = false
    this.dispatchEvent(new PanelActionEvent(action))
  }

  async copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      // No clipboard: an insecure page, a frame without the permission.
      try {
        const { copyBySelection } = await loadPart(() => import('./copy-by-selection.ts'))
        const root = this.renderRoot as ShadowRoot
        if (!(await copyBySelection(text, root, this.words))) return
      } catch (error) {
        return this.#act({ type: 'trouble', problem: problemOf(error) })
      }
    }
    this.copied = text
    clearTimeout(this.#copiedTimer)
    this.#copiedTimer = window.setTimeout(() => (this.copied = null), copiedMs)
  }

  /** One tab stop per message; arrows walk through its actions. */
  #rove(event: KeyboardEvent): void {
    const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>('.actions button')]
    const arrows = ['ArrowLeft', 'ArrowRight'] as const
    roveFocus(event, buttons, this.matches(':dir(rtl)') ? [arrows[1], arrows[0]] : arrows)
  }

  #press(event: PointerEvent): void {
    if (event.pointerType !== 'touch') return
    this.#pressTimer = window.setTimeout(() => {
      this.actionsShown = true
      document.addEventListener('pointerdown', this.#letGo)
    }, longPressMs)
  }

  #release(): void {
    clearTimeout(this.#pressTimer)
  }

  #letGo = (event: PointerEvent): void => {
    if (event.composedPath().includes(this)) return
    this.actionsShown = false
    document.removeEventListener('pointerdown', this.#letGo)
  }
}

function formatTime(milliseconds: number, language: string): string {
  return new Date(milliseconds).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' })
}

declare global {
  interface HTMLElementTagNameMap {
    'visavis-message': VisavisMessage
  }
}
