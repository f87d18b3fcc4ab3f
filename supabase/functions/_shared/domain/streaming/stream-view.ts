import { encodeChatEvent } from '../../wire/event-stream.ts'
import type { ChatStore, StoredStream } from '../chat-store.ts'
import { systemClock, type Clock } from '../clock.ts'
import type { RunningStream } from './running-stream.ts'
import type { StreamLog } from './stream-log.ts'

export type StreamPlace = {
  streamId: string
  visitorId: string
  /** The last event the reader has; 0 for none. */
  afterSequence: number
}

/** What one reader sees of a stream, as encoded server-sent events: taken, never pushed. */
export type StreamView = {
  take(): string
  /** The number of the last event that was taken, or that the reader had before. */
  readonly lastSequence: number
  readonly ended: boolean
  onChange(listener: () => void): void
  close(): void
}

/** A stream of this process, straight from memory; of one that is over, at least its end. */
export function viewRunningStream(stream: RunningStream, afterSequence: number): StreamView {
  const { lastSequence, ended } = stream
  let cursor = Math.min(afterSequence, ended ? lastSequence - 1 : lastSequence)
  let unsubscribe: (() => void) | undefined
  return {
    take() {
      const text = stream.encodedAfter(cursor)
      cursor = Math.max(cursor, stream.lastSequence)
      return text
    },
    get lastSequence() {
      return cursor
    },
    get ended() {
      return stream.ended && cursor >= stream.lastSequence
    },
    onChange(listener) {
      unsubscribe = stream.subscribe(listener)
    },
    close() {
      unsubscribe?.()
    },
  }
}

export type StreamReading = {
  store: Pick<ChatStore, 'readStream'>
  streamLog: StreamLog
  /** How often another process's stream is looked at, in milliseconds. @defaultValue 200 */
  pollMs?: number
  clock?: Clock
}

/** After how long without news a stream is looked at less often, in milliseconds, and how much less. */
const idleAfterMs = 10_000
const idleFactor = 5

/**
 * Any stream of a visitor, from any event on, whichever process produces it. A reader who has all of
 * it, or claims to have more, gets its end again: a process that dies may have sent more than it stored,
 * and what was stored is then all that there is.
 *
 * @throws ProblemError `stream_not_found` or `database_unavailable`, before anything is viewed
 */
export async function viewStream(reading: StreamReading, place: StreamPlace): Promise<StreamView> {
  const running = reading.streamLog.find(place)
  if (running !== undefined) return viewRunningStream(running, place.afterSequence)
  const view = new StoredStreamView(reading, place)
  await view.read()
  return view
}

/** How often in a row reading may fail before the reader is left to come back by itself. */
const maxFailures = 10

/** A stream another process produces, or produced: read from the database again and again. */
class StoredStreamView implements StreamView {
  readonly #reading: StreamReading
  readonly #place: StreamPlace
  readonly #clock: Clock
  /** The last event that was read; those up to `lastSequence` were taken as well. */
  #cursor: number
  #text = ''
  lastSequence: number
  #isSettled = false
  #failures = 0
  #listener: (() => void) | undefined
  #newsAt: number
  #cancelTimer: () => void = () => undefined
  #isClosed = false

  constructor(reading: StreamReading, place: StreamPlace) {
    this.#reading = reading
    this.#place = place
    this.#clock = reading.clock ?? systemClock
    this.#cursor = place.afterSequence
    this.lastSequence = place.afterSequence
    this.#newsAt = this.#clock.now()
  }

  take(): string {
    const text = this.#text
    this.#text = ''
    this.lastSequence = this.#cursor
    return text
  }

  get ended(): boolean {
    return this.#isSettled && this.#text === ''
  }

  onChange(listener: () => void): void {
    this.#listener = listener
    this.#readLater()
  }

  close(): void {
    this.#isClosed = true
    this.#cancelTimer()
  }

  async read(): Promise<void> {
    let stored = await this.#storedAfterCursor()
    const isSettled = stored.status !== 'streaming'
    // Whoever has read anything here has the end as well, if nothing follows.
    const hasRead = this.#cursor > this.#place.afterSequence
    if (isSettled && stored.events.length === 0 && !hasRead) {
      this.#cursor = stored.lastSequence - 1
      stored = await this.#storedAfterCursor()
    }
    for (const sequenced of stored.events) {
      // Chunks may overlap: one that seemed lost can be stored after its successor.
      if (sequenced.sequence <= this.#cursor) continue
      this.#cursor = sequenced.sequence
      this.#text += encodeChatEvent(sequenced)
    }
    this.#isSettled = isSettled
  }

  #storedAfterCursor(): Promise<StoredStream> {
    const { streamId, visitorId } = this.#place
    return this.#reading.store.readStream({ streamId, visitorId, afterSequence: this.#cursor })
  }

  #readLater(): void {
    if (this.#isSettled || this.#isClosed) return
    const { pollMs = 200 } = this.#reading
    const isIdle = this.#clock.now() - this.#newsAt >= idleAfterMs
    const pauseMs = isIdle ? pollMs * idleFactor : pollMs
    this.#cancelTimer = this.#clock.after(pauseMs, () => void this.#readAndTell())
  }

  async #readAndTell(): Promise<void> {
    try {
      await this.read()
      this.#failures = 0
    } catch {
      // The stream goes on elsewhere; a reader whose connection ends comes back with its place.
      this.#failures += 1
      this.#isSettled = this.#failures >= maxFailures
    }
    if (this.#isClosed) return
    if (this.#text !== '') this.#newsAt = this.#clock.now()
    if (this.#text !== '' || this.#isSettled) this.#listener?.()
    this.#readLater()
  }
}
