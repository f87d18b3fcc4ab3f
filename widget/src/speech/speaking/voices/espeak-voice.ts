import { pageClock } from '../../../clock.ts'
import type { EspeakEngine } from './espeak-engine.ts'
import { EspeakSentence } from './espeak-sentence.ts'
import type { SpokenLanguage } from '@visavis/shared/spoken-text/readable/load-rules.ts'
import { SoundTrack } from '../time/sound-track.ts'
import type { Timbre } from './timbre.ts'
import type { VoiceOutput } from '../time/voice-output.ts'
import { audioClock, Timeline } from '../time/timeline.ts'
import { pauseAfterMs, type Voice, type VoiceEvents, VoiceNotReady } from './voice.ts'

/** How long sentences wait in all for a language that loads, before another voice says them. */
const loadPatienceMs = 2500
/** Without a sound for so long, or with a context that stands still, the voice is broken. */
const soundPatienceMs = 4000
/** Lips are told this much ahead. */
const visemeLeadMs = 160
/** Sentences that are kept for later. */
const mostPrepared = 2

export type EspeakVoiceOptions = {
  readonly language: SpokenLanguage
  readonly output: VoiceOutput
  /** Low by default. */
  readonly timbre?: Timbre
}

/** The synthesiser's voice: its sounds, words and phonemes, played by the page's audio. */
export class EspeakVoice implements Voice {
  readonly name = 'espeak'
  readonly #engine: EspeakEngine
  readonly #language: SpokenLanguage
  readonly #output: VoiceOutput
  readonly #timbre: Timbre
  readonly #prepared: EspeakSentence[] = []
  #isWarm = false
  #patienceEndsMs: number | undefined

  constructor(engine: EspeakEngine, { language, output, timbre = 'low' }: EspeakVoiceOptions) {
    this.#engine = engine
    this.#timbre = timbre
    this.#language = language
    this.#output = output
  }

  unlock(): void {
    this.#output.unlock()
  }

  async warm(): Promise<void> {
    await this.#engine.load(this.#language)
    this.#isWarm = true
  }

  prepare(sentence: string): void {
    if (!this.#isWarm || this.#prepared.some(({ text }) => text === sentence)) return
    this.#prepared.push(this.#order(sentence))
    while (this.#prepared.length > mostPrepared) this.#prepared.shift()?.forget()
  }

  async speak(text: string, events: VoiceEvents, signal: AbortSignal): Promise<void> {
    if (!this.#isWarm) {
      this.#patienceEndsMs ??= performance.now() + loadPatienceMs
      await Promise.race([this.warm(), notReadyIn(this.#patienceEndsMs - performance.now())])
    }
    const context = await this.#output.running()
    if (signal.aborted) return
    const sentence = this.#take(text)
    const track = new SoundTrack(context, this.#output.node)
    const timeline = new Timeline(audioClock(context))
    try {
      await this.#play(sentence, { context, track, timeline, events, signal })
    } finally {
      timeline.clear()
      track.release()
      sentence.forget()
    }
  }

  setVolume(volume: number): void {
    this.#output.setVolume(volume)
  }

  close(): void {
    for (const sentence of this.#prepared.splice(0)) sentence.forget()
    this.#output.close()
  }

  #order(text: string): EspeakSentence {
    const variant = this.#timbre === 'high' && { variant: 'f2' as const }
    return new EspeakSentence(this.#engine, { text, language: this.#language, ...variant })
  }

  #take(text: string): EspeakSentence {
    const index = this.#prepared.findIndex((sentence) => sentence.text === text)
    return this.#prepared.splice(index, index === -1 ? 0 : 1)[0] ?? this.#order(text)
  }

  #play(sentence: EspeakSentence, { context, track, timeline, events, signal }: Playing) {
    return new Promise<void>((resolve, reject) => {
      const stop = () => {
        track.cut()
        end()
      }
      const end = (error?: Error) => {
        signal.removeEventListener('abort', stop)
        cancelWatch()
        if (error) reject(error)
        else resolve()
      }
      signal.addEventListener('abort', stop, { once: true })
      let cancelWatch = pageClock.after(soundPatienceMs, () => end(new Error('There was no sound')))
      // What the loudspeaker adds; nonsense from a driver is left out.
      const latencyMs = Math.min(context.outputLatency || 0, 0.3) * 1000
      const heardAt = (atMs: number) => (track.timeOf(atMs / 1000) ?? 0) * 1000 + latencyMs
      let hasStarted = false
      sentence.play({
        onSamples(samples, sampleRate) {
          track.add(samples, sampleRate)
          if (hasStarted || samples.length === 0) return
          hasStarted = true
          cancelWatch()
          cancelWatch = () => undefined
          timeline.at(heardAt(0), () => events.onStart())
        },
        onWord({ word, atMs }) {
          timeline.at(heardAt(atMs), () => events.onWord(word))
        },
        onViseme({ viseme, atMs, durationMs }) {
          const time = heardAt(atMs)
          timeline.at(time - visemeLeadMs, () => {
            events.onViseme(viseme, durationMs, Math.max(time - context.currentTime * 1000, 0))
          })
        },
        onEnd() {
          const time = track.end * 1000 + pauseAfterMs(sentence.text)
          const lengthMs = time - context.currentTime * 1000
          cancelWatch()
          cancelWatch = pageClock.after(lengthMs + soundPatienceMs, () => end(standstill(context)))
          timeline.at(time, () => end())
        },
        onError: end,
      })
    })
  }
}

type Playing = {
  context: AudioContext
  track: SoundTrack
  timeline: Timeline
  events: VoiceEvents
  signal: AbortSignal
}

/** A device that sleeps or takes a call will sound again; one that runs without time will not. */
function standstill({ state }: AudioContext): Error {
  return state === 'running'
    ? new Error('Time stands still')
    : new VoiceNotReady('The sound is interrupted')
}

function notReadyIn(delayMs: number): Promise<never> {
  return new Promise((_, reject) => {
    pageClock.after(delayMs, () => reject(new VoiceNotReady('The voice is still loading')))
  })
}
