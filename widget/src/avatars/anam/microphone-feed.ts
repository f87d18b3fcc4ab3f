/**
 * What Anam hears: silence until a microphone is plugged in. The SDK takes its sound once, at the
 * start of a session; so nobody is asked for a microphone before it is needed, and it is let go of
 * as soon as it is not.
 */
export class MicrophoneFeed {
  readonly #context = new AudioContext()
  readonly #destination = this.#context.createMediaStreamDestination()
  #microphone: MediaStream | null = null
  #source: MediaStreamAudioSourceNode | null = null

  get stream(): MediaStream {
    return this.#destination.stream
  }

  /** Plugs a microphone in, which is the feed's to stop from here on. */
  plugIn(microphone: MediaStream): void {
    this.unplug()
    this.#microphone = microphone
    this.#source = this.#context.createMediaStreamSource(microphone)
    this.#source.connect(this.#destination)
    void this.#context.resume().catch(() => undefined)
  }

  unplug(): void {
    this.#source?.disconnect()
    this.#source = null
    for (const track of this.#microphone?.getTracks() ?? []) track.stop()
    this.#microphone = null
  }

  close(): void {
    this.unplug()
    void this.#context.close().catch(() => undefined)
  }
}
