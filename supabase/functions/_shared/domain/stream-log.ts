import type { ChatEvent, SequencedChatEvent } from '../wire/chat-event.ts'
import { describeError, type Log } from '../log.ts'
import type { ChatStore, StreamChunk, TurnEnd } from './chat-store.ts'
import { RunningStream } from './running-stream.ts'

export type StreamLogOptions = {
  store: Pick<ChatStore, 'appendStreamChunks' | 'finishTurn'>
  log: Log
  /** How long events may wait before they are stored, in milliseconds. @defaultValue 250 */
  flushMs?: number
  /** How many events of one stream may wait. @defaultValue 32 */
  flushEvents?: number
  /** How often a silent stream asks whether it is to stop, in milliseconds. @defaultValue 400 */
  heartbeatMs?: number
  /** The pauses before further tries to settle an answer, in milliseconds. */
  settleRetryMs?: readonly number[]
}

/** A running stream and what of it is on its way to the database. */
type Entry = {
  stream: RunningStream
  /** Chunks not known to be stored. A failed one keeps its shape: it may have been stored after all. */
  unsent: StreamChunk[]
  lastSentAt: number
}

const settledElsewhere: ChatEvent = {
  type: 'error',
  code: 'stream_interrupted',
  message: 'The answer was settled before it ended.',
}

const notStored: ChatEvent = {
  type: 'error',
  code: 'database_unavailable',
  message: 'The answer ended but could not be stored.',
}

/**
 * The one writer of a process: it gathers the waiting events of all its running streams and stores
 * them in one call, so the database sees a few calls a second however many visitors are talking.
 * The same call carries signs of life and brings back stop requests made anywhere else.
 */
export class StreamLog {
  readonly #store: StreamLogOptions['store']
  readonly #log: Log
  readonly #flushMs: number
  readonly #flushEvents: number
  readonly #heartbeatMs: number
  readonly #settleRetryMs: readonly number[]
  readonly #entries = new Map<string, Entry>()
  #isTicking = false
  #flushing: Promise<void> | undefined
  #isFailing = false

  constructor(options: StreamLogOptions) {
    this.#store = options.store
    this.#log = options.log
    this.#flushMs = options.flushMs ?? 250
    this.#flushEvents = options.flushEvents ?? 32
    this.#heartbeatMs = options.heartbeatMs ?? 400
    this.#settleRetryMs = options.settleRetryMs ?? [100, 500, 2000, 5000]
  }

  /** Begins a stream of this process. */
  open(identity: { streamId: string; visitorId: string }): RunningStream {
    const onPending = (count: number) => {
      if (count >= this.#flushEvents) this.#flush()
    }
    const stream = new RunningStream({ ...identity, onPending })
    this.#entries.set(stream.streamId, { stream, unsent: [], lastSentAt: performance.now() })
    this.#tickWhileRunning()
    return stream
  }

  /** A visitor's stream, if this process is producing it. */
  find(identity: { streamId: string; visitorId: string }): RunningStream | undefined {
    const stream = this.#entries.get(identity.streamId)?.stream
    return stream?.visitorId === identity.visitorId ? stream : undefined
  }

  /**
   * Stores how an answer ended, then shows its last event: whoever sees the end can rely on what is
   * in the database. If the end cannot be stored, the last event says so instead.
   */
  async settle(stream: RunningStream, end: TurnEnd, lastEvent: ChatEvent): Promise<void> {
    const last = { sequence: stream.lastSequence + 1, event: lastEvent }
    let shown = lastEvent
    try {
      const isFinished = await this.#storeEnd(stream, end, last)
      if (!isFinished) shown = settledElsewhere
    } catch (error) {
      shown = notStored
      const { streamId } = stream
      this.#log({ level: 'error', event: 'answer-not-stored', streamId, ...describeError(error) })
    }
    this.#entries.delete(stream.streamId)
    stream.end(shown)
  }

  async #storeEnd(stream: RunningStream, end: TurnEnd, last: SequencedChatEvent): Promise<boolean> {
    await this.#flushing
    const events = [...stream.takePending(), last]
    for (const pauseMs of [...this.#settleRetryMs, undefined]) {
      try {
        await this.#sendUnsent(stream.streamId)
        return await this.#store.finishTurn(end, events)
      } catch (error) {
        if (pauseMs === undefined) throw error
        await new Promise((resolve) => setTimeout(resolve, pauseMs))
      }
    }
    return false
  }

  /** What an earlier call could not store goes first, so that the stored events have no gap. */
  async #sendUnsent(streamId: string): Promise<void> {
    await this.#flushing
    const entry = this.#entries.get(streamId)
    if (entry === undefined || entry.unsent.length === 0) return
    await this.#store.appendStreamChunks(entry.unsent)
    entry.unsent = []
  }

  #tickWhileRunning(): void {
    if (this.#isTicking || this.#entries.size === 0) return
    this.#isTicking = true
    setTimeout(() => {
      this.#isTicking = false
      this.#flush()
      this.#tickWhileRunning()
    }, this.#flushMs)
  }

  #flush(): void {
    if (this.#flushing !== undefined) return
    const now = performance.now()
    const sending: Entry[] = []
    const chunks: StreamChunk[] = []
    for (const entry of this.#entries.values()) {
      const { streamId } = entry.stream
      const events = entry.stream.takePending()
      if (events.length > 0) entry.unsent.push({ streamId, events })
      if (entry.unsent.length > 0) {
        chunks.push(...entry.unsent)
        sending.push(entry)
      } else if (now - entry.lastSentAt >= this.#heartbeatMs) {
        chunks.push({ streamId, events: [] })
      } else continue
      entry.lastSentAt = now
    }
    if (chunks.length > 0) {
      this.#flushing = this.#send(chunks, sending).finally(() => (this.#flushing = undefined))
    }
  }

  async #send(chunks: readonly StreamChunk[], sending: readonly Entry[]): Promise<void> {
    try {
      const { stopRequested } = await this.#store.appendStreamChunks(chunks)
      for (const entry of sending) entry.unsent = []
      for (const streamId of stopRequested) this.#entries.get(streamId)?.stream.stop()
      this.#isFailing = false
    } catch (error) {
      // Said once per outage; the events stay and the next tick tries again.
      if (!this.#isFailing) {
        this.#log({ level: 'error', event: 'stream-log-failing', ...describeError(error) })
      }
      this.#isFailing = true
    }
  }
}
