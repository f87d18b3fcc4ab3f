/** What a tapped page has heard, seen and been told of one answer; times are those of its clock. */
export type Recording = {
  /** What arrived of the answer's text, in portions. */
  readonly deltas: readonly { readonly text: string; readonly at: number }[]
  /** When the page was told that the answer sounds. */
  readonly toldSoundAt: number
  /** Stretches in which the loudspeaker got more than silence, without gaps of less than 80 ms. */
  readonly sounds: readonly { readonly start: number; readonly end: number }[]
  /** Portions of the synthesiser's sound, as they were played. */
  readonly portions: readonly Portion[]
  readonly phonemes: readonly Phoneme[]
  /** One for each of the screen's frames. */
  readonly frames: readonly Frame[]
  /** Whose voice it was; null if no caption told. */
  readonly voice: string | null
}

export type Portion = {
  readonly sentence: number
  /** Where it begins in its sentence. */
  readonly offsetMs: number
  readonly lengthMs: number
  /** When it began to be heard. */
  readonly at: number
}

export type Phoneme = {
  readonly sentence: number
  readonly ipa: string
  /** From the beginning of its sentence. */
  readonly atMs: number
}

export type Frame = {
  readonly now: number
  /** The five numbers of a mouth, with blanks between them. */
  readonly shape: string
  /** Something of the face has changed since the last frame. */
  readonly isDrawn: boolean
}
