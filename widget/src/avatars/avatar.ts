import type { VisitorSpeechEvent } from './visitor-speech.ts'
import { NativeEvent } from '../native-event.ts'

/**
 * A face that speaks an answer while it is still being written. Whoever holds a call knows this
 * interface only; behind it stands a video or a drawing.
 */
export type AvatarState = 'starting' | 'idle' | 'listening' | 'thinking' | 'speaking' | 'closed'

/** What a face can be asked to do while it does not speak. */
export type Posture = 'idle' | 'listening' | 'thinking'

/** The closed set of what a face shows; which of them, the text decides. */
export type Emotion = 'neutral' | 'warm' | 'glad' | 'sad' | 'concerned' | 'surprised' | 'thoughtful'

/** Why an avatar cannot be, or can be no longer. */
export type AvatarProblem =
  /** The session's token was not given, or is not taken. */
  | 'token'
  /** The site's plan has no avatar. */
  | 'no_plan'
  /** The service is too busy; it may help to try again. */
  | 'busy'
  /** As many sessions, or as much of them, as may be. */
  | 'limit'
  | 'no_first_frame'
  | 'connection_closed'
  /** The browser cannot do what it takes, or the character has none here. */
  | 'unsupported'

/** A word that the visitor hears now: character offsets into the text of its utterance. */
export type SpokenWord = { readonly start: number; readonly end: number }

export type HeardUtterance = {
  /** As much of the text as was heard. */
  readonly text: string
  /** It was silenced before its end. */
  readonly isCut: boolean
}

/** One answer on its way to being heard. */
export interface Utterance {
  /** The id of its message. */
  readonly id: string
  /** Adds visible text as it streams; it may be Markdown, which is not read aloud. */
  say(text: string): void
  /** Nothing more comes. */
  end(): void
  /** Silence at once; what was heard so far stays heard. Does nothing after the end of `heard`. */
  cut(): void
  /** Resolves once it has been heard or cut; never rejects. */
  readonly heard: Promise<HeardUtterance>
}

/**
 * One avatar on one stage, for one call. After `close` it does nothing, and every utterance of its
 * is over.
 */
export interface Avatar {
  /**
   * Puts the avatar on the stage; call once. Resolves with its first frame.
   *
   * @throws AvatarError when it cannot come
   */
  attach(stage: HTMLElement): Promise<void>
  /** Begins an answer; one that is still being spoken is cut. */
  speak(utterance: { id: string }): Utterance
  /** Cuts what is being spoken, if anything is. */
  interrupt(): void
  /** At least 20 dB down, within 20 ms, while it may be that the visitor interrupts. */
  duck(isDucked: boolean): void
  /**
   * How it holds itself while it does not speak; without an emotion, the last one fades.
   * `listening` said again: the visitor has said more, and now and then it nods, if it can.
   */
  pose(posture: Posture, emotion?: Emotion): void
  /**
   * Opens or closes the avatar's own ear; does nothing for one that has none. Once it is closed,
   * `heard-visitor` or `visitor-speech` soon settles what was said.
   */
  listen(isOn: boolean): Promise<void>
  /** Silence, nothing left on the stage, nothing left running; may be called twice. */
  close(): Promise<void>
  readonly events: AvatarEvents
}

/** Why `attach` failed. */
export class AvatarError extends Error {
  readonly problem: AvatarProblem

  constructor(problem: AvatarProblem, options?: ErrorOptions) {
    super(`The avatar cannot come: ${problem}`, options)
    this.name = 'AvatarError'
    this.problem = problem
  }
}

/** The avatar does something else now. */
export class AvatarStateEvent extends NativeEvent {
  static readonly type = 'state'
  readonly state: AvatarState

  constructor(state: AvatarState) {
    super(AvatarStateEvent.type)
    this.state = state
  }
}

/** A word of an utterance begins to be heard. */
export class SpokenWordEvent extends NativeEvent {
  static readonly type = 'word'
  readonly utteranceId: string
  readonly word: SpokenWord

  constructor(utteranceId: string, word: SpokenWord) {
    super(SpokenWordEvent.type)
    this.utteranceId = utteranceId
    this.word = word
  }
}

/** The avatar's own ear has understood something the visitor said, whole. */
export class VisitorHeardEvent extends NativeEvent {
  static readonly type = 'heard-visitor'
  /** The same for the same words, if they come twice. */
  readonly id: string
  readonly text: string

  constructor(id: string, text: string) {
    super(VisitorHeardEvent.type)
    this.id = id
    this.text = text
  }
}

/** The avatar that was there is lost; it says so once and is `closed` then. */
export class AvatarProblemEvent extends NativeEvent {
  static readonly type = 'problem'
  readonly problem: AvatarProblem

  constructor(problem: AvatarProblem) {
    super(AvatarProblemEvent.type)
    this.problem = problem
  }
}

export type AvatarEventMap = {
  state: AvatarStateEvent
  word: SpokenWordEvent
  'visitor-speech': VisitorSpeechEvent
  'heard-visitor': VisitorHeardEvent
  problem: AvatarProblemEvent
}

/** An `EventTarget` that knows its events by name: any `EventTarget` will do. */
export interface AvatarEvents extends EventTarget {
  addEventListener<Type extends keyof AvatarEventMap>(
    type: Type,
    listener: (event: AvatarEventMap[Type]) => void,
    options?: AddEventListenerOptions | boolean,
  ): void
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: AddEventListenerOptions | boolean,
  ): void
}
