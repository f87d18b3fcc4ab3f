import type { ChatEvent, SequencedChatEvent } from '../../wire/chat-event.ts'
import { encodeChatEvent } from '../../wire/event-stream.ts'

export type RunningStreamOptions = {
  streamId: string
  visitorId: string
  /** Called after events were added. */
  onPublish: () => void
}

/**
 * A stream that this process is producing: its events in memory, from the first one on, and those of
 * them that are not stored yet. Every event is encoded once, however many readers it has.
 */
export class RunningStream {
  readonly streamId: string
  readonly visitorId: string
  readonly #onPublish: () => void
  /** The event with sequence number n is at n − 1. */
  readonly #encoded: string[] = []
  readonly #listeners = new Set<() => void>()
  readonly #stop = new AbortController()
  readonly #unstored: SequencedChatEvent[] = []
  #ended = false

  constructor(options: RunningStreamOptions) {
    this.streamId = options.streamId
    this.visitorId = options.visitorId
    this.#onPublish = options.onPublish
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

  /** The events that are not known to be stored, as they are now. */
  get unstored(): readonly SequencedChatEvent[] {
    return [...this.#unstored]
  }

  stop(): void {
    this.#stop.abort()
  }

  /** Adds events, shows them to every reader and leaves them to be stored, all at once. */
  publish(...events: readonly ChatEvent[]): void {
    for (const event of events) {
      const sequenced = { sequence: this.lastSequence + 1, event }
      this.#encoded.push(encodeChatEvent(sequenced))
      this.#unstored.push(sequenced)
    }
    this.#onPublish()
    for (const listener of this.#listeners) listener()
  }

  /** Adds the last event, which is stored already where it could be. */
  end(event: ChatEvent): void {
    this.#encoded.push(encodeChatEvent({ sequence: this.lastSequence + 1, event }))
    this.#ended = true
    for (const listener of this.#listeners) listener()
  }

  /** Everything up to a sequence number is stored. */
  markStored(lastSequence: number): void {
    const [first] = this.#unstored
    if (first !== undefined) this.#unstored.splice(0, lastSequence - first.sequence + 1)
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
