// Runs among the browser's audio: hands frames to a worker, or reads them itself.
import { FrameCutter } from './frame-cutter.ts'
import { createSpeechDetector, readFrame } from './speech-detector.ts'

/** What a page asks of its voice worklet. */
export type VoiceWorkletOrder =
  /** Say whether the page's policy lets WebAssembly be compiled here. */
  | 'probe'
  /** Somebody else detects: frames go out here. */
  | { readonly frames: MessagePort }
  /** What `rnnoise.wasm` holds: detect here. */
  | { readonly binary: ArrayBuffer }

// TypeScript's DOM does not know the scope of worklets.
declare const sampleRate: number
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: typeof AudioWorkletProcessor): void

/** The mark and the version that WebAssembly begins with, and nothing else. */
const emptyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)

class VoiceProcessor extends AudioWorkletProcessor {
  #onFrame: ((frame: Float32Array<ArrayBuffer>) => void) | null = null
  readonly #cutter = new FrameCutter(sampleRate, (frame) => this.#onFrame?.(frame))

  constructor() {
    super()
    this.port.onmessage = ({ data }: MessageEvent<VoiceWorkletOrder>) => void this.#start(data)
  }

  process([input]: readonly (readonly Float32Array[])[]): boolean {
    const samples = input?.[0]
    if (samples && this.#onFrame) this.#cutter.add(samples)
    return true
  }

  async #start(order: VoiceWorkletOrder): Promise<void> {
    try {
      if (order === 'probe') {
        new WebAssembly.Module(emptyModule)
        this.port.postMessage('ready')
        return
      }
      if ('frames' in order) {
        this.#onFrame = (frame) => order.frames.postMessage(frame, [frame.buffer])
        return
      }
      const detector = await createSpeechDetector(order.binary)
      this.#onFrame = (frame) => this.port.postMessage(readFrame(detector, frame))
      this.port.postMessage('ready')
    } catch {
      this.port.postMessage('unsupported')
    }
  }
}

registerProcessor('visavis-voice', VoiceProcessor)
