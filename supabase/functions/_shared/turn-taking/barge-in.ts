import { isBackchannel, wordsOf } from './backchannel.ts'
import { Loudness } from './loudness.ts'
import { Pauses } from './pauses.ts'
import { SustainedVoice } from './sustained-voice.ts'
import type { VoiceFrame } from './voice-frame.ts'

export type BargeInEvent =
  /** The first sign of speech: play quietly. */
  | 'onset'
  /** It is speech for sure: be silent, and remember the word. */
  | 'speech'
  /** The sign came to nothing: play on. */
  | 'false-alarm'
  /** It was a cough, or a word that only shows attention: go on at the word that was left. */
  | 'backchannel'
  /** The visitor takes the turn while the avatar speaks: the answer is over, for good. */
  | 'interruption'
  /** The visitor has said something, and is silent now. */
  | 'end-of-speech'

const frameMs = 10

/** From this probability on a frame may be speech, and is clear voice. */
const sign = 0.5
const clear = { unsure: 0.8, sure: 0.93 }

/** A speaking avatar goes down at less: it comes back up as soon as it was nothing. */
const firstSignOverAvatar = 0.2

/** So does it at any sound that lasts: many words begin with a hiss, which is no voice yet. */
const lastingSoundMs = 30

/** A click is shorter; half of a first syllable is longer. */
const onsetMs = 20

/** As much of it must be clear voice before it counts as speech, and it must have lasted so long. */
const clearVoiceMs = 100
const speechMs = 180

/** After this long without any sign, an onset was none. */
const onsetSilenceMs = 250

/** An onset that is still in doubt after this long is a noise that lasts. */
const longestOnsetMs = 1500

/** The silence that ends what was not meant to take the turn. */
const backchannelSilenceMs = 350

/** The same where words may be on their way that say otherwise: after more than an "mm-hm". */
const awaitedWordsMs = 600
const likelyAgreementMs = 350

/** Words come later than the sound they are of. */
const lateWordsMs = 2000

/** Who speaks again this soon did not only agree: it counts as one. */
const goesOnMs = 700

/** Where nothing but words is heard, one of them may be the avatar's own, out of its speakers. */
const wordsWithoutSound = 2

type Sound = {
  readonly at: number
  readonly isSign: boolean
  readonly isClear: boolean
}

type Speech = {
  readonly startedAt: number
  /** It began while the avatar spoke. */
  readonly isOverAvatar: boolean
  isSure: boolean
  /** The turn is the visitor's. */
  isForGood: boolean
  /** Clear voice so far. */
  clearMs: number
  lastSignAt: number
  words: string
}

/**
 * Decides in two steps whether a visitor interrupts, and when a visitor has finished: from the
 * probability of speech and the level of each frame, from words where a recogniser gives any, and
 * from whether the avatar speaks. Pure: time comes in with what is heard.
 *
 * Over a speaking avatar: `onset`, then `false-alarm` or `speech`, then `backchannel` or
 * `interruption`, then `end-of-speech`. Words that mean to interrupt lead there from anywhere.
 * Otherwise: `onset`, then `false-alarm` or `speech`, then `end-of-speech`.
 */
export class BargeIn {
  readonly #loudness = new Loudness()
  readonly #pauses = new Pauses()
  #voice = new SustainedVoice()
  #isAvatarSpeaking = false
  #hasFrames = false
  #signMs = 0
  #soundMs = 0
  /** A noise came to nothing, and lasts: what is like it is no sign. */
  #isDoubtful = false
  #speech: Speech | null = null
  /** What was dropped last, in case its words come late. */
  #dropped: { readonly at: number; readonly speech: Speech } | null = null

  /** Somebody speaks, for sure. */
  get isHearing(): boolean {
    return this.#speech?.isSure === true
  }

  /** Tells that the avatar can be heard from now on, or no longer. */
  avatarSpeaks(isSpeaking: boolean): void {
    this.#isAvatarSpeaking = isSpeaking
  }

