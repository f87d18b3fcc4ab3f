import { visemesOfText } from '../../../avatars/visemes/spelling-visemes.ts'
import type { Viseme } from '../../../avatars/visemes/visemes.ts'
import type { Stretch } from '@visavis/shared/spoken-text/traced-text.ts'
import { wordsOf } from './voice.ts'

/** How long a consonant lasts in calm speech; a vowel and a pause are multiples of it. */
const unitMs = 62

export type SpelledSpeech = {
  readonly words: readonly { readonly word: Stretch; readonly atMs: number }[]
  readonly visemes: readonly {
    readonly viseme: Viseme
    readonly atMs: number
    readonly durationMs: number
  }[]
  readonly durationMs: number
}

/** How a text would sound, by its letters: for a voice that says nothing of its sounds. */
export function spellSpeech(text: string): SpelledSpeech {
  const spelled = visemesOfText(text)
  let time = 0
  const visemes = spelled.map(({ viseme, at, weight }) => {
    const atMs = time
    const durationMs = weight * unitMs
    time += durationMs
    return { viseme, atMs, durationMs, at }
  })
  const words = wordsOf(text).map((word) => ({
    word,
    atMs: visemes.filter(({ at }) => at >= word.start)[0]?.atMs ?? time,
  }))
  return { words, visemes, durationMs: time }
}
