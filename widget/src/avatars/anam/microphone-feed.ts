import type { Microphone } from '../../speech/listening/microphone.ts'

/** A microphone that somebody opened, and how to let go of it. */
export type OpenMicrophone = Pick<Microphone, 'stream' | 'close'>

/**
 * What Anam hears: silence until a microphone is plugged in. The SDK takes its sound once, at the
 * start of a session; so nobody is asked for a microphone before it is needed, and it is let go of
 * as soon as it is not.
 */
export class MicrophoneFeed {
  readonly #context = new AudioContext()
  readonly #destination = this.#context.createMediaStreamDestination()
  #microphone: OpenMicrophone | null = null
  #source: MediaStreamAudioSourceNode | null = null

  get stream(): MediaStream {
    return this.#destination.stream
  }

  /** Plugs a microphone in, which is the feed's to close from here on. */
  plugIn(microphone: OpenMicrophone): void {
    this.unplug()
    this.#microphone = microphone
    this.#source = this.#context.createMediaStreamSource(microphone.stream)
    this.#source.connect(this.#destination)
    void this.#context.resume().catch(() => undefined)
  }

  unplug(): void {
    this.#source?.disconnect()
    this.#source = null
    this.#microphone?.close()
    this.#microphone = null
  }

  close(): void {
    this.unplug()
    void this.#context.close().catch(() => undefined)
  }
}
