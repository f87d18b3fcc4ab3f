import { html, type TemplateResult } from 'lit'
import type { PanelWords } from '../../localization/panel-words.ts'

/** A question before something is gone for good. */
export type PanelQuestion = {
  readonly text: string
  readonly yes: string
  readonly act: () => void
}

/** Asks over everything else in a panel, and keeps the focus until it is answered. */
export function panelQuestion(
  { text, yes, act }: PanelQuestion,
  words: PanelWords,
  onAnswer: () => void,
): TemplateResult {
  const press = (event: KeyboardEvent) => {
    const [first, last] = (event.currentTarget as Element).querySelectorAll('button')
    if (event.key === 'Tab' && event.target === (event.shiftKey ? first : last)) {
      event.preventDefault()
      ;(event.shiftKey ? last : first)?.focus()
    }
  }
  return html`
    <div
      class="question"
      part="question"
      role="alertdialog"
      aria-modal="true"
      aria-labelledby="question"
      @keydown=${press}
    >
      <p id="question">${text}</p>
      <div class="answers">
        <button class="pill" @click=${onAnswer}>${words.keep}</button>
        <button
          class="pill danger"
          @click=${() => {
            act()
            onAnswer()
          }}
        >
          ${yes}
        </button>
      </div>
    </div>
  `
}
