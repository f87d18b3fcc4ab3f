import { type Clock, pageClock } from '../../../clock.ts'
import { spellSpeech } from './spelled-speech.ts'
import { Timeline } from '../time/timeline.ts'
import { pauseAfterMs, type Voice, type VoiceEvents } from './voice.ts'

/** The voice that always is there: no sound, but words and a mouth in the time they would take. */
export class SilentVoice implements Voice {
  readonly name = 'silent'
  readonly #clock: Clock

  constructor(clock: Clock = pageClock) {
    this.#clock = clock
  }

  async warm(): Promise<void> {}

  speak(sentence: string, events: VoiceEvents, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve()
      const timeline = new Timeline(this.#clock)
      const stop = () => {
        timeline.clear()
        resolve()
      }
      signal.addEventListener('abort', stop, { once: true })
      const start = this.#clock.now()
      const { words, visemes, durationMs } = spellSpeech(sentence)
      timeline.at(start, () => events.onStart())
      for (const { word, atMs } of words) timeline.at(start + atMs, () => events.onWord(word))
      for (const { viseme, atMs, durationMs: lasts } of visemes) {
        timeline.at(start + atMs, () => events.onViseme(viseme, lasts))
      }
      timeline.at(start + durationMs + pauseAfterMs(sentence), () => {
        signal.removeEventListener('abort', stop)
        resolve()
      })
    })
  }

  setVolume(): void {}

  close(): void {}
}
