// RNNoise on a thread of its own, out of the way of the page and of its sound.
import { createSpeechDetector, readFrame } from './speech-detector.ts'

/** What a page sends to its voice worker, once. */
export type VoiceWorkerOrder = {
  /** Where `rnnoise.wasm` lies. */
  readonly binaryUrl: string
  /** Frames come in here. */
  readonly frames: MessagePort
}

self.addEventListener('message', ({ data }: MessageEvent<VoiceWorkerOrder>) => {
  void detect(data)
})

async function detect({ binaryUrl, frames }: VoiceWorkerOrder): Promise<void> {
  try {
    const response = await fetch(binaryUrl)
    const detector = await createSpeechDetector(await response.arrayBuffer())
    frames.onmessage = ({ data }: MessageEvent<Float32Array>) => {
      self.postMessage(readFrame(detector, data))
    }
    self.postMessage('ready')
  } catch {
    self.postMessage('unsupported')
  }
}
