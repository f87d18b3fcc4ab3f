import type { MindState } from '@visavis/shared/wire/chat-event.ts'
import {
  type Avatar,
  AvatarError,
  AvatarProblemEvent,
  AvatarStateEvent,
  type Posture,
  SpokenWordEvent,
  VisitorHeardEvent,
} from '../../avatars/avatar.ts'
import { type Caption, captionAt } from '../../speech/speaking/time/captions.ts'
import type { CallFace, CallParts } from './call-parts.ts'
import { type HeardPart, SpokenAnswer } from './spoken-answer.ts'

export type CallMouthEvents = {
  /** There is a face; `isVideoMissing` if it should have been another. */
  readonly onFace: (face: CallFace, isVideoMissing: boolean) => void
  readonly onCaption: (caption: Caption) => void
  /** The answer begins to be heard, or goes on. */
  readonly onSound: () => void
  /** It can be heard no longer, for now or for good. */
  readonly onSilence: () => void
  /** The answer was heard to its end, or the avatar has cut it by itself. */
  readonly onOver: (cut: HeardPart | null) => void
  /** The avatar's own ear has understood something. */
  readonly onHeardVisitor: (text: string) => void
  /** No face could be brought at all. */
  readonly onFailed: () => void
}

export type CallMouthOptions = CallMouthEvents & {
  readonly parts: Pick<CallParts, 'bringVideo' | 'bringDrawing'>
  readonly stage: HTMLElement
}

/** The face of a call with what it says: a video where there is one, else, or if it is lost, a drawing. */
export class CallMouth {
  readonly #options: CallMouthOptions
  readonly #heardIds = new Set<string>()
  #face: CallFace | null = null
  /** Whoever is on the way to being the face. */
  #coming: Avatar | null = null
  #answer: SpokenAnswer | null = null
  /** The last one that was begun, whether or not it is over. */
  #latest: SpokenAnswer | null = null
  #isPaused = false
  #isClosed = false
  #volume = 1
  #posture: Posture = 'idle'

  constructor(options: CallMouthOptions) {
    this.#options = options
  }

  get face(): CallFace | null {
    return this.#face
  }

  /** An answer is being said, or is about to be. */
  get isSpeaking(): boolean {
    return this.#answer !== null
  }

  /** The message that is being said, or is about to be. */
  get messageId(): string | undefined {
    return this.#answer?.id
  }

  /** Something of the answer has been heard, or is about to be. */
  get hasWords(): boolean {
    return this.#answer !== null && this.#answer.text.trim() !== ''
  }

  /** Brings the best face there is; what is to be said by then is said by it. */
  async bring(): Promise<void> {
    const { bringVideo } = this.#options.parts
    let isVideoMissing = false
    try {
      const video = await bringVideo()
      if (video !== null) return await this.#attach(video, false)
    } catch (error) {
      // Whatever it was, there is another face. Of a video that is none here nobody needs to know.
      isVideoMissing = !(error instanceof AvatarError && error.problem === 'unsupported')
    }
    await this.#bringDrawing(isVideoMissing)
  }

  /** An answer begins, or all of it is told again. Returns whether it was told before. */
  begin(id: string): boolean {
    const before = this.#latest?.id === id ? this.#latest : null
    this.#answer?.cut()
    const onOver = (answer: SpokenAnswer, cut: HeardPart | null) => {
      if (this.#answer !== answer) return
      this.#answer = null
      this.#options.onOver(cut)
    }
    const heardBefore = before?.heardText ?? ''
    this.#answer = this.#latest = new SpokenAnswer({ id, heardBefore, onOver })
    if (this.#face !== null && !this.#isPaused) this.#answer.speakThrough(this.#face.avatar)
    return before !== null
  }

  say(id: string, text: string): void {
    if (this.#answer?.id === id) this.#answer.say(text)
  }

  end(id: string): void {
    if (this.#answer?.id === id) this.#answer.end()
  }

  /** Quieter, while it may be that the visitor interrupts. */
  duck(isDucked: boolean): void {
    this.#face?.avatar.duck(isDucked)
  }

  /** Silent, whatever there is to say, until it goes on: the visitor speaks. */
  pause(): void {
    this.#isPaused = true
    this.#answer?.pause()
  }

  /** Goes on at the word it left. */
  goOn(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    if (this.#face !== null) this.#answer?.speakThrough(this.#face.avatar)
  }

  /** Silence for good; null if nothing was being said. */
  cut(): HeardPart | null {
    const cut = this.#answer?.cut() ?? null
    this.#answer = null
    return cut
  }

  /** How it holds itself while it does not speak. */
  turnTo(state: MindState): void {
    const posture = postures[state]
    if (posture === undefined || posture === this.#posture) return
    this.#posture = posture
    this.#face?.avatar.pose(posture)
  }

  /** The visitor has said more: whoever listens follows it. */
  followTalk(): void {
    if (this.#posture === 'listening') this.#face?.avatar.pose('listening')
  }

  setVolume(volume: number): void {
    this.#volume = volume
    this.#face?.setVolume(volume)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.cut()
    await (this.#coming ?? this.#face?.avatar)?.close()
  }

  async #bringDrawing(isVideoMissing: boolean): Promise<void> {
    if (this.#isClosed) return
    try {
      await this.#attach(await this.#options.parts.bringDrawing(), isVideoMissing)
    } catch {
      if (!this.#isClosed) this.#options.onFailed()
    }
  }

  async #attach(face: CallFace, isVideoMissing: boolean): Promise<void> {
    const { avatar } = face
    if (this.#isClosed) return avatar.close()
    const { stage, onFace, onSound, onSilence, onCaption, onHeardVisitor } = this.#options
    face.setVolume(this.#volume)
    avatar.events.addEventListener(AvatarStateEvent.type, ({ state }) => {
      if (face !== this.#face) return
      if (state === 'speaking') onSound()
      else onSilence()
    })
    avatar.events.addEventListener(SpokenWordEvent.type, ({ utteranceId, word }) => {
      const answer = this.#answer
      if (answer?.id !== utteranceId) return
      onCaption(captionAt(answer.text, answer.hear(word)))
    })
    avatar.events.addEventListener(VisitorHeardEvent.type, ({ id, text }) => {
      if (this.#heardIds.has(id)) return
      this.#heardIds.add(id)
      onHeardVisitor(text)
    })
    avatar.events.addEventListener(AvatarProblemEvent.type, () => this.#lose(face))
    this.#coming = avatar
    try {
      await avatar.attach(stage)
    } catch (error) {
      await avatar.close()
      throw error
    } finally {
      this.#coming = null
    }
    if (this.#isClosed) return
    this.#face = face
    avatar.pose(this.#posture)
    onFace(face, isVideoMissing)
    if (!this.#isPaused) this.#answer?.speakThrough(avatar)
  }

  /** The face that was there is gone; another one goes on at the word it left. */
  #lose(face: CallFace): void {
    if (face !== this.#face || this.#isClosed) return
    this.#answer?.pause()
    this.#face = null
    void face.avatar.close()
    void this.#bringDrawing(true)
  }
}

const postures: Readonly<Partial<Record<MindState, Posture>>> = {
  idle: 'idle',
  listening: 'listening',
  analyzing_speech: 'thinking',
  checking_cache: 'thinking',
  routing_to_llm: 'thinking',
  generating_speech: 'thinking',
}
