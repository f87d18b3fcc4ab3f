import type { SpokenLanguage } from '@visavis/shared/spoken-text/readable/load-rules.ts'
import { type Voice, type VoiceEvents, VoiceNotReady } from './voice.ts'

/** A sentence as it is read aloud. */
export type Sentence = { readonly text: string; readonly language: SpokenLanguage }

/** Voices of a language, the best first; the last one is asked whatever happened. */
export type VoicesOf = (language: SpokenLanguage) => readonly Voice[]

/**
 * Speaks each sentence with the best voice that works. A voice that breaks is not asked again, and
 * the next one goes on at the word it broke at; one that is not ready yet is asked again.
 */
export class VoiceChain {
  readonly #voicesOf: VoicesOf
  readonly #voices = new Map<SpokenLanguage, readonly Voice[]>()
  readonly #broken = new Set<Voice>()
  #volume = 1

  constructor(voicesOf: VoicesOf) {
    this.#voicesOf = voicesOf
  }

  /** The voice that is asked first for a language. */
  best(language: SpokenLanguage): Voice | undefined {
    return this.#working(language)[0]
  }

  unlock(language: SpokenLanguage): void {
    for (const voice of this.#all(language)) voice.unlock?.()
  }

  /** Resolves when the best voice that there is can speak without delay. */
  async warm(language: SpokenLanguage): Promise<void> {
    for (const voice of this.#working(language)) {
      try {
        await voice.warm()
        return
      } catch {
        this.#broken.add(voice)
      }
    }
  }

  prepare({ text, language }: Sentence): void {
    this.best(language)?.prepare?.(text)
  }

  /** Resolves when the sentence was heard or stopped; never rejects. */
  async speak(
    { text, language }: Sentence,
    events: VoiceEvents,
    signal: AbortSignal,
  ): Promise<void> {
    let from = 0
    for (const voice of this.#working(language)) {
      const offset = from
      const onWord: VoiceEvents['onWord'] = ({ start, end }) => {
        from = start + offset
        events.onWord({ start: from, end: end + offset })
      }
      try {
        await voice.speak(text.slice(offset), { ...events, onWord }, signal)
        return
      } catch (error) {
        if (!(error instanceof VoiceNotReady)) this.#broken.add(voice)
        if (signal.aborted) return
      }
    }
  }

  setVolume(volume: number): void {
    this.#volume = volume
    for (const voices of this.#voices.values()) {
      for (const voice of voices) voice.setVolume(volume)
    }
  }

  close(): void {
    for (const voices of this.#voices.values()) for (const voice of voices) voice.close()
  }

  #working(language: SpokenLanguage): Voice[] {
    const voices = this.#all(language)
    return voices.filter((voice) => !this.#broken.has(voice) || voice === voices.at(-1))
  }

  #all(language: SpokenLanguage): readonly Voice[] {
    let voices = this.#voices.get(language)
    if (!voices) {
      voices = this.#voicesOf(language)
      this.#voices.set(language, voices)
      for (const voice of voices) voice.setVolume(this.#volume)
    }
    return voices
  }
}
