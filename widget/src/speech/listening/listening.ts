import { BargeIn, type BargeInEvent } from '@visavis/shared/turn-taking/barge-in.ts'
import type { VoiceFrame } from '@visavis/shared/turn-taking/voice-frame.ts'
import { sleep } from '../../clock.ts'
import { deferred } from '../../deferred.ts'
import { findBrowserRecogniser } from './browser-recogniser.ts'
import type { ListeningProblem } from './listening-error.ts'
import { type Microphone, openMicrophone } from './microphone.ts'
import type { FindRecogniser, Recogniser, StartRecogniser } from './recogniser.ts'
import { SaidWords } from './said-words.ts'
import type { VoiceActivity } from './voice-activity/voice-activity.ts'

export type { ListeningProblem }

export type ListeningEvents = {
  /** The browser asks the visitor for the microphone, and waits. */
  onAsking(): void
  /** Hands-free only: whether the visitor interrupts, and that the visitor has finished. */
  onBargeIn(event: BargeInEvent): void
  /** What the visitor is saying, as far as it is made out. */
  onWords(text: string): void
  /** What the visitor has said, whole: a message. Empty if it was no words. */
  onUtterance(text: string): void
  /** Nothing is heard any more; it is closed. */
  onProblem(problem: ListeningProblem): void
}

export type ListeningOptions = {
  /** Hands-free, silence ends what is said; push-to-talk, `finish` does. */
  readonly mode: 'hands-free' | 'push-to-talk'
  /** BCP 47: `ru`, `en-GB`. */
  readonly language: string
  /** The visitor has agreed that the browser sends audio away. */
  readonly mayAudioLeave: boolean
  readonly events: ListeningEvents
  /** What turns speech into words; the browser's own if not given. */
  readonly findRecogniser?: FindRecogniser
}

/** An ear that is open. */
export interface Listening {
  /** The avatar can be heard from now on, or no longer. */
  avatarSpeaks(isSpeaking: boolean): void
  /** The visitor lets go of the button: resolves after `onUtterance`, closed. */
  finish(): Promise<void>
  /** Lets go of the microphone; no events any more. May be called twice. */
  close(): void
}

/**
 * Opens the visitor's microphone; ready to understand what it hears when this resolves. Only for
 * what the visitor has just done to be heard. Whether anything could understand is found out before
 * the microphone is asked for.
 *
 * Where speech cannot be told from noise (see `voice-activity.ts`), the recogniser alone decides
 * when something was said, and nobody interrupts the avatar but by words.
 *
 * @throws ListeningError
 */
export async function openListening(options: ListeningOptions): Promise<Listening> {
  const { language, mayAudioLeave, events, findRecogniser = findBrowserRecogniser } = options
  let ear: Ear | null = null
  const startRecogniser = await findRecogniser({ language, mayAudioLeave })
  const microphone = await openMicrophone({
    onAsking: () => events.onAsking(),
    onLost: (problem) => ear?.fail(problem),
  })
  ear = new Ear(options, { microphone, startRecogniser })
  await ear.ready
  return ear
}

/** What tells speech from noise is waited for so long; after that it may come while words are heard. */
const longestLoadMs = 2000

type EarParts = { readonly microphone: Microphone; readonly startRecogniser: StartRecogniser }

class Ear implements Listening {
  /** Resolves once it can tell speech from noise, if that may be, or need not. */
  readonly ready: Promise<void>
  readonly #options: ListeningOptions
  readonly #microphone: Microphone
  readonly #recogniser: Recogniser
  readonly #bargeIn = new BargeIn()
  readonly #said = new SaidWords()
  readonly #isHandsFree: boolean
  #activity: VoiceActivity | null = null
  #isAvatarSpeaking = false
  #toldWords = ''
  /** What was said is being settled. */
  #isTaking = false
  #isClosed = false

