import { type MouthFrame, mouthAgreement } from '../../../widget/test-support/mouth-agreement.ts'
import type { SoundingViseme } from '../../../widget/test-support/mouth-agreement.ts'
import { visemesOfPhoneme } from '../../../widget/src/avatars/visemes/phoneme-visemes.ts'
import type { Answer } from './answers.ts'
import type { Phoneme, Portion, Recording } from './recording.ts'

export type TurnFigures = {
  /** From the first text in the page to the first sample that is not silence. */
  readonly firstSoundMs: number
  /** From the text that completes the first sentence to its sound; null where a clause comes first. */
  readonly sentenceToSoundMs: number | null
  /** How much later the page was told of the sound than it was heard. */
  readonly firstSoundToldMs: number
  readonly framesPerSecond: number
  /** The share of frames whose mouth is that of the sounds, from 0 to 1. */
  readonly visemeAgreement: number
  readonly frames: number
}

/** @throws Error when an answer was not heard, or by another voice */
export function turnFigures({ text, sentence }: Answer, recording: Recording): TurnFigures {
  const { deltas, sounds, frames, voice, toldSoundAt } = recording
  const [first] = sounds
  const [firstDelta] = deltas
  if (voice !== 'espeak') throw new Error(`This wants the synthesiser; the voice is ${voice}`)
  if (!first || !firstDelta) throw new Error(`Not heard: ${text}`)
  const end = sounds.at(-1)?.end ?? first.end
  const isSounding = (now: number) => sounds.some((sound) => now >= sound.start && now < sound.end)
  const soundingFrames = frames.filter(({ now }) => isSounding(now))
  const soundingMs = sounds.reduce((sum, sound) => sum + sound.end - sound.start, 0)
  const spoken = frames.filter(({ now }) => now >= first.start && now < end)
  return {
    firstSoundMs: first.start - firstDelta.at,
    sentenceToSoundMs: sentence === null ? null : first.start - arrivalOf(sentence, deltas),
    firstSoundToldMs: toldSoundAt - first.start,
    framesPerSecond: (soundingFrames.filter(({ isDrawn }) => isDrawn).length * 1000) / soundingMs,
    visemeAgreement: mouthAgreement(spoken.map(mouthFrame), soundingVisemes(recording)),
    frames: spoken.length,
  }
}

/** When the last character of a text's beginning arrived. */
function arrivalOf(beginning: string, deltas: Recording['deltas']): number {
  let length = 0
  for (const { text, at } of deltas) {
    length += text.length
    if (length >= beginning.length) return at
  }
  throw new Error(`Did not arrive: ${beginning}`)
}

function mouthFrame({ now, shape }: Recording['frames'][number]): MouthFrame {
  const [open = 0, width = 0, round = 0, teeth = 0, tongue = 0] = shape.split(' ').map(Number)
  return { now, shape: { open, width, round, teeth, tongue } }
}

/** What the synthesiser's phonemes ask of a mouth, at the times at which they are heard. */
function soundingVisemes({ phonemes, portions }: Recording): SoundingViseme[] {
  const sounding: SoundingViseme[] = []
  for (const sentence of new Set(portions.map((portion) => portion.sentence))) {
    const played = portions.filter((portion) => portion.sentence === sentence)
    const shaped = phonemes
      .filter((phoneme) => phoneme.sentence === sentence)
      .map((phoneme) => ({ at: heardAt(phoneme, played), visemes: visemesOf(phoneme) }))
      // What has no shape of its own lengthens what is before it.
      .filter(({ visemes }) => visemes.length > 0)
    const last = played.at(-1)
    const endOfSentence = last ? last.at + last.lengthMs : 0
    for (const [index, { at, visemes }] of shaped.entries()) {
      const length = ((shaped[index + 1]?.at ?? endOfSentence) - at) / visemes.length
      for (const [part, viseme] of visemes.entries()) {
        const start = at + part * length
        sounding.push({ viseme, start, end: start + length })
      }
    }
  }
  return sounding
}

const visemesOf = ({ ipa }: Phoneme) => (ipa === '' ? ['sil' as const] : visemesOfPhoneme(ipa))

function heardAt({ atMs }: Phoneme, played: readonly Portion[]): number {
  const portion = played.findLast(({ offsetMs }) => offsetMs <= atMs) ?? played[0]
  return portion ? portion.at + atMs - portion.offsetMs : Number.NaN
}
