import type { RecogniserProblem } from './listening-error.ts'

export type RecogniserEvents = {
  /** What is being said, as far as it is made out: all of it since the last `onFinal`. */
  onWords(text: string): void
  /** Words that do not change any more. */
  onFinal(text: string): void
  /** It is closed. */
  onProblem(problem: RecogniserProblem): void
}

/** Turns what it hears into words until it is closed. */
export interface Recogniser {
  /** It hears the track it was given, without the avatar's echo, and not a microphone of its own. */
  readonly hearsTrack: boolean
  /**
   * The visitor has said something: resolves once all of its words were given by `onFinal`, within
   * two seconds; goes on hearing.
   */
  finish(): Promise<void>
  /** No events any more; may be called twice. */
  close(): void
}

export type RecogniserLanguage = {
  /** BCP 47: `ru`, `en-GB`. */
  readonly language: string
  /** The visitor has agreed that audio is sent away. */
  readonly mayAudioLeave: boolean
}

/** Begins to recognise what a microphone's track carries. */
export type StartRecogniser = (options: {
  readonly track: MediaStreamTrack
  readonly events: RecogniserEvents
}) => Recogniser

/**
 * Finds what can recognise a language, before a microphone is asked for.
 *
 * @throws ListeningError with a {@link RecogniserProblem}
 */
export type FindRecogniser = (options: RecogniserLanguage) => Promise<StartRecogniser>
