import type { VoiceFrame } from '@visavis/shared/turn-taking/voice-frame.ts'
import { FrameClock } from './frame-clock.ts'
import { frameRate, type FrameReading } from './frame.ts'
import type { VoiceWorkerOrder } from './voice-worker.ts'
import type { VoiceWorkletOrder } from './voice-worklet.ts'

const binaryUrl = new URL(
  '../../../../../node_modules/@jitsi/rnnoise-wasm/dist/rnnoise.wasm?no-inline',
  import.meta.url,
).href

export type VoiceActivityOptions = {
  /** A microphone that listens. */
  readonly stream: MediaStream
  /** Every 10 ms, by `performance.now()`. */
  readonly onFrame: (frame: VoiceFrame) => void
}

/** Listens for speech until it is closed, which may happen twice. */
export type VoiceActivity = { close(): void }

/** This page, or this browser, does not let speech be detected. */
export class VoiceActivityUnsupported extends Error {
  override readonly name = 'VoiceActivityUnsupported'
}

/**
 * Tells speech from noise by RNNoise, which loads on first use.
 *
 * It runs in a worker where the browser lets the script make one: only from the page's own origin.
 * From elsewhere, as most sites embed it, it runs in the worklet that hears the microphone, which
 * may come from any origin (CORS), but then obeys the page's policy: `script-src` needs
 * `'wasm-unsafe-eval'`, and `connect-src` the script's origin.
 *
 * @throws VoiceActivityUnsupported where neither works
 */
export async function detectVoice(options: VoiceActivityOptions): Promise<VoiceActivity> {
  const { stream, onFrame } = options
  const { audio, source: firstSource } = createContext(stream)
  try {
    await audio.audioWorklet.addModule(new URL('./voice-worklet.ts', import.meta.url))
    const node = new AudioWorkletNode(audio, 'visavis-voice', {
      channelCount: 1,
      channelCountMode: 'explicit',
    })
    let source = firstSource
    let clock = new FrameClock()
    const onReading = ({ probability, level }: FrameReading) => {
      onFrame({ at: clock.next(performance.now()), probability, level })
      if (!clock.hasStalled) return
      // What was heard meanwhile waits in the source, and delays all that follows.
      source.disconnect()
      source = audio.createMediaStreamSource(stream)
      source.connect(node)
      clock = new FrameClock()
    }
    const worker = await detectInWorker(node, onReading)
    if (worker === null) await detectInWorklet(node, onReading)
    // A node that leads nowhere is not asked for anything; what this one gives is silence.
    source.connect(node).connect(audio.destination)
    void audio.resume()
    return {
      close() {
        worker?.terminate()
        if (audio.state !== 'closed') void audio.close()
      },
    }
  } catch (error) {
    void audio.close()
    throw new VoiceActivityUnsupported('Speech cannot be detected here', { cause: error })
  }
}

type Context = { readonly audio: AudioContext; readonly source: MediaStreamAudioSourceNode }

/** At RNNoise's own rate, unless the browser takes a microphone only at the device's. */
function createContext(stream: MediaStream): Context {
  const audio = new AudioContext({ sampleRate: frameRate })
  try {
    return { audio, source: audio.createMediaStreamSource(stream) }
  } catch {
    void audio.close()
    const other = new AudioContext()
    return { audio: other, source: other.createMediaStreamSource(stream) }
  }
}

type OnReading = (reading: FrameReading) => void

/** Null where the page may not have a worker of this script's. */
async function detectInWorker(
  node: AudioWorkletNode,
  onReading: OnReading,
): Promise<Worker | null> {
  if (new URL(import.meta.url).origin !== location.origin) return null
  let worker: Worker | null = null
  try {
    worker = new Worker(new URL('./voice-worker.ts', import.meta.url), { type: 'module' })
    const { port1, port2 } = new MessageChannel()
    const order: VoiceWorkerOrder = { binaryUrl, frames: port2 }
    worker.postMessage(order, [port2])
    await ready(worker)
    read(worker, onReading)
    const toWorker: VoiceWorkletOrder = { frames: port1 }
    node.port.postMessage(toWorker, [port1])
    return worker
  } catch {
    worker?.terminate()
    return null
  }
}

async function detectInWorklet({ port }: AudioWorkletNode, onReading: OnReading): Promise<void> {
  port.start()
  // Asked there, a policy's "no" is quiet, and nothing is fetched in vain.
  const probe: VoiceWorkletOrder = 'probe'
  port.postMessage(probe)
  await ready(port)
  const response = await fetch(binaryUrl)
  const binary = await response.arrayBuffer()
  const order: VoiceWorkletOrder = { binary }
  port.postMessage(order, [binary])
  await ready(port)
  read(port, onReading)
}

/** Resolves when the detector says that it can; rejects when it cannot. */
function ready(detector: Worker | MessagePort): Promise<void> {
  return new Promise((resolve, reject) => {
    detector.addEventListener('error', () => reject(new Error('No detector could be made')))
    detector.addEventListener(
      'message',
      (event) => {
        const { data } = event as MessageEvent<'ready' | 'unsupported'>
        if (data === 'ready') resolve()
        else reject(new Error('The detector may not be compiled'))
      },
      { once: true },
    )
  })
}

function read(detector: Worker | MessagePort, onReading: OnReading): void {
  detector.addEventListener('message', (event) => {
    onReading((event as MessageEvent<FrameReading>).data)
  })
}
