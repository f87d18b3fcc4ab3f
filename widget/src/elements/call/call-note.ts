import { html, nothing, type TemplateResult } from 'lit'
import type { CallView, EarProblem } from '../../call/call-view.ts'
import { icons } from '../../icons/icons.ts'
import type { CallWords } from '../../localization/call-words.ts'

export { callNoteStyles } from './call-note.styles.ts'

/** The problems of a microphone that another try would not change. */
const lasting: ReadonlySet<EarProblem> = new Set(['unsupported', 'language', 'blocked', 'insecure'])

export type CallNoteOptions = {
  readonly view: CallView
  readonly words: CallWords
  /** Null as long as they may still come. */
  readonly earProblems: Partial<Record<EarProblem, string>> | null
  /** The visitor has closed it. */
  readonly isClosed: boolean
  readonly onClose: () => void
  readonly onUnlockSound: () => void
  /** The visitor wants the microphone once more. */
  readonly onListen: () => void
}

/** What does not work in a call, and what to do; it loads with the first of it. */
export function callNote(options: CallNoteOptions): TemplateResult | typeof nothing {
  const { view, words, earProblems, isClosed } = options
  const { earProblem } = view
  if (view.isSoundLocked)
    return note(words.soundLocked, pill(words.unlockSound, options.onUnlockSound))
  // It goes by itself, as soon as the browser has its answer.
  if (view.microphone === 'asking') return note(words.asking, nothing)
  const text = earProblem
    ? earProblems && (earProblems[earProblem] ?? words.earProblemOther)
    : view.isVoiceMissing
      ? words.voiceMissing
      : view.isVideoMissing && words.videoMissing
  if (isClosed || !text) return nothing
  const isRetryable = earProblem && !lasting.has(earProblem)
  return note(
    text,
    isRetryable
      ? pill(words.again, options.onListen)
      : html`<button class="icon-button" aria-label=${words.close} @click=${options.onClose}>
          ${icons.close}
        </button>`,
  )
}

function note(text: string, step: TemplateResult | typeof nothing): TemplateResult {
  return html`<div class="note" part="call-note">
    <p role="status">${text}</p>
    ${step}
  </div>`
}

function pill(name: string, act: () => void): TemplateResult {
  return html`<button class="pill" @click=${act}>${name}</button>`
}
