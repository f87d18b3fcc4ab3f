import { VoiceNotReady } from '../voices/voice.ts'

/** The synthesiser's rate; the device's own one is reached once, at the end. */
const sampleRate = 22_050
const rampSeconds = 0.01
const resumePatienceMs = 1000

/** Where voices made of samples are heard: one audio context, one volume. */
export class VoiceOutput {
  #context: AudioContext | undefined
  #gain: GainNode | undefined
  #volume = 1
  /** It did not run when it was waited for: the next one does not wait again. */
  #isHeldBack = false

  /** Makes or wakes the context; browsers let it sound only after a visitor's click. */
  unlock(): void {
    const context = this.#open()
    if (context.state !== 'running') void context.resume().catch(() => undefined)
  }

  /**
   * The context once it runs.
   *
   * @throws VoiceNotReady while the browser does not let it
   */
  async running(): Promise<AudioContext> {
    const context = this.#open()
    if (context.state === 'running') return context
    let timer: ReturnType<typeof setTimeout> | undefined
    const patienceMs = this.#isHeldBack ? 0 : resumePatienceMs
    this.#isHeldBack = true
    const tooLong = new Promise<never>((_, reject) => {
      const refuse = () => reject(new VoiceNotReady('No sound is allowed yet'))
      timer = setTimeout(refuse, patienceMs)
    })
    await Promise.race([context.resume(), tooLong]).finally(() => clearTimeout(timer))
    this.#isHeldBack = false
    return context
  }

  get node(): AudioNode {
    this.#open()
    return this.#gain as GainNode
  }

  /** From 0 to 1, within 10 ms. */
  setVolume(volume: number): void {
    this.#volume = volume
    const gain = this.#gain?.gain
    if (!gain || !this.#context) return
    const now = this.#context.currentTime
    gain.cancelScheduledValues(now)
    gain.setValueAtTime(gain.value, now)
    gain.linearRampToValueAtTime(volume, now + rampSeconds)
  }

  close(): void {
    void this.#context?.close().catch(() => undefined)
    this.#context = this.#gain = undefined
  }

  #open(): AudioContext {
    if (this.#context) return this.#context
    const context = new AudioContext({ sampleRate, latencyHint: 'interactive' })
    this.#gain = context.createGain()
    this.#gain.gain.value = this.#volume
    this.#gain.connect(context.destination)
    return (this.#context = context)
  }
}
