// Runs inside a measured page, before anything of the page's own.
import type { Frame, Phoneme, Portion, Recording } from './recording.ts'

/** The synthesiser's message: `widget/voices/espeak/README.md` is the protocol. */
type EspeakSound = {
  readonly type: 'sound'
  readonly id: number
  readonly sampleRate: number
  readonly samples: Float32Array
  readonly phonemes: readonly { readonly ipa: string; readonly atMs: number }[]
}

const patienceMs = 30_000

/** A time of an audio context. */
type SoundTime = { readonly context: AudioContext; readonly at: number }

/** Hears what the loudspeaker gets and what the synthesiser says of it, and looks at the face. */
class PageRecorder {
  readonly #deltas: { text: string; at: number }[] = []
  readonly #sounds: (SoundTime & { readonly isSounding: boolean })[] = []
  readonly #portions: (SoundTime & Omit<Portion, 'at'>)[] = []
  readonly #phonemes: Phoneme[] = []
  readonly #frames: Frame[] = []
  readonly #lengths = new Map<number, number>()
  readonly #portionOf = new WeakMap<object, Omit<Portion, 'at'>>()
  #toldSoundAt = Number.NaN
  #voice: string | null = null
  #hasEnded = false
  #isDrawn = false
  #mouth: SVGElement | null = null
  #onHeard: () => void = () => undefined

