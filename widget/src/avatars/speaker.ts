import type { SpokenWord, Utterance } from './avatar.ts'
import type { Viseme } from './visemes/visemes.ts'

/** What a face without a voice of its own needs to hear of the one that speaks for it. */
export type SpeakerEvents = {
  /** The first sound of the utterance, and the first after every `onPause`. */
  onStart(): void
  /** A word begins to sound: character offsets into the utterance's text. */
  onWord(word: SpokenWord): void
  /**
   * The mouth takes this shape `delayMs` from now (default: at once), for so long. A voice that
   * knows ahead says it ahead, so that the lips can move before the sound; later ones may come in
   * any portion, but in order.
   */
  onViseme(viseme: Viseme, durationMs: number, delayMs?: number): void
  /** Nothing sounds for now, and visemes that were announced do not come. */
  onPause(): void
}

/** Speaks utterances aloud for a drawn face: all that the face knows of voices. */
export interface Speaker {
  /** Begins an utterance; one that still sounds is cut. */
  speak(utterance: { id: string }, events: SpeakerEvents): Utterance
  duck(isDucked: boolean): void
  /** Silence; every utterance is over, and whatever is spoken after it at once. */
  close(): void
}
