/** RNNoise hears 10 ms at a time, at 48 kHz. */
export const frameSize = 480
export const frameRate = 48_000

/** What a detector says of a frame. */
export type FrameReading = {
  /** How likely it is that somebody speaks, 0–1. */
  readonly probability: number
  /** Root mean square in dBFS, at least -100. */
  readonly level: number
}
