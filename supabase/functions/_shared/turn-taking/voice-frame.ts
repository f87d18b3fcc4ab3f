/** 10 ms of what the microphone hears. */
export type VoiceFrame = {
  /** Milliseconds, on any clock that `read` uses, too. */
  readonly at: number
  /** How likely it is that somebody speaks, 0–1. */
  readonly probability: number
  /** Root mean square in dBFS: 0 is as loud as can be, silence far below -60. */
  readonly level: number
}
