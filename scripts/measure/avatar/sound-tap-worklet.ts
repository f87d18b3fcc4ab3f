/** What a worklet's scope has; no library of TypeScript's tells of it. */
declare const sampleRate: number
declare const currentTime: number
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: unknown): void

/** 60 dB below the loudest there can be. */
const quietest = 0.001
/** Less silence than this is part of speech. */
const pauseSeconds = 0.08

/** Says when what goes through it begins and ceases to sound, to the sample, by the context's time. */
class SoundTap extends AudioWorkletProcessor {
  #lastLoud = -Infinity
  #isSounding = false

  process([input]: Float32Array[][]): boolean {
    const samples = input?.[0] ?? []
    for (let index = 0; index < samples.length; index += 1) {
      if (Math.abs(samples[index] ?? 0) < quietest) continue
      this.#lastLoud = currentTime + index / sampleRate
      if (!this.#isSounding) this.#tell(true)
    }
    if (this.#isSounding && currentTime - this.#lastLoud > pauseSeconds) this.#tell(false)
    return true
  }

  #tell(isSounding: boolean): void {
    this.#isSounding = isSounding
    this.port.postMessage({ isSounding, at: this.#lastLoud })
  }
}

registerProcessor('sound-tap', SoundTap)
