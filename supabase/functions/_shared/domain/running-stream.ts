import type { ChatEvent, SequencedChatEvent } from '../wire/chat-event.ts'
import { encodeChatEvent } from '../wire/event-stream.ts'

export type RunningStreamOptions = {
  streamId: string
  visitorId: string
  /** Called after every event, with how many of them wait to be stored. */
  onPending: (count: number) => void
}

/**
 * A stream that this process is producing: its events in memory, from the first one on, and those of
 * them that are not stored yet. Every event is encoded once, however many readers it has.
 */
export class RunningStream {
  readonly streamId: string
  readonly visitorId: string
  readonly #onPending: (count: number) => void
  /** The event with sequence number n is at n − 1. */
  readonly #encoded: string[] = []
  readonly #listeners = new Set<() => void>()
  readonly #stop = new AbortController()
  #pending: SequencedChatEvent[] = []
  #ended = false

  constructor(options: RunningStreamOptions) {
    this.streamId = options.streamId
    this.visitorId = options.visitorId
    this.#onPending = options.onPending
  }

  /** Aborts when the visitor has asked for a stop. */
  get stopSignal(): AbortSignal {
    return this.#stop.signal
  }

  get lastSequence(): number {
    return this.#encoded.length
  }

  /** True once the last event is there. */
  get ended(): boolean {
    return this.#ended
  }

  stop(): void {
    this.#stop.abort()
  }

  /** Adds events, shows them to every reader and leaves them to be stored, all at once. */
  publish(...events: readonly ChatEvent[]): void {
    for (const event of events) {
      const sequenced = { sequence: this.lastSequence + 1, event }
      this.#encoded.push(encodeChatEvent(sequenced))
      this.#pending.push(sequenced)
    }
    this.#onPending(this.#pending.length)
    for (const listener of this.#listeners) listener()
  }

  /** Adds the last event, which is stored already where it could be. */
  end(event: ChatEvent): void {
    this.#encoded.push(encodeChatEvent({ sequence: this.lastSequence + 1, event }))
    this.#ended = true
    for (const listener of this.#listeners) listener()
  }

  takePending(): SequencedChatEvent[] {
    const pending = this.#pending
    this.#pending = []
    return pending
  }

  /** The encoded events behind a sequence number. */
  encodedAfter(sequence: number): string {
    if (this.#encoded.length === sequence + 1) return this.#encoded[sequence] ?? ''
    return this.#encoded.slice(sequence).join('')
  }

  /** Calls back after every event, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