  constructor(options: ListeningOptions, { microphone, startRecogniser }: EarParts) {
    this.#options = options
    this.#microphone = microphone
    this.#recogniser = startRecogniser({
      track: microphone.track,
      events: {
        onWords: (text) => this.#read(text, false),
        onFinal: (text) => this.#read(text, true),
        onProblem: (problem) => {
          // Why a microphone is lost, it tells itself.
          if (microphone.track.readyState === 'live') this.fail(problem)
        },
      },
    })
    this.#isHandsFree = options.mode === 'hands-free'
    this.ready = this.#isHandsFree
      ? Promise.race([this.#detectVoice(), sleep(longestLoadMs)])
      : Promise.resolve()
  }

  avatarSpeaks(isSpeaking: boolean): void {
    this.#isAvatarSpeaking = isSpeaking
    this.#bargeIn.avatarSpeaks(isSpeaking)
  }

  async finish(): Promise<void> {
    await this.#recogniser.finish()
    if (this.#isClosed) return
    const text = this.#takeSaid()
    this.close()
    this.#options.events.onUtterance(text)
  }

  close(): void {
    this.#isClosed = true
    this.#activity?.close()
    this.#recogniser.close()
    this.#microphone.close()
  }

  fail(problem: ListeningProblem): void {
    if (this.#isClosed) return
    this.close()
    this.#options.events.onProblem(problem)
  }

  /** Resolves with the first of it, or if there will be none. */
  async #detectVoice(): Promise<void> {
    const begun = deferred()
    const onFrame = (frame: VoiceFrame) => {
      begun.resolve()
      this.#hear(frame)
    }
    try {
      const { detectVoice } = await import('./voice-activity/voice-activity.ts')
      if (this.#isClosed) return
      const { stream } = this.#microphone
      const activity = await detectVoice({ stream, onFrame })
      if (this.#isClosed) return activity.close()
      this.#activity = activity
      await begun.promise
    } catch {
      // The recogniser hears without it.
    }
  }

  #hear(frame: VoiceFrame): void {
    if (this.#isClosed) return
    const event = this.#bargeIn.hear(frame)
    if (event !== null) this.#decide(event, frame.at)
  }

  #decide(event: BargeInEvent, at: number): void {
    if (event === 'onset') this.#said.begin(at)
    if (event === 'false-alarm' || event === 'backchannel') this.#said.drop(at)
    this.#options.events.onBargeIn(event)
    if (event === 'end-of-speech') void this.#take()
  }

  async #take(): Promise<void> {
    this.#isTaking = true
    await this.#recogniser.finish()
    this.#isTaking = false
    if (!this.#isClosed) this.#options.events.onUtterance(this.#takeSaid())
  }

  #takeSaid(): string {
    this.#toldWords = ''
    return this.#said.take()
  }

  #read(words: string, isFinal: boolean): void {
    if (this.#isClosed || this.#isEcho()) return
    if (isFinal) this.#said.settle(words)
    else this.#said.change(words)
    const { text } = this.#said
    if (text === '') return
    const at = performance.now()
    const event = this.#isHandsFree ? this.#bargeIn.read(text, at) : null
    if (event !== null) this.#decide(event, at)
    if (this.#bargeIn.isHearing || this.#activity === null) this.#tellWords(text)
    if (isFinal && this.#isHandsFree) this.#takeUnheard(at)
  }

  #tellWords(text: string): void {
    if (text === this.#toldWords) return
    this.#toldWords = text
    this.#options.events.onWords(text)
  }

  /** Without a way to tell speech from noise, the avatar's voice would be taken for the visitor's. */
  #isEcho(): boolean {
    return this.#isAvatarSpeaking && this.#activity === null && !this.#recogniser.hearsTrack
  }

  /** Words are settled whose sound nobody has told: too soft, or there is nobody to tell. */
  #takeUnheard(at: number): void {
    const isTold = this.#activity !== null && (this.#bargeIn.isHearing || this.#said.wasDropped(at))
    if (isTold || this.#isTaking) return
    if (this.#isAvatarSpeaking && !this.#bargeIn.isHearing) return void this.#takeSaid()
    this.#bargeIn.reset()
    this.#options.events.onBargeIn('end-of-speech')
    this.#options.events.onUtterance(this.#takeSaid())
  }
}