  /** Frames come in order, one every 10 ms. */
  hear(frame: VoiceFrame): BargeInEvent | null {
    this.#hasFrames = true
    const isOverAvatar = this.#speech?.isOverAvatar ?? this.#isAvatarSpeaking
    const isLoud = this.#loudness.isLoud(frame, isOverAvatar)
    this.#soundMs = this.#loudness.isLoudNow(frame, isOverAvatar) ? this.#soundMs + frameMs : 0
    const isFirst = this.#speech === null && isOverAvatar
    const isSign =
      (isLoud && frame.probability >= (isFirst ? firstSignOverAvatar : sign)) ||
      (isFirst && this.#soundMs >= lastingSoundMs)
    const isClear =
      isLoud && frame.probability >= (this.#speech?.isSure ? clear.sure : clear.unsure)
    this.#loudness.learn(frame, { isClear, isOverAvatar })
    this.#voice.add(isClear)
    const sound = { at: frame.at, isSign, isClear }
    return this.#speech === null ? this.#listen(sound) : this.#follow(this.#speech, sound)
  }

  /**
   * What a recogniser has made out so far of what the visitor says.
   *
   * @param at milliseconds, on the clock of the frames
   */
  read(words: string, at: number): BargeInEvent | null {
    if (wordsOf(words).length === 0) return null
    const speech = this.#speech ?? this.#speechOfWords(words, at)
    if (speech === null) return null
    speech.words = words
    if (!speech.isOverAvatar || speech.isForGood || isBackchannel(words)) return null
    this.#speech = speech
    this.#dropped = null
    speech.isSure = true
    speech.isForGood = true
    return 'interruption'
  }

  /** Forgets what is being said, as when listening ends. */
  reset(): void {
    this.#speech = null
    this.#dropped = null
    this.#signMs = 0
    this.#soundMs = 0
    this.#voice = new SustainedVoice()
  }

  #listen({ at, isSign, isClear }: Sound): BargeInEvent | null {
    if (!isSign) this.#isDoubtful = false
    this.#signMs = (this.#isDoubtful ? isClear : isSign) ? this.#signMs + frameMs : 0
    if (this.#signMs < onsetMs) return null
    this.#speech = this.#newSpeech({ startedAt: at - onsetMs, lastSignAt: at })
    this.#signMs = 0
    return 'onset'
  }

  #newSpeech({ startedAt, lastSignAt }: { startedAt: number; lastSignAt: number }): Speech {
    const dropped = this.#dropped
    const goesOn = dropped?.speech.isSure === true && startedAt - dropped.at <= goesOnMs
    const isOverAvatar = this.#isAvatarSpeaking || goesOn
    return {
      startedAt,
      isOverAvatar,
      isSure: false,
      isForGood: !isOverAvatar,
      clearMs: onsetMs,
      lastSignAt,
      words: '',
    }
  }

  /** Words of something that was dropped, or that only the recogniser has heard. */
  #speechOfWords(words: string, at: number): Speech | null {
    if (this.#dropped !== null && at - this.#dropped.at <= lateWordsMs) {
      const speech = this.#newSpeech({ startedAt: at, lastSignAt: at })
      return { ...speech, isOverAvatar: true, isForGood: false }
    }
    const isEnough = !this.#hasFrames && wordsOf(words).length >= wordsWithoutSound
    const isInterrupting = isEnough && this.#isAvatarSpeaking
    return isInterrupting ? this.#newSpeech({ startedAt: at, lastSignAt: at }) : null
  }

  #follow(speech: Speech, { at, isSign, isClear }: Sound): BargeInEvent | null {
    if (isSign) {
      if (speech.isSure) this.#pauses.learn(at - speech.lastSignAt)
      speech.lastSignAt = at
    }
    if (isClear) speech.clearMs += frameMs
    const lastsMs = at - speech.startedAt
    const silentMs = at - speech.lastSignAt
    if (!speech.isSure) {
      if (speech.clearMs >= clearVoiceMs && lastsMs >= speechMs) {
        speech.isSure = true
        return 'speech'
      }
      const isNone = silentMs >= onsetSilenceMs || lastsMs >= longestOnsetMs
      return isNone ? this.#drop(speech, at, 'false-alarm') : null
    }
    if (speech.isForGood) {
      if (silentMs < this.#pauses.endMs) return null
      this.#speech = null
      this.#voice = new SustainedVoice()
      return 'end-of-speech'
    }
    if (silentMs >= backchannelSilence(speech)) return this.#drop(speech, at, 'backchannel')
    if (!this.#voice.isSustained) return null
    speech.isForGood = true
    return 'interruption'
  }

  #drop(
    speech: Speech,
    at: number,
    event: 'false-alarm' | 'backchannel',
  ): 'false-alarm' | 'backchannel' {
    this.#speech = null
    this.#isDoubtful = event === 'false-alarm'
    this.#dropped = speech.isOverAvatar ? { at, speech } : null
    return event
  }
}

function backchannelSilence({ clearMs, words }: Speech): number {
  return words === '' && clearMs > likelyAgreementMs ? awaitedWordsMs : backchannelSilenceMs
}
