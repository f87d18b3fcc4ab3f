import { type Clock, pageClock } from '../../../clock.ts'
import { SystemSpeech } from './system-speech.ts'
import type { Voice, VoiceEvents } from './voice.ts'

export type SystemVoiceOptions = {
  readonly synthesis?: SpeechSynthesis
  readonly clock?: Clock
}

/** A voice of the device, as `findSystemVoice` finds it. */
export class SystemVoice implements Voice {
  readonly name = 'system'
  readonly #voice: SpeechSynthesisVoice
  readonly #synthesis: SpeechSynthesis
  readonly #clock: Clock
  #volume = 1
  #speech: SystemSpeech | undefined

  constructor(
    voice: SpeechSynthesisVoice,
    { synthesis = speechSynthesis, clock = pageClock }: SystemVoiceOptions = {},
  ) {
    this.#voice = voice
    this.#synthesis = synthesis
    this.#clock = clock
  }

  unlock(): void {
    const nothing = new SpeechSynthesisUtterance(' ')
    nothing.volume = 0
    this.#synthesis.speak(nothing)
  }

  async warm(): Promise<void> {}

  async speak(sentence: string, events: VoiceEvents, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    const [synthesis, voice, clock] = [this.#synthesis, this.#voice, this.#clock]
    const speech = new SystemSpeech({ synthesis, voice, clock, sentence, events })
    this.#speech = speech
    const stop = () => speech.stop()
    signal.addEventListener('abort', stop, { once: true })
    try {
      await speech.speak(this.#volume)
    } finally {
      signal.removeEventListener('abort', stop)
      if (this.#speech === speech) this.#speech = undefined
    }
  }

  setVolume(volume: number): void {
    if (volume === this.#volume) return
    this.#volume = volume
    this.#speech?.speakRest(volume)
  }

  close(): void {
    this.#speech?.stop()
  }
}
