import type { FirstTokens } from './model-registry.ts'

/**
 * Sends on how long models took to their first token: at once, but one sending at a time, so that
 * whatever comes meanwhile goes together.
 */
export class FirstTokenLog {
  readonly #send: (all: readonly FirstTokens[]) => Promise<void>
  #unsent = new Map<string, number[]>()
  #sending: Promise<void> | undefined

  /** @param send what it fails to send is lost */
  constructor(send: (all: readonly FirstTokens[]) => Promise<void>) {
    this.#send = send
  }

  /** Resolves when it is sent, with all that came meanwhile. */
  add(modelId: string, firstTokenMs: number): Promise<void> {
    const unsent = this.#unsent.get(modelId) ?? []
    this.#unsent.set(modelId, unsent)
    unsent.push(firstTokenMs)
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = undefined))
    return this.#sending
  }

  async #sendAll(): Promise<void> {
    while (this.#unsent.size > 0) {
      const all = [...this.#unsent].map(([modelId, times]) => ({ modelId, firstTokenMs: times }))
      this.#unsent = new Map()
      await this.#send(all)
    }
  }
}
