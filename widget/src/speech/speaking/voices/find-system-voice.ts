import { type Clock, pageClock } from '../../../clock.ts'
import type { SpokenLanguage } from '@visavis/shared/spoken-text/readable/load-rules.ts'

/** Chrome reads its voices in after the first question for them; some browsers never answer. */
const voicesTimeoutMs = 600

export type FindSystemVoiceOptions = {
  readonly synthesis?: SpeechSynthesis | undefined
  readonly clock?: Clock
}

/**
 * A voice of the device for a language. Only one that lives on it: others send the text away and
 * break off.
 *
 * @throws when there is none
 */
export function findSystemVoice(
  language: SpokenLanguage,
  { synthesis = globalThis.speechSynthesis, clock = pageClock }: FindSystemVoiceOptions = {},
): Promise<SpeechSynthesisVoice> {
  return new Promise((resolve, reject) => {
    const none = () => reject(new Error('The device has no voice of this language'))
    // Not every browser has what its types promise.
    if (!(synthesis as SpeechSynthesis | undefined)) return none()
    const look = () => {
      const found = localVoice(synthesis.getVoices(), language)
      if (!found) return
      leave()
      resolve(found)
    }
    const cancel = clock.after(voicesTimeoutMs, () => {
      leave()
      none()
    })
    const leave = () => {
      synthesis.removeEventListener('voiceschanged', look)
      cancel()
    }
    synthesis.addEventListener('voiceschanged', look)
    look()
  })
}

function localVoice(
  voices: readonly SpeechSynthesisVoice[],
  language: SpokenLanguage,
): SpeechSynthesisVoice | undefined {
  const fitting = voices.filter(
    ({ localService, lang }) => localService && lang.toLowerCase().startsWith(language),
  )
  return fitting.filter((voice) => voice.default)[0] ?? fitting[0]
}
