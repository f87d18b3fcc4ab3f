/** A sound that starts at once would lose its first samples to the scheduling. */
const leadSeconds = 0.01
/** Less than a quantum of 128 frames at 22 kHz, and still no click. */
const fadeSeconds = 0.004

/**
 * Plays samples that arrive in portions, without a gap between them, at the context's own rate or
 * any other. Times are the context's, in seconds.
 */
export class SoundTrack {
  readonly #context: BaseAudioContext
  readonly #gain: GainNode
  readonly #sources = new Set<AudioBufferSourceNode>()
  #begin: number | null = null
  #next = 0
  /** Seconds of silence that came in because samples were late. */
  #late = 0
  #isReleased = false

  constructor(context: BaseAudioContext, output: AudioNode) {
    this.#context = context
    this.#gain = context.createGain()
    this.#gain.connect(output)
  }

  /** Adds samples from −1 to 1. */
  add(samples: Float32Array<ArrayBuffer>, sampleRate: number): void {
    if (samples.length === 0) return
    const earliest = this.#context.currentTime + leadSeconds
    if (this.#begin === null) {
      this.#begin = this.#next = earliest
    } else if (this.#next < earliest) {
      this.#late += earliest - this.#next
      this.#next = earliest
    }
    const buffer = this.#context.createBuffer(1, samples.length, sampleRate)
    buffer.copyToChannel(samples, 0)
    const source = this.#context.createBufferSource()
    source.buffer = buffer
    source.connect(this.#gain)
    source.onended = () => {
      this.#sources.delete(source)
      if (this.#isReleased) this.#disconnectIfSilent()
    }
    source.start(this.#next)
    this.#sources.add(source)
    this.#next += samples.length / sampleRate
  }

  /** When what lies so far into the sound is heard, at the latest estimate; null before it began. */
  timeOf(offsetSeconds: number): number | null {
    return this.#begin === null ? null : this.#begin + this.#late + offsetSeconds
  }

  /** When the last sample so far has been played. */
  get end(): number {
    return this.#next
  }

  /** Silence within one quantum of the context. */
  cut(): void {
    const now = this.#context.currentTime
    this.#gain.gain.setValueAtTime(1, now)
    this.#gain.gain.linearRampToValueAtTime(0, now + fadeSeconds)
    for (const source of this.#sources) source.stop(now + fadeSeconds)
  }

  /** Nothing more is added: it takes itself away once it is silent. */
  release(): void {
    this.#isReleased = true
    this.#disconnectIfSilent()
  }

  #disconnectIfSilent(): void {
    if (this.#sources.size === 0) this.#gain.disconnect()
  }
}
