import { html, type TemplateResult } from 'lit'
import type { CallController } from '../../call/direct/call-controller.ts'
import type { CallView } from '../../call/call-view.ts'
import type { CallWords } from '../../localization/call-words.ts'
import { callQuestionStyles } from './call-question.styles.ts'

export type CallQuestionOptions = {
  readonly question: NonNullable<CallView['question']>
  readonly words: CallWords
  readonly controller: CallController
}

/** Makes a call ready to ask. */
export function dressForQuestions({ adoptedStyleSheets: sheets }: ShadowRoot): void {
  const { styleSheet } = callQuestionStyles
  if (styleSheet && !sheets.includes(styleSheet)) sheets.push(styleSheet)
}

/** What waits for a yes or no, over everything else of a call; it loads with the first of them. */
export function callQuestion({ question, words, controller }: CallQuestionOptions): TemplateResult {
  const { text, no, yes } = {
    'take-over': {
      text: words.takeOverQuestion,
      no: [words.notNow, () => controller.end('ended')],
      yes: [words.takeOver, () => controller.start({ isTakingOver: true })],
    },
    consent: {
      text: words.consentQuestion,
      no: [words.wouldRatherWrite, () => controller.declineConsent()],
      yes: [words.consent, () => controller.listen(true, { mayAudioLeave: true })],
    },
    'still-there': {
      text: words.stillThereQuestion,
      no: [words.end, () => controller.end('ended')],
      yes: [words.stillThere, () => controller.stir()],
    },
  }[question] as Record<'no' | 'yes', [string, () => void]> & { text: string }
  const escape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    event.preventDefault()
    // Whoever presses a key is still there.
    if (question !== 'still-there') no[1]()
  }
  return html`
    <div
      class="question"
      part="call-question"
      role="alertdialog"
      aria-labelledby="call-question"
      @keydown=${escape}
    >
      <p id="call-question">${text}</p>
      <div class="answers">
        <button class="pill" @click=${no[1]}>${no[0]}</button>
        <button class="pill yes" @click=${yes[1]}>${yes[0]}</button>
      </div>
    </div>
  `
}
