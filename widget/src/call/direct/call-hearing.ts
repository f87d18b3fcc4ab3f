import type { MindSignal } from '../../conversation/mind-state.ts'
import type { BargeInEvent } from '@visavis/shared/turn-taking/barge-in.ts'
import type { CallMouth } from './call-mouth.ts'
import { type CallParts, type Ear, EarError } from './call-parts.ts'
import type { CallView } from '../call-view.ts'

export type CallHearingOptions = {
  readonly openEar: CallParts['openEar']
  readonly mouth: CallMouth
  readonly signal: (signal: MindSignal) => void
  readonly show: (change: Partial<CallView>) => void
  /** What the visitor is saying, as far as it is made out. */
  readonly onWords: (text: string) => void
  /** The visitor takes the turn. */
  readonly onInterruption: () => void
  readonly onSaid: (text: string) => void
  /** The ear was lost before the visitor had finished. */
  readonly onBrokenOff: (text: string) => void
}

/** The ear of a call, and what the mouth does while it is not clear who has the turn. */
export class CallHearing {
  readonly #options: CallHearingOptions
  #ear: Ear | null = null
  #isAvatarSpeaking = false
  #isWanted = false
  #isHeld = false
  /** The visitor speaks, for sure. */
  #isSpeech = false
  #mayAudioLeave = false
  #opening = 0
  /** The visitor has spoken, and what it was is not settled yet. */
  #isUnclear = false
  /** As far as it is made out. */
  #words = ''
  /** What was said while the button was held is being understood. */
  #finishing: Promise<void> | null = null

  constructor(options: CallHearingOptions) {
    this.#options = options
  }

  async turn(isOn: boolean, mayAudioLeave: boolean): Promise<void> {
    this.#mayAudioLeave ||= mayAudioLeave
    this.#isWanted = isOn
    if (isOn) await this.#open('open')
    else this.#shut()
  }

  /** The visitor holds a button to speak, and has the turn meanwhile. */
  async hold(): Promise<void> {
    if (this.#isWanted) return
    this.#isHeld = true
    this.#options.onInterruption()
    this.#options.mouth.pause()
    await this.#finishing
    await this.#openHeld()
  }

  /** The visitor lets go of it, and what was said is understood. */
  async letGo(): Promise<void> {
    if (!this.#isHeld) return
    this.#isHeld = false
    const ear = this.#ear
    if (ear === null) {
      // An ear that is opening closes as soon as it is open.
      if (this.#options.mouth.face === null) this.#shut()
      else this.#letSpeak()
      return
    }
    this.#hasSpoken()
    this.#finishing = ear.finish()
    await this.#finishing
    this.#finishing = null
    if (ear === this.#ear) this.#shut()
  }

  /** It is known what the visitor has said; empty if it was no words. */
  understand(text: string): void {
    this.#isUnclear = false
    this.#words = ''
    const said = text.trim()
    if (said === '') this.#options.signal({ type: 'not-understood' })
    else this.#options.onSaid(said)
    this.#letSpeak()
  }

  /** Another face may hear by itself, or no longer. */
  faceChanged(): void {
    if (this.#isWanted) void this.#open('open')
    else if (this.#isHeld) void this.#openHeld()
  }

  avatarSpeaks(isSpeaking: boolean): void {
    this.#isAvatarSpeaking = isSpeaking
    this.#ear?.avatarSpeaks(isSpeaking)
  }

  /** For good: what is not settled is not said any more. */
  close(): void {
    this.#isUnclear = false
    this.#giveUp()
  }

  async #openHeld(): Promise<void> {
    const isOpen = await this.#open('held')
    if (isOpen && !this.#isHeld) this.#shut()
  }

  /** Returns whether it is open. */
  async #open(mode: 'open' | 'held'): Promise<boolean> {
    const { openEar, mouth, show, signal, onBrokenOff } = this.#options
    const { face } = mouth
    this.#shut()
    // It opens as soon as there is somebody to hear.
    if (face === null) {
      show({ microphone: 'opening', earProblem: null })
      return false
    }
    const opening = (this.#opening += 1)
    const isCurrent = () => opening === this.#opening
    show({ microphone: 'opening', earProblem: null, question: null })
    try {
      const ear = await openEar({
        face,
        mode,
        mayAudioLeave: this.#mayAudioLeave,
        events: {
          onAsking: () => isCurrent() && show({ microphone: 'asking' }),
          onBargeIn: (event) => isCurrent() && this.#notice(event),
          onWords: (text) => isCurrent() && this.#makeOut(text),
          onHeard: (text) => isCurrent() && this.understand(text),
          onProblem: (problem) => {
            if (!isCurrent()) return
            const unfinished = this.#isUnclear ? '' : this.#words
            this.#giveUp()
            show({ earProblem: problem })
            if (unfinished !== '') onBrokenOff(unfinished)
          },
        },
      })
      if (!isCurrent()) {
        ear.close()
        return false
      }
      this.#ear = ear
      ear.avatarSpeaks(this.#isAvatarSpeaking)
      show({ microphone: 'on' })
      signal({ type: 'ear-opened' })
      if (mode === 'held') signal({ type: 'speech-began' })
      return true
    } catch (error) {
      if (!isCurrent()) return false
      this.#giveUp()
      const problem = error instanceof EarError ? error.problem : 'unsupported'
      show(problem === 'needs-consent' ? { question: 'consent' } : { earProblem: problem })
      return false
    }
  }

  /** The visitor cannot be heard. */
  #giveUp(): void {
    this.#isWanted = this.#isHeld = false
    this.#shut()
  }

  #shut(): void {
    this.#opening += 1
    const ear = this.#ear
    this.#ear = null
    ear?.close()
    this.#isSpeech = false
    this.#options.mouth.duck(false)
    if (ear) this.#options.signal({ type: 'ear-closed' })
    this.#options.show({ microphone: 'off', earProblem: null })
    // Nobody will settle it any more. The words of a video's own ear come later, or never.
    if (this.#isUnclear) this.understand(this.#words)
    else this.#letSpeak()
    this.#words = ''
  }

  #notice(event: BargeInEvent): void {
    const { mouth, signal, onInterruption } = this.#options
    switch (event) {
      case 'onset':
        return mouth.duck(true)
      case 'false-alarm':
        return mouth.duck(false)
      case 'speech':
        this.#isSpeech = true
        mouth.pause()
        mouth.duck(false)
        return signal({ type: 'speech-began' })
      case 'backchannel':
        this.#words = ''
        this.#isSpeech = false
        mouth.duck(false)
        this.#letSpeak()
        return signal({ type: 'not-understood' })
      case 'interruption':
        mouth.duck(false)
        return onInterruption()
      case 'end-of-speech':
        return this.#hasSpoken()
    }
  }

  #makeOut(text: string): void {
    this.#words = text
    this.#options.onWords(text)
  }

  #hasSpoken(): void {
    this.#isSpeech = false
    this.#isUnclear = true
    this.#options.signal({ type: 'heard' })
  }

  /** Nobody speaks into what the visitor says: an answer waits until it is clear what that was. */
  #letSpeak(): void {
    const { mouth, signal } = this.#options
    if (this.#isSpeech) signal({ type: 'speech-began' })
    else if (!this.#isHeld) mouth.goOn()
  }
}
