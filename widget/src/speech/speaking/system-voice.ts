import { type Clock, pageClock, Timeline } from './clock.ts'
import type { SpokenLanguage } from './readable/readable.ts'
import { spellSpeech } from './spelled-speech.ts'
import type { Stretch } from './traced-text.ts'
import { pauseAfterMs, type Voice, type VoiceEvents } from './voice.ts'

/** Chrome reads its voices in after the first question for them; some browsers never answer. */
const voicesTimeoutMs = 600
/** A synthesiser that has not begun by then will not, and one that goes on for so long hangs. */
const startTimeoutMs = 3000
const slowest = 2.5
const endMarginMs = 4000

/**
 * A voice of the device. Only one that lives on it: others send the text away and break off. Its
 * sound cannot be touched, so that another volume means to say the rest of the sentence again.
 */
export class SystemVoice implements Voice {
  readonly name = 'system'
  readonly #language: SpokenLanguage
  readonly #synthesis: SpeechSynthesis | undefined
  readonly #clock: Clock
  #voice: Promise<SpeechSynthesisVoice | undefined> | undefined
  #volume = 1
  #speech: Speech | undefined

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
  }

  async speak(sentence: string, events: VoiceEvents, signal: AbortSignal): Promise<void> {
    const synthesis = this.#synthesis
    const voice = await this.#findVoice()
    if (!synthesis || !voice) throw new Error('The device has no voice of this language')
    if (signal.aborted) return
    const speech = new Speech({ synthesis, voice, clock: this.#clock, sentence, events })
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

type SpeechParts = {
  synthesis: SpeechSynthesis
  voice: SpeechSynthesisVoice
  clock: Clock
  sentence: string
  events: VoiceEvents
}

/** One sentence on its way through the synthesiser, perhaps in several goes. */
class Speech {
  readonly #parts: SpeechParts
  readonly #timeline: Timeline
  readonly #done: Promise<void>
  #resolve: () => void = () => undefined
  #reject: (reason: Error) => void = () => undefined
  /** What is spoken now begins here in the sentence. */
  #from = 0
  #word: Stretch = { start: -1, end: -1 }
  /** Kept, as Chrome forgets an utterance that nobody holds, with its events. */
  #utterance: SpeechSynthesisUtterance | undefined
  #cancelWatch: () => void = () => undefined

  constructor(parts: SpeechParts) {
    this.#parts = parts
    this.#timeline = new Timeline(parts.clock)
    this.#done = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  speak(volume: number): Promise<void> {
    const { synthesis, voice, sentence } = this.#parts
    const text = sentence.slice(this.#from)
    const utterance = new SpeechSynthesisUtterance(text)
    utterance.voice = voice
    utterance.lang = voice.lang
    utterance.volume = volume
    this.#utterance = utterance
    const isCurrent = () => this.#utterance === utterance
    utterance.onstart = () => isCurrent() && this.#begin(text)
    utterance.onboundary = ({ name, charIndex }) => {
      if (isCurrent() && name !== 'sentence') this.#meetWord(charIndex)
    }
    utterance.onend = () => isCurrent() && this.#endSoon()
    utterance.onerror = ({ error }) => isCurrent() && this.#fail(error)
    this.#watch(startTimeoutMs)
    synthesis.resume()
    synthesis.speak(utterance)
    return this.#done
  }

  /** The same sentence from its last word on. */
  speakRest(volume: number): void {
    this.#from = Math.max(this.#word.start, 0)
    this.#silence()
    void this.speak(volume)
  }

  stop(): void {
    this.#silence()
    this.#resolve()
  }

  #silence(): void {
    this.#utterance = undefined
    this.#timeline.clear()
    this.#cancelWatch()
    this.#parts.synthesis.cancel()
  }

  #begin(text: string): void {
    const { durationMs } = spellSpeech(text)
    this.#watch(durationMs * slowest + endMarginMs)
    this.#parts.events.onStart()
    this.#play(text, 0)
  }

  /** The mouth and the words from a place in the text on, as its letters let expect. */
  #play(text: string, from: number): void {
    const { clock, events } = this.#parts
    const { words, visemes } = spellSpeech(text.slice(from))
    const now = clock.now()
    const offset = this.#from + from
    this.#timeline.clear()
    for (const { word, atMs } of words) {
      this.#timeline.at(now + atMs, () => {
        const start = word.start + offset
        if (start <= this.#word.start) return
        this.#word = { start, end: word.end + offset }
        events.onWord(this.#word)
      })
    }
    for (const { viseme, atMs, durationMs } of visemes) {
      this.#timeline.at(now + atMs, () => events.onViseme(viseme, durationMs))
    }
  }

  /** What the synthesiser says of its words beats the estimate. */
  #meetWord(charIndex: number): void {
    const start = this.#from + charIndex
    if (start < this.#word.start) return
    this.#play(this.#parts.sentence.slice(this.#from), charIndex)
  }

  #endSoon(): void {
    const { clock, sentence } = this.#parts
    this.#timeline.clear()
    this.#cancelWatch()
    this.#cancelWatch = clock.after(pauseAfterMs(sentence) / 2, () => this.#resolve())
  }

  #fail(error: string): void {
    this.#silence()
    this.#reject(new Error(`The device's voice stopped: ${error}`))
  }

  #watch(timeoutMs: number): void {
    this.#cancelWatch()
    this.#cancelWatch = this.#parts.clock.after(timeoutMs, () => this.#fail('it hangs'))
  }
}
