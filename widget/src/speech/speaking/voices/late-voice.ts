import { loadOnce } from '@visavis/shared/load-once.ts'
import type { Voice, VoiceEvents } from './voice.ts'

/** A voice that loads when it is asked to speak; one that does not arrive breaks like any other. */
export class LateVoice implements Voice {
  readonly name: Voice['name']
  readonly #arrival: () => Promise<Voice>
  #voice: Voice | undefined
  #volume = 1
  #isUnlocked = false
  #isClosed = false

  constructor(name: Voice['name'], load: () => Promise<Voice>) {
    this.name = name
    this.#arrival = loadOnce(async () => this.#receive(await load()))
  }

  unlock(): void {
    this.#isUnlocked = true
    this.#voice?.unlock?.()
  }

  async warm(): Promise<void> {
    const voice = await this.#arrival()
    await voice.warm()
  }

  prepare(sentence: string): void {
    this.#voice?.prepare?.(sentence)
  }

  async speak(sentence: string, events: VoiceEvents, signal: AbortSignal): Promise<void> {
    const voice = await this.#arrival()
    await voice.speak(sentence, events, signal)
  }

  setVolume(volume: number): void {
    this.#volume = volume
    this.#voice?.setVolume(volume)
  }

  close(): void {
    this.#isClosed = true
    this.#voice?.close()
  }

  /** It hears what it was told before it was there. */
  #receive(voice: Voice): Voice {
    if (this.#isClosed) throw new Error('The voice was closed before it came')
    this.#voice = voice
    voice.setVolume(this.#volume)
    if (this.#isUnlocked) voice.unlock?.()
    return voice
  }
}
