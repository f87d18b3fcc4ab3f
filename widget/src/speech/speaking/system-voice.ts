import { loadOnce } from '../../load-once.ts'
import { type Clock, pageClock } from './clock.ts'
import type { SpokenLanguage } from './readable/load-rules.ts'
import type { SystemSpeech } from './system-speech.ts'
import type { Voice, VoiceEvents } from './voice.ts'

/** Chrome reads its voices in after the first question for them; some browsers never answer. */
const voicesTimeoutMs = 600

/**
 * A voice of the device. Only one that lives on it: others send the text away and break off. How it
 * speaks loads once there is one.
 */
export class SystemVoice implements Voice {
  readonly name = 'system'
  readonly #language: SpokenLanguage
  readonly #synthesis: SpeechSynthesis | undefined
  readonly #clock: Clock
  #voice: Promise<SpeechSynthesisVoice | undefined> | undefined
  #volume = 1
  #speech: SystemSpeech | undefined

  constructor(
    language: SpokenLanguage,
    {
      synthesis = globalThis.speechSynthesis,
      clock = pageClock,
    }: { synthesis?: SpeechSynthesis | undefined; clock?: Clock } = {},
  ) {
    this.#language = language
    this.#synthesis = synthesis
    this.#clock = clock
  }

  unlock(): void {
    if (!this.#synthesis) return
    const nothing = new SpeechSynthesisUtterance(' ')
    nothing.volume = 0
    this.#synthesis.speak(nothing)
    void this.#findVoice()
  }

  async warm(): Promise<void> {
    if (!(await this.#findVoice())) throw new Error('The device has no voice of this language')
    await loadSpeech()
  }

  async speak(sentence: string, events: VoiceEvents, signal: AbortSignal): Promise<void> {
    const synthesis = this.#synthesis
    const voice = await this.#findVoice()
    if (!synthesis || !voice) throw new Error('The device has no voice of this language')
    const { SystemSpeech } = await loadSpeech()
    if (signal.aborted) return
    const speech = new SystemSpeech({ synthesis, voice, clock: this.#clock, sentence, events })
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

  #findVoice(): Promise<SpeechSynthesisVoice | undefined> {
    this.#voice ??= new Promise((resolve) => {
      const synthesis = this.#synthesis
      if (!synthesis) return resolve(undefined)
      const look = () => {
        const found = this.#localVoice(synthesis.getVoices())
        if (found) end(found)
      }
      const end = (found?: SpeechSynthesisVoice) => {
        synthesis.removeEventListener('voiceschanged', look)
        cancel()
        resolve(found)
      }
      const cancel = this.#clock.after(voicesTimeoutMs, () => end())
      synthesis.addEventListener('voiceschanged', look)
      look()
    })
    return this.#voice
  }

  #localVoice(voices: readonly SpeechSynthesisVoice[]): SpeechSynthesisVoice | undefined {
    const fitting = voices.filter(
      ({ localService, lang }) => localService && lang.toLowerCase().startsWith(this.#language),
    )
    return fitting.find((voice) => voice.default) ?? fitting[0]
  }
}

const loadSpeech = loadOnce(() => import('./spelled-voices.ts'))
