import type { SpokenLanguage } from './readable/readable.ts'
import type { Stretch } from './traced-text.ts'

/** What the engine says of a sentence, in portions: `voices/espeak/README.md` is the protocol. */
export type EspeakSound = {
  readonly samples: Float32Array<ArrayBuffer>
  readonly sampleRate: number
  readonly words: readonly (Stretch & { readonly atMs: number })[]
  readonly phonemes: readonly { readonly ipa: string; readonly atMs: number }[]
}

type EspeakMessage =
  | { type: 'ready'; language: SpokenLanguage }
  | ({ type: 'sound'; id: number } & EspeakSound)
  | { type: 'end'; id: number }
  | { type: 'error'; id?: number; message: string }

export type EspeakListener = {
  onSound(sound: EspeakSound): void
  onEnd(): void
  onError(error: Error): void
}

/**
 * The synthesiser's worker, which is a program of its own, under its own licence: it is fetched by
 * its address and spoken to by messages.
 */
export class EspeakEngine {
  readonly #address: URL
  readonly #sentences = new Map<number, EspeakListener>()
  readonly #loading = new Map<SpokenLanguage, PromiseWithResolver>()
  #worker: Worker | undefined
  #lastId = 0

  /** The folder with the worker in it; nothing is fetched before it is needed. */
  constructor(address: URL) {
    this.#address = address
  }

  /**
   * Resolves when a language can be spoken.
   *
   * @throws when the engine cannot be had here: a worker is only taken from the page's own origin
   */
  load(language: SpokenLanguage): Promise<void> {
    const known = this.#loading.get(language)
    if (known) return known.promise
    const loading = promiseWithResolver()
    this.#loading.set(language, loading)
    try {
      this.#post({ type: 'load', language })
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)))
    }
    return loading.promise
  }

  /** Synthesises a sentence, behind those that were ordered before. What it gives back forgets it. */
  speak(order: { text: string; language: SpokenLanguage }, listener: EspeakListener): () => void {
    const id = (this.#lastId += 1)
    this.#sentences.set(id, listener)
    this.#post({ type: 'speak', id, ...order })
    return () => {
      if (this.#sentences.delete(id)) this.#post({ type: 'cancel', id })
    }
  }

  close(): void {
    this.#worker?.terminate()
    this.#worker = undefined
    this.#fail(new Error('The engine was closed'))
  }

  #post(message: object): void {
    this.#worker ??= this.#start()
    this.#worker.postMessage(message)
  }

  #start(): Worker {
    const worker = new Worker(new URL('worker.js', this.#address), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<EspeakMessage>) => this.#receive(data)
    worker.onerror = () => {
      this.close()
    }
    return worker
  }

  #receive(message: EspeakMessage): void {
    if (message.type === 'ready') return this.#loading.get(message.language)?.resolve()
    if (message.type === 'error') {
      const error = new Error(message.message)
      if (message.id === undefined) return this.#fail(error)
      this.#sentences.get(message.id)?.onError(error)
      this.#sentences.delete(message.id)
      return
    }
    const listener = this.#sentences.get(message.id)
    if (message.type === 'sound') return listener?.onSound(message)
    this.#sentences.delete(message.id)
    listener?.onEnd()
  }

  #fail(error: Error): void {
    const sentences = [...this.#sentences.values()]
    const loading = [...this.#loading.values()]
    this.#sentences.clear()
    this.#loading.clear()
    for (const { reject } of loading) reject(error)
    for (const sentence of sentences) sentence.onError(error)
  }
}

type PromiseWithResolver = {
  promise: Promise<void>
  resolve: () => void
  reject: (reason: Error) => void
}

function promiseWithResolver(): PromiseWithResolver {
  let resolve: PromiseWithResolver['resolve'] = () => undefined
  let reject: PromiseWithResolver['reject'] = () => undefined
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  // Whoever waits hears of it; nobody may be waiting.
  promise.catch(() => undefined)
  return { promise, resolve, reject }
}
