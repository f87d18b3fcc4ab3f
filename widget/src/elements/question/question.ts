import { html, LitElement, type TemplateResult } from 'lit'
import { shared } from '../../styles/shared.styles.ts'
import { questionStyles } from './question.styles.ts'

/** Something that a visitor says yes or no to. It stays in the language in which it was asked. */
export type Question = {
  readonly text: string
  /** The answer that leaves everything as it is. */
  readonly no: string
  readonly yes: string
  /** What a yes takes away does not come back. */
  readonly isDestructive?: boolean
  /** What the Escape key means, where it is no "no". */
  readonly escape?: boolean
}

/**
 * @summary A question with two answers, and the focus on the one that leaves everything as it is.
 * @tagname visavis-question
 * @csspart question - A question over the whole panel.
 * @csspart call-question - One that a call asks, below its face.
 */
export class VisavisQuestion extends LitElement {
  static override styles = [shared, questionStyles]
  static override properties = {
    question: { attribute: false },
    over: { type: Boolean, reflect: true },
  }

  /** Set before it is connected. */
  question!: Question
  /** It lies over what it is about, which cannot be reached meanwhile. */
  over = false

  /** Resolves with the first answer: a `close` event before that is a no. */
  readonly answered: Promise<boolean>
  #answer!: (isYes: boolean) => void

  constructor() {
    super()
    this.answered = new Promise((resolve) => (this.#answer = resolve))
    this.addEventListener('close', () => this.#answer(false))
    this.addEventListener('keydown', this.#press)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.role = 'alertdialog'
    this.ariaLabel = this.question.text
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('button')?.focus(options)
  }

  protected override firstUpdated(): void {
    this.focus()
  }

  protected override render(): TemplateResult {
    const { text, no, yes, isDestructive } = this.question
    return html`
      <p>${text}</p>
      <div class="answers">
        <button class="pill" @click=${() => this.#answer(false)}>${no}</button>
        <button
          class="pill yes ${isDestructive ? 'danger' : ''}"
          @click=${() => this.#answer(true)}
        >
          ${yes}
        </button>
      </div>
    `
  }

  readonly #press = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    // It closes nothing else.
    event.preventDefault()
    event.stopPropagation()
    this.#answer(this.question.escape ?? false)
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'visavis-question': VisavisQuestion
  }
}
