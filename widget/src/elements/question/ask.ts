import { NativeEvent } from '../../native-event.ts'
import { type Question, VisavisQuestion } from './question.ts'

export type Asking = {
  /** Shows the question; the function that comes back takes it away. */
  readonly show: (element: VisavisQuestion) => () => void
  /** Nobody wants an answer any more. */
  readonly signal?: AbortSignal
}

/**
 * Asks; this module loads with the first question.
 *
 * @returns false for a no, and for a question that was withdrawn before it was answered
 */
export async function ask(question: Question, { show, signal }: Asking): Promise<boolean> {
  if (!customElements.get('visavis-question')) {
    customElements.define('visavis-question', VisavisQuestion)
  }
  if (signal?.aborted) return false
  const element = Object.assign(document.createElement('visavis-question'), { question })
  signal?.addEventListener('abort', () => element.dispatchEvent(new NativeEvent('close')))
  const takeAway = show(element)
  try {
    return await element.answered
  } finally {
    takeAway()
  }
}
