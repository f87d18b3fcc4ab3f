import type { Viseme } from '../../../avatars/visemes/visemes.ts'
import type { Stretch } from '@visavis/shared/spoken-text/traced-text.ts'

export type VoiceEvents = {
  /** The first sound. */
  onStart(): void
  /** A word begins to sound: offsets in the sentence as it was given. */
  onWord(word: Stretch): void
  /** The mouth takes this shape `delayMs` from now (default: at once). In order of time. */
  onViseme(viseme: Viseme, durationMs: number, delayMs?: number): void
}

/** Speaks sentences of one language aloud, one at a time. */
export interface Voice {
  readonly name: 'system' | 'espeak' | 'silent'
  /** Called inside the visitor's click: what a browser only allows there. */
  unlock?(): void
  /**
   * Loads what it takes to speak without delay.
   *
   * @throws when this voice cannot speak here
   */
  warm(): Promise<void>
  /** Begins to work on a sentence that is probably spoken next. */
  prepare?(sentence: string): void
  /**
   * Speaks a sentence, as it is read aloud: numbers and signs as words. Resolves when it was heard,
   * with the pause behind it, or when it was stopped; no event comes after that.
   *
   * @throws VoiceNotReady when it may do better later
   * @throws when it is broken
   */
  speak(sentence: string, events: VoiceEvents, signal: AbortSignal): Promise<void>
  /** From 0 to 1, from now on; within 20 ms where the browser lets it. */
  setVolume(volume: number): void
  close(): void
}

/** The voice is still on its way. */
export class VoiceNotReady extends Error {
  override readonly name = 'VoiceNotReady'
}

/** How long a voice is silent behind a piece, so that pieces sound like one text. */
export function pauseAfterMs(sentence: string): number {
  const mark = /([.!?…,;:–—])["”’»)\]]*$/u.exec(sentence)?.[1] ?? ''
  if (/[.!?…]/u.test(mark)) return 280
  return mark === ',' ? 110 : 160
}

/** The words of a text, where each begins and ends. */
export function wordsOf(text: string): Stretch[] {
  return [...text.matchAll(/[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}]|['’-](?=\p{L}))*/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }))
}
