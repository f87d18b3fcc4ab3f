import type { Call } from '../../call/call.ts'
import type { CallView } from '../../call/call-view.ts'
import type { CallWords } from '../../localization/call-words.ts'
import { ask } from '../question/ask.ts'
import { rememberFocus } from '../remember-focus.ts'

export type CallQuestion = NonNullable<CallView['question']>

export type CallQuestionOptions = {
  readonly question: CallQuestion
  readonly words: CallWords
  readonly call: Call
  /** The call waits for no answer any more. */
  readonly signal: AbortSignal
}

/**
 * Asks below a call's face, where everything else can still be reached, and does what is answered; this
 * module loads with the first question.
 */
export async function askInCall(element: HTMLElement, options: CallQuestionOptions): Promise<void> {
  const { question, words, call, signal } = options
  const { text, no, yes } = {
    'take-over': {
      text: words.takeOverQuestion,
      no: [words.notNow, () => call.end('ended')],
      yes: [words.takeOver, () => call.start({ isTakingOver: true })],
    },
    consent: {
      text: words.consentQuestion,
      no: [words.wouldRatherWrite, () => call.listen(false)],
      yes: [words.consent, () => call.listen(true, { mayAudioLeave: true })],
    },
    'still-there': {
      text: words.stillThereQuestion,
      no: [words.end, () => call.end('ended')],
      yes: [words.stillThere, () => call.activity()],
    },
  }[question] as Record<'no' | 'yes', [string, () => void]> & { text: string }
  // Whoever presses a key is still there.
  const escape = question === 'still-there'
  const show = (dialog: HTMLElement) => {
    const giveFocusBack = rememberFocus(element)
    dialog.slot = 'question'
    dialog.part.add('call-question')
    element.append(dialog)
    return () => {
      dialog.remove()
      if (!giveFocusBack()) element.focus()
    }
  }
  const isYes = await ask({ text, no: no[0], yes: yes[0], escape }, { show, signal })
  if (signal.aborted) return
  if (isYes) yes[1]()
  else no[1]()
}
