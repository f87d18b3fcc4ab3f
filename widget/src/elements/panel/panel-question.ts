import { html, type TemplateResult } from 'lit'
import type { MenuWords, PanelWords } from '../../localization/panel-words.ts'
import { panelQuestionStyles } from './panel-question.styles.ts'

/** A question before something is gone for good. Few are asked one: it loads with the first. */
export type PanelQuestion = {
  readonly text: (words: MenuWords) => string
  readonly yes: (words: PanelWords & MenuWords) => string
  readonly act: () => void
}

/** Makes a panel ready to be asked. */
export function dressForQuestions({ adoptedStyleSheets: sheets }: ShadowRoot): void {
  const { styleSheet } = panelQuestionStyles
  if (styleSheet && !sheets.includes(styleSheet)) sheets.push(styleSheet)
}

/** Asks over everything else in a panel, and keeps the focus until it is answered. */
export function panelQuestion(
  { text, yes, act }: PanelQuestion,
  words: PanelWords & MenuWords,
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
      <p id="question">${text(words)}</p>
      <div class="answers">
        <button class="pill" @click=${onAnswer}>${words.keep}</button>
        <button
          class="pill danger"
          @click=${() => {
            act()
            onAnswer()
          }}
        >
          ${yes(words)}
        </button>
      </div>
    </div>
  `
}
