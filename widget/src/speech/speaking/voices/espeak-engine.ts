import { type Deferred, deferred } from '../../../deferred.ts'
import { type EspeakPort, openEspeak } from './espeak-port.ts'
import type { SpokenLanguage } from '@visavis/shared/spoken-text/readable/load-rules.ts'
import type { Stretch } from '@visavis/shared/spoken-text/traced-text.ts'

/** What the engine says of a sentence, in portions: `widget/voices/espeak/README.md` is the protocol. */
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

export type EspeakOrder = {
  readonly text: string
  readonly language: SpokenLanguage
  /** How the voice sounds: one of espeak's variants. */
  readonly variant?: 'f2'
}

export type EspeakListener = {
  onSound(sound: EspeakSound): void
  onEnd(): void
  onError(error: Error): void
}

/**
 * The synthesiser, which is a program of its own, under its own licence: it is fetched by its
 * address and spoken to by messages.
 */
export class EspeakEngine {
  readonly #folder: URL
  readonly #sentences = new Map<number, EspeakListener>()
  readonly #loading = new Map<SpokenLanguage, Deferred<void>>()
  #port: Promise<EspeakPort> | undefined
  #lastId = 0

  /** The folder it lies in; nothing is fetched before it is needed. */
  constructor(folder: URL) {
    this.#folder = folder
  }

  /**
   * Resolves when a language can be spoken.
   *
   * @throws when the synthesiser cannot be had here
   */
  load(language: SpokenLanguage): Promise<void> {
    const known = this.#loading.get(language)
    if (known) return known.promise
    const loading = deferred()
    // Whoever waits hears of a failure; nobody may be waiting.
    loading.promise.catch(() => undefined)
    this.#loading.set(language, loading)
    this.#post({ type: 'load', language })
    return loading.promise
  }

  /** Synthesises a sentence, behind those that were ordered before. What it gives back forgets it. */
  speak(order: EspeakOrder, listener: EspeakListener): () => void {
    const id = (this.#lastId += 1)
    this.#sentences.set(id, listener)
    this.#post({ type: 'speak', id, ...order })
    return () => {
      if (this.#sentences.delete(id)) this.#post({ type: 'cancel', id })
    }
  }

  #post(message: object): void {
    this.#port ??= openEspeak(this.#folder, {
      onMessage: (answer) => this.#receive(answer as EspeakMessage),
      onError: (error) => this.#fail(error),
    })
    this.#port.then(
      (port) => port.post(message),
      (error: unknown) => this.#fail(error instanceof Error ? error : new Error(String(error))),
    )
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

  /** Whoever waits hears of it; the next one to ask starts anew. */
  #fail(error: Error): void {
    this.#port?.then((port) => port.close()).catch(() => undefined)
    this.#port = undefined
    const sentences = [...this.#sentences.values()]
    const loading = [...this.#loading.values()]
    this.#sentences.clear()
    this.#loading.clear()
    for (const { reject } of loading) reject(error)
    for (const sentence of sentences) sentence.onError(error)
  }
}