  constructor(tapUrl: string) {
    this.#tapLoudspeaker(tapUrl)
    this.#overhearSynthesiser()
    this.#followPlayback()
    this.#followPage()
    const look = () => {
      this.#look()
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }

  /**
   * Forgets what was; resolves with the next answer once it was heard to its end.
   *
   * @throws when that takes half a minute
   */
  async record(): Promise<Recording> {
    const all = [this.#deltas, this.#sounds, this.#portions, this.#phonemes, this.#frames]
    for (const list of all) list.length = 0
    this.#lengths.clear()
    this.#hasEnded = false
    this.#toldSoundAt = Number.NaN
    await new Promise<void>((resolve, reject) => {
      this.#onHeard = resolve
      setTimeout(() => reject(new Error('An answer was not heard to its end')), patienceMs)
    })
    return {
      deltas: this.#deltas,
      toldSoundAt: this.#toldSoundAt,
      sounds: this.#stretches(),
      portions: this.#portions.map(({ context, at, ...portion }) => ({
        ...portion,
        at: heardAt({ context, at }),
      })),
      phonemes: this.#phonemes,
      frames: this.#frames,
      voice: this.#voice,
    }
  }

  #stretches(): Recording['sounds'] {
    return this.#sounds.flatMap((sound, index) => {
      const end = this.#sounds[index + 1]
      return sound.isSounding && end ? [{ start: heardAt(sound), end: heardAt(end) }] : []
    })
  }

  /** Whatever is connected to a loudspeaker is connected to a tap, too. */
  #tapLoudspeaker(tapUrl: string): void {
    const tap = async (node: AudioNode, context: AudioContext) => {
      await context.audioWorklet.addModule(tapUrl)
      const end = new AudioWorkletNode(context, 'sound-tap', { numberOfOutputs: 0 })
      end.port.onmessage = ({ data }: MessageEvent<{ isSounding: boolean; at: number }>) =>
        this.#sounds.push({ ...data, context })
      node.connect(end)
    }
    onCall(AudioNode.prototype, 'connect', (node, [end]) => {
      const { context } = node
      if (end === context.destination && context instanceof AudioContext) void tap(node, context)
    })
  }

  #overhearSynthesiser(): void {
    const hear = ({ data }: MessageEvent<Partial<EspeakSound>>) => {
      if (data.type === 'sound') this.#takeSound(data as EspeakSound)
    }
    globalThis.Worker = class extends Worker {
      constructor(...options: ConstructorParameters<typeof Worker>) {
        super(...options)
        this.addEventListener('message', hear)
      }
    }
    globalThis.AudioWorkletNode = class extends AudioWorkletNode {
      constructor(...options: ConstructorParameters<typeof AudioWorkletNode>) {
        super(...options)
        this.port.addEventListener('message', hear)
      }
    }
  }

  #takeSound({ id, samples, sampleRate, phonemes }: EspeakSound): void {
    const offsetMs = this.#lengths.get(id) ?? 0
    const lengthMs = (samples.length / sampleRate) * 1000
    this.#lengths.set(id, offsetMs + lengthMs)
    this.#portionOf.set(samples, { sentence: id, offsetMs, lengthMs })
    for (const { ipa, atMs } of phonemes) this.#phonemes.push({ sentence: id, ipa, atMs })
  }

  /** Which of the synthesiser's portions is played when. */
  #followPlayback(): void {
    onCall(AudioBuffer.prototype, 'copyToChannel', (buffer, [samples]) => {
      const portion = this.#portionOf.get(samples as object)
      if (portion) this.#portionOf.set(buffer, portion)
    })
    onCall(AudioBufferSourceNode.prototype, 'start', ({ buffer, context }, [at]) => {
      const portion = buffer && this.#portionOf.get(buffer)
      if (!portion || !(context instanceof AudioContext)) return
      this.#portions.push({ ...portion, context, at: at as number })
    })
  }

  #followPage(): void {
    const now = () => performance.now()
    document.addEventListener('visavis-message-delta', (event) => {
      this.#deltas.push({ text: field(event, 'text'), at: now() })
    })
    // Before the widget hears of it, as that may be what ends the turn.
    const first = { capture: true }
    document.addEventListener('visavis-message-end', () => (this.#hasEnded = true), first)
    document.addEventListener('visavis-caption', (event) => (this.#voice = field(event, 'voice')))
    document.addEventListener('visavis-turn-step', (event) => {
      if (field(event, 'step') === 'first-sound') this.#toldSoundAt = now()
    })
    document.addEventListener('visavis-mind-state-change', (event) => {
      const isHeard = this.#hasEnded && !Number.isNaN(this.#toldSoundAt)
      if (field(event, 'state') === 'idle' && isHeard) this.#onHeard()
    })
  }

  /** The face as it was drawn last, which is what the screen shows in this frame. */
  #look(): void {
    if (!this.#mouth?.isConnected) {
      this.#mouth = findDeep(document, '[part~=call-face] [data-shape]')
      const face = this.#mouth?.ownerSVGElement
      const drawing = new MutationObserver(() => (this.#isDrawn = true))
      if (face) drawing.observe(face, { attributes: true, subtree: true })
      return
    }
    const shape = this.#mouth.dataset['shape'] ?? ''
    this.#frames.push({ now: performance.now(), shape, isDrawn: this.#isDrawn })
    this.#isDrawn = false
  }
}

/** Sees what a method of the browser's is called with, before it is. */
function onCall<Thing extends object>(
  prototype: Thing,
  name: keyof Thing,
  see: (thing: Thing, parameters: unknown[]) => void,
): void {
  const method = prototype[name] as (...parameters: unknown[]) => unknown
  Reflect.set(prototype, name, function (this: Thing, ...parameters: unknown[]) {
    see(this, parameters)
    return method.apply(this, parameters)
  })
}

const field = (event: Event, name: string) => Reflect.get(event, name) as string

/** When that is heard, by the page's clock. */
function heardAt({ context, at }: SoundTime): number {
  const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp()
  return performanceTime + (at - contextTime) * 1000
}

function findDeep(root: ParentNode, selector: string): SVGElement | null {
  const found = root.querySelector<SVGElement>(selector)
  if (found) return found
  for (const { shadowRoot } of root.querySelectorAll('*')) {
    const deeper = shadowRoot && findDeep(shadowRoot, selector)
    if (deeper) return deeper
  }
  return null
}

declare global {
  /** The address of the tap's worklet. */
  var soundTapUrl: string
  var recorder: PageRecorder
}

globalThis.recorder = new PageRecorder(globalThis.soundTapUrl)
