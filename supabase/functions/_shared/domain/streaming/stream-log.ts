import { atTracePlace } from '../../tracer.ts'
import type { ChatEvent } from '../../wire/chat-event.ts'
import { describeError, type Log } from '../../log.ts'
import { ProblemError } from '../../problem-error.ts'
import type { ChatStore, StreamChunk, TurnEnd } from '../chat-store.ts'
import { systemClock, type Clock } from '../clock.ts'
import { RunningStream } from './running-stream.ts'

export type StreamLogOptions = {
  store: Pick<ChatStore, 'appendStreamChunks' | 'finishTurn' | 'readStream'>
  log: Log
  /** How long the first events of a stream may wait before they are stored, in milliseconds. */
  firstFlushMs?: number
  /**
   * How long events may wait later on, in milliseconds. As often a silent stream gives its sign of
   * life, and a stop that was asked for elsewhere is felt.
   */
  flushMs?: number
  /** How many events of one stream may wait. */
  flushEvents?: number
  /** The pauses before further tries to settle an answer, in milliseconds. */
  settleRetryMs?: readonly number[]
  clock?: Clock
}

/** A running stream, when and up to where it was last sent to be stored, and how soon it is again. */
type Entry = { stream: RunningStream; sentAt: number; sentSequence: number; flushMs: number }

/**
 * The first words are stored, and seen from other processes, almost at once. Later one call a second
 * will do: it costs a process as much of its time as three words do. A lease lasts six of them.
 */
export const streamLogDefaults = { firstFlushMs: 200, flushMs: 1000, flushEvents: 100 }

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
  readonly #firstFlushMs: number
  readonly #flushMs: number
  readonly #flushEvents: number
  readonly #settleRetryMs: readonly number[]
  readonly #clock: Clock
  readonly #entries = new Map<string, Entry>()
  #wakesAt = Infinity
  #cancelTimer: () => void = () => undefined
  #sending: Promise<void> | undefined
  #isFailing = false

  constructor(options: StreamLogOptions) {
    const { firstFlushMs, flushMs, flushEvents } = { ...streamLogDefaults, ...options }
    this.#store = options.store
    this.#log = options.log
    this.#firstFlushMs = firstFlushMs
    this.#flushMs = flushMs
    this.#flushEvents = flushEvents
    this.#settleRetryMs = options.settleRetryMs ?? defaultSettleRetryMs
    this.#clock = options.clock ?? systemClock
  }

  /** Begins a stream of this process. */
  open(identity: { streamId: string; visitorId: string }): RunningStream {
    const onPublish = () => {
      if (stream.lastSequence - entry.sentSequence >= this.#flushEvents) this.#sendDue()
    }
    const stream = new RunningStream({ ...identity, onPublish })
    const sentAt = this.#clock.now()
    const entry: Entry = { stream, sentAt, sentSequence: 0, flushMs: this.#firstFlushMs }
    this.#entries.set(stream.streamId, entry)
    this.#wakeBy(sentAt + entry.flushMs)
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
    this.#send(({ stream }) => stream.unstored.length > 0)
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
          await new Promise<void>((resolve) => this.#clock.after(pauseMs, resolve))
          continue
        }
        const { streamId } = stream
        this.#log({ level: 'error', event: 'answer-not-stored', streamId, ...describeError(error) })
      }
    }
    return notStored
  }

  /** Of an answer that was settled by a call believed lost, begun again or deleted. */
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

  #wakeBy(at: number): void {
    if (at >= this.#wakesAt) return
    this.#cancelTimer()
    this.#wakesAt = at
    this.#cancelTimer = this.#clock.after(Math.max(at - this.#clock.now(), 0), () => {
      this.#wakesAt = Infinity
      this.#sendDue()
    })
  }

  #wakeWhenDue(): void {
    for (const { sentAt, flushMs } of this.#entries.values()) this.#wakeBy(sentAt + flushMs)
  }

  /** Those that are due before long come along, so that all streams fall into step. */
  #sendDue(): void {
    const now = this.#clock.now()
    this.#send(
      ({ stream, sentAt, sentSequence, flushMs }) =>
        now - sentAt >= flushMs / 2 || stream.lastSequence - sentSequence >= this.#flushEvents,
    )
  }

  /** While a call is under way nothing is sent; whatever is due by then follows it at once. */
  #send(isDue: (entry: Entry) => boolean): void {
    if (this.#sending !== undefined) return
    const sentAt = this.#clock.now()
    const chunks: StreamChunk[] = []
    for (const entry of this.#entries.values()) {
      if (!isDue(entry)) continue
      const { stream } = entry
      const events = stream.unstored
      chunks.push({ streamId: stream.streamId, events })
      entry.sentAt = sentAt
      entry.sentSequence = stream.lastSequence
      // Silence does not count: when words come at last, the first of them are stored soon.
      if (events.length > 0) entry.flushMs = Math.min(entry.flushMs * 2, this.#flushMs)
    }
    if (chunks.length === 0) return this.#wakeWhenDue()
    this.#sending = this.#append(chunks).then((error) => {
      this.#sending = undefined
      // Said once per outage; the events stay and the next call tries again.
      if (error !== undefined && !this.#isFailing) {
        this.#log({ level: 'error', event: 'stream-log-failing', ...describeError(error) })
      }
      this.#isFailing = error !== undefined
      this.#wakeWhenDue()
    })
  }

  /** Resolves with an error that kept any of them from being stored. Never rejects. */
  async #append(chunks: readonly StreamChunk[]): Promise<unknown> {
    try {
      // They are of many turns, whosever made them due.
      const append = () => this.#store.appendStreamChunks(chunks)
      const { stopRequested, skipped } = await atTracePlace(undefined, append)
      for (const { streamId, events } of chunks) {
        if (skipped.includes(streamId)) continue
        this.#entries.get(streamId)?.stream.markStored(events.at(-1)?.sequence ?? 0)
      }
      for (const streamId of stopRequested) this.#entries.get(streamId)?.stream.stop()
      return undefined
    } catch (error) {
      if (isUnavailable(error) || chunks.length === 1) return error
      // What the database refuses of one stream must not keep the others from it.
      const middle = chunks.length >> 1
      const errors = [
        await this.#append(chunks.slice(0, middle)),
        await this.#append(chunks.slice(middle)),
      ]
      return errors.find((one) => one !== undefined)
    }
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.code === 'database_unavailable'
}
