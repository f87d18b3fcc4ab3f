import { frameRate, frameSize } from './frame.ts'

/**
 * Cuts a stream of samples into frames of 480 at 48 kHz. What comes at another rate is drawn out
 * between its samples, which is fine enough to tell speech.
 */
export class FrameCutter {
  /** Samples of the stream for each of a frame. */
  readonly #step: number
  readonly #onFrame: (frame: Float32Array<ArrayBuffer>) => void
  #frame = new Float32Array(frameSize)
  #length = 0
  #last = 0
  /** Where the next sample of the frame lies between the last sample and the one that comes. */
  #position = 1

  /**
   * @param sampleRate of the stream, in Hz
   * @param onFrame gets each frame, as its own
   */
  constructor(sampleRate: number, onFrame: (frame: Float32Array<ArrayBuffer>) => void) {
    this.#step = sampleRate / frameRate
    this.#onFrame = onFrame
  }

  add(samples: Float32Array): void {
    for (const sample of samples) {
      for (; this.#position <= 1; this.#position += this.#step) {
        this.#push(this.#last + (sample - this.#last) * this.#position)
      }
      this.#position -= 1
      this.#last = sample
    }
  }

  #push(sample: number): void {
    this.#frame[this.#length] = sample
    this.#length += 1
    if (this.#length < frameSize) return
    this.#onFrame(this.#frame)
    this.#frame = new Float32Array(frameSize)
    this.#length = 0
  }
}
