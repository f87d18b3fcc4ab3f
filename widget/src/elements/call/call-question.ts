import type { CallController } from '../../call/direct/call-controller.ts'
import type { CallView } from '../../call/call-view.ts'
import type { CallWords } from '../../localization/call-words.ts'
import { ask } from '../question/ask.ts'
import { rememberFocus } from '../remember-focus.ts'

export type CallQuestion = NonNullable<CallView['question']>

export type CallQuestionOptions = {
  readonly question: CallQuestion
  readonly words: CallWords
  readonly controller: CallController
  /** The call waits for no answer any more. */
  readonly signal: AbortSignal
}

/**
 * Asks below a call's face, where everything else can still be reached, and does what is answered; this
 * module loads with the first question.
 */
export async function askInCall(call: HTMLElement, options: CallQuestionOptions): Promise<void> {
  const { question, words, controller, signal } = options
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
  // Whoever presses a key is still there.
  const escape = question === 'still-there'
  const show = (element: HTMLElement) => {
    const giveFocusBack = rememberFocus(call)
    element.slot = 'question'
    element.part.add('call-question')
    call.append(element)
    return () => {
      element.remove()
      if (!giveFocusBack()) call.focus()
    }
  }
  const isYes = await ask({ text, no: no[0], yes: yes[0], escape }, { show, signal })
  if (signal.aborted) return
  if (isYes) yes[1]()
  else no[1]()
}
