import type { SpokenWord, Utterance } from '../../avatars/avatar.ts'
import type { Speaker, SpeakerEvents } from '../../avatars/speaker.ts'
import { type Clock, pageClock } from '../../clock.ts'
import { loadRules, type SpokenLanguage } from '@visavis/shared/spoken-text/readable/load-rules.ts'
import { SpokenUtterance } from './spoken-utterance.ts'
import type { Voice } from './voices/voice.ts'
import { VoiceChain, type VoicesOf } from './voices/voice-chain.ts'

/** 26 dB down. */
const duckedVolume = 0.05
/** What was missed in less than this is understood all the same. */
const shortDuckMs = 350

export type SpeakerOptions = {
  /** What is spoken when a text's letters do not tell. */
  readonly language: SpokenLanguage
  readonly voicesOf: VoicesOf
  readonly clock?: Clock
}

/** When the voice went down, and what of what it was saying then. */
type Ducked = {
  readonly sinceMs: number
  readonly utterance: SpokenUtterance | undefined
  readonly word: SpokenWord | null
}

/** Speaks answers aloud while they are written, one utterance at a time. */
export class VoiceSpeaker implements Speaker {
  readonly #language: SpokenLanguage
  readonly #voices: VoiceChain
  readonly #clock: Clock
  #volume = 1
  #ducked: Ducked | null = null
  #last: SpokenUtterance | undefined

  constructor({ language, voicesOf, clock = pageClock }: SpeakerOptions) {
    this.#language = language
    this.#voices = new VoiceChain(voicesOf)
    this.#clock = clock
  }

  /** Which voice would speak now. */
  get voiceName(): Voice['name'] | undefined {
    return this.#voices.best(this.#language)?.name
  }

  /** To be called inside the visitor's click, which is when a browser lets a page sound. */
  unlock(): void {
    this.#voices.unlock(this.#language)
  }

  /** Resolves when there is a voice that begins without delay. */
  async warm(): Promise<void> {
    loadRules(this.#language, '').catch(() => undefined)
    await this.#voices.warm(this.#language)
  }

  speak({ id }: { id: string }, events: SpeakerEvents): Utterance {
    this.#last?.cut()
    const utterance = new SpokenUtterance({
      id,
      events,
      language: this.#language,
      voices: this.#voices,
    })
    utterance.hold(this.#ducked !== null)
    this.#last = utterance
    return utterance
  }

  /** After more than a moment it comes back at the word it left, as that was hardly heard. */
  duck(isDucked: boolean): void {
    const before = this.#ducked
    if (isDucked === (before !== null)) return
    const sinceMs = this.#clock.now()
    const utterance = this.#last
    this.#ducked = isDucked ? { sinceMs, utterance, word: utterance?.word ?? null } : null
    this.#applyVolume()
    const isMissed = before?.utterance === utterance && before?.word !== utterance?.word
    const isLong = before !== null && sinceMs - before.sinceMs >= shortDuckMs
    if (isLong && isMissed && before.word) utterance?.rewind(before.word)
    utterance?.hold(isDucked)
  }

  /** From 0 to 1. */
  setVolume(volume: number): void {
    this.#volume = volume
    this.#applyVolume()
  }

  close(): void {
    this.#last?.cut()
    this.#voices.close()
  }

  #applyVolume(): void {
    this.#voices.setVolume(this.#ducked ? this.#volume * duckedVolume : this.#volume)
  }
}
