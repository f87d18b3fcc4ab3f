/** A line to the synthesiser, wherever it runs; `widget/voices/espeak/README.md` is the protocol. */
export interface EspeakPort {
  post(message: object): void
  close(): void
}

export type EspeakPortListener = {
  onMessage(message: { readonly type: string }): void
  /** It is gone for good. */
  onError(error: Error): void
}

/** A worklet whose scripts are there answers at once, or this browser does not run it. */
const workletPatienceMs = 3000

/**
 * Starts the synthesiser of a folder. In a worker where the page may have one of that folder's
 * origin; else in the worklet of an audio context that renders nothing: browsers take that from
 * other origins, and under Trusted Types.
 *
 * @throws when it can be had neither way
 */
export async function openEspeak(folder: URL, listener: EspeakPortListener): Promise<EspeakPort> {
  // Not tried in vain: a refusal would stand in the page's console and in its reports.
  if (folder.origin !== location.origin) return openWorklet(folder, listener)
  try {
    return await openWorker(folder, listener)
  } catch {
    return openWorklet(folder, listener)
  }
}

function openWorker(folder: URL, listener: EspeakPortListener): Promise<EspeakPort> {
  // Throws where the page may not; the promise rejects then.
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('worker.js', folder), { type: 'module' })
    const port: EspeakPort = {
      post: (message) => worker.postMessage(message),
      close: () => worker.terminate(),
    }
    worker.onerror = () => {
      worker.terminate()
      reject(new Error('The synthesiser does not run in a worker'))
    }
    worker.onmessage = ({ data }: MessageEvent<{ type: string }>) => {
      if (data.type !== 'hello') return listener.onMessage(data)
      worker.onerror = ({ message }) => listener.onError(new Error(message))
      resolve(port)
    }
  })
}

async function openWorklet(folder: URL, listener: EspeakPortListener): Promise<EspeakPort> {
  const context = new OfflineAudioContext(1, 1, 22_050)
  await context.audioWorklet.addModule(new URL('worklet.js', folder))
  const { port } = new AudioWorkletNode(context, 'espeak')
  const answerFile = (name: string) =>
    context.audioWorklet.addModule(new URL(`${name}.js`, folder)).then(
      () => port.postMessage({ type: 'file', name }),
      () => port.postMessage({ type: 'file', name, isMissing: true }),
    )
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('No worklet answers')), workletPatienceMs)
    port.onmessage = ({ data }: MessageEvent<{ type: string; name?: string }>) => {
      if (data.type === 'hello') {
        clearTimeout(timer)
        resolve({ post: (message) => port.postMessage(message), close: () => port.close() })
      } else if (data.type === 'turn') port.postMessage(data)
      else if (data.type === 'file') void answerFile(data.name ?? '')
      else listener.onMessage(data)
    }
  })
}
