import createRnnoise from '@jitsi/rnnoise-wasm/dist/rnnoise.js'
import { type FrameReading, frameSize } from './frame.ts'

/** RNNoise takes samples as 16-bit integers would be. */
const sampleScale = 32_768

/**
 * Tells how likely it is that somebody speaks, 0–1, frame by frame: samples from -1 to 1 at 48 kHz,
 * in order.
 */
export type SpeechDetector = (frame: Float32Array) => number

/**
 * RNNoise in this thread. Compiles at once: for workers and worklets, not for a page.
 *
 * @param binary what `rnnoise.wasm` holds
 * @throws WebAssembly.CompileError where a policy does not let it be compiled
 */
export async function createSpeechDetector(binary: BufferSource): Promise<SpeechDetector> {
  const compiled = new WebAssembly.Module(binary)
  const rnnoise = await createRnnoise({
    instantiateWasm(imports, receive) {
      const instance = new WebAssembly.Instance(compiled, imports)
      receive(instance)
      return instance.exports
    },
  })
  const state = rnnoise._rnnoise_create()
  const address = rnnoise._malloc(frameSize * Float32Array.BYTES_PER_ELEMENT)
  const offset = address / Float32Array.BYTES_PER_ELEMENT
  return (frame) => {
    // Where the memory lies changes when it grows.
    const samples = rnnoise.HEAPF32.subarray(offset, offset + frameSize)
    for (let index = 0; index < frameSize; index += 1) {
      samples[index] = (frame[index] ?? 0) * sampleScale
    }
    return rnnoise._rnnoise_process_frame(state, address, address)
  }
}

export function readFrame(detect: SpeechDetector, frame: Float32Array): FrameReading {
  let energy = 0
  for (const sample of frame) energy += sample * sample
  const level = Math.max(-100, 10 * Math.log10(energy / frame.length))
  return { probability: detect(frame), level }
}
