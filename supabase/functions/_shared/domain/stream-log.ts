import type { ChatEvent } from '../wire/chat-event.ts'
import { describeError, type Log } from '../log.ts'
import { ProblemError } from '../problem-error.ts'
import type { ChatStore, StreamChunk, TurnEnd } from './chat-store.ts'
import { RunningStream } from './running-stream.ts'

export type StreamLogOptions = {
  store: Pick<ChatStore, 'appendStreamChunks' | 'finishTurn' | 'readStream'>
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

/** A running stream, and when and up to where it was last sent to be stored. */
type Entry = { stream: RunningStream; sentAt: number; sentSequence: number }

/** Long enough for a database to be restarted. */
const defaultSettleRetryMs = [100, 500, 2000, 5000, 10_000, 20_000, 30_000]

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
 *
 * A chunk that may or may not have been stored is sent again with whatever has come since: it begins
 * at the same event, and the database keeps the longest of those.
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
  #sending: Promise<void> | undefined
  #isFailing = false

  constructor(options: StreamLogOptions) {
    this.#store = options.store
    this.#log = options.log
    this.#flushMs = options.flushMs ?? 250
    this.#flushEvents = options.flushEvents ?? 32
    this.#heartbeatMs = options.heartbeatMs ?? 400
    this.#settleRetryMs = options.settleRetryMs ?? defaultSettleRetryMs
  }

  /** Begins a stream of this process. */
  open(identity: { streamId: string; visitorId: string }): RunningStream {
    const onPublish = () => {
      if (stream.lastSequence - entry.sentSequence >= this.#flushEvents) this.#sendWaiting()
    }
    const stream = new RunningStream({ ...identity, onPublish })
    const entry: Entry = { stream, sentAt: performance.now(), sentSequence: 0 }
    this.#entries.set(stream.streamId, entry)
    this.#tickWhileRunning()
    return stream
  }

  /** A visitor's stream, if this process is producing it. */
  find(identity: { streamId: string; visitorId: string }): RunningStream | undefined {
    const stream = this.#entries.get(identity.streamId)?.stream
    return stream?.visitorId === identity.visitorId ? stream : undefined
  }

  /** Stores at once what waits, as far as the database can be reached. */
  async flush(): Promise<void> {
    await this.#sending
    this.#sendWaiting()
    await this.#sending
  }

  /**
   * Stores how an answer ended, then shows its last event: whoever sees the end can rely on what is
   * in the database. If the end cannot be stored, the last event says so instead.
   */
  async settle(stream: RunningStream, end: TurnEnd, lastEvent: ChatEvent): Promise<void> {
    const shown = await this.#storeEnd(stream, end, lastEvent)
    this.#entries.delete(stream.streamId)
    stream.end(shown)
  }

  /** Resolves with the last event as it is stored. */
  async #storeEnd(stream: RunningStream, end: TurnEnd, lastEvent: ChatEvent): Promise<ChatEvent> {
    const last = { sequence: stream.lastSequence + 1, event: lastEvent }
    for (const pauseMs of [...this.#settleRetryMs, undefined]) {
      try {
        const isFinished = await this.#store.finishTurn(end, [...stream.unstored, last])
        return isFinished ? lastEvent : await this.#storedEnd(stream)
      } catch (error) {
        if (pauseMs !== undefined) {
          await new Promise((resolve) => setTimeout(resolve, pauseMs))
          continue
        }
        const { streamId } = stream
        this.#log({ level: 'error', event: 'answer-not-stored', streamId, ...describeError(error) })
      }
    }
    return notStored
  }

  /** Of an answer that was settled: by whoever found its lease expired, or by a call believed lost. */
  async #storedEnd({ streamId, visitorId, lastSequence }: RunningStream): Promise<ChatEvent> {
    const place = { streamId, visitorId, afterSequence: lastSequence }
    try {
      const { events } = await this.#store.readStream(place)
      return events.at(-1)?.event ?? settledElsewhere
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === 'stream_not_found') {
        return settledElsewhere
      }
      throw error
    }
  }

  #tickWhileRunning(): void {
    if (this.#isTicking || this.#entries.size === 0) return
    this.#isTicking = true
    setTimeout(() => {
      this.#isTicking = false
      this.#sendWaiting()
      this.#tickWhileRunning()
    }, this.#flushMs)
  }

  #sendWaiting(): void {
    if (this.#sending !== undefined) return
    const now = performance.now()
    const chunks: StreamChunk[] = []
    for (const entry of this.#entries.values()) {
      const { stream } = entry
      const events = stream.unstored
      if (events.length === 0 && now - entry.sentAt < this.#heartbeatMs) continue
      chunks.push({ streamId: stream.streamId, events })
      entry.sentAt = now
      entry.sentSequence = stream.lastSequence
    }
    if (chunks.length === 0) return
    this.#sending = this.#send(chunks).then((error) => {
      this.#sending = undefined
      // Said once per outage; the events stay and the next tick tries again.
      if (error !== undefined && !this.#isFailing) {
        this.#log({ level: 'error', event: 'stream-log-failing', ...describeError(error) })
      }
      this.#isFailing = error !== undefined
    })
  }

  /** Resolves with an error that kept any of them from being stored. Never rejects. */
  async #send(chunks: readonly StreamChunk[]): Promise<unknown> {
    try {
      const { stopRequested } = await this.#store.appendStreamChunks(chunks)
      for (const { streamId, events } of chunks) {
        this.#entries.get(streamId)?.stream.markStored(events.at(-1)?.sequence ?? 0)
      }
      for (const streamId of stopRequested) this.#entries.get(streamId)?.stream.stop()
      return undefined
    } catch (error) {
      if (isUnavailable(error) || chunks.length === 1) return error
      // What the database refuses of one stream must not keep the others from it.
      const middle = chunks.length >> 1
      const errors = [
        await this.#send(chunks.slice(0, middle)),
        await this.#send(chunks.slice(middle)),
      ]
      return errors.find((one) => one !== undefined)
    }
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.code === 'database_unavailable'
}
