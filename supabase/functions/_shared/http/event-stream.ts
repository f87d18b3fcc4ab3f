import { eventStreamHeaders } from '../wire/event-stream.ts'

/** Encoded server-sent events that appear over time. */
export type EventText = {
  /** Everything that came since the last call, or ''. */
  take(): string
  /** True once everything was taken and nothing more will come. */
  readonly ended: boolean
  /** Sets the one listener, called when there is something to take or the end is reached. */
  onChange(listener: () => void): void
  /** The reader is gone or has everything. */
  close(): void
}

export type EventStreamOptions = {
  /**
   * How long silence may last before a comment breaks it, in milliseconds: proxies cut silent
   * connections.
   */
  pingMs?: number
}

export const defaultPingMs = 15_000

/** Sent before anything else, so that the connection proves itself; `retry` is in milliseconds. */
const opening = 'retry: 2000\n: ok\n\n'
const ping = ': ping\n\n'

/** A response that streams events as they come. */
export function eventStreamResponse(
  events: EventText,
  { pingMs = defaultPingMs }: EventStreamOptions = {},
): Response {
  return new Response(new ReadableStream(new EventStreamSource(events, pingMs)), {
    headers: eventStreamHeaders,
  })
}

/**
 * What gathers while the reader is slow leaves as one chunk. That the reader has left is learned
 * from `cancel`: a request's signal fires in Deno after a good end, too.
 */
class EventStreamSource implements UnderlyingDefaultSource<Uint8Array> {
  readonly #events: EventText
  readonly #pingMs: number
  readonly #encoder = new TextEncoder()
  #lastWriteAt = 0
  #pingTimer: ReturnType<typeof setTimeout> | undefined
  #closed = false

  constructor(events: EventText, pingMs: number) {
    this.#events = events
    this.#pingMs = pingMs
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#write(controller, opening + this.#events.take())
    this.#pingTimer = setTimeout(() => this.#pingWhenSilent(controller), this.#pingMs)
    this.#events.onChange(() => this.pull(controller))
    this.pull(controller)
  }

  pull(controller: ReadableStreamDefaultController<Uint8Array>): void {
    if (this.#closed) return
    if ((controller.desiredSize ?? 0) > 0) {
      const text = this.#events.take()
      if (text !== '') this.#write(controller, text)
    }
    // Writing may have called back here already, when the reader was waiting.
    if (this.#closed || !this.#events.ended) return
    this.#release()
    controller.close()
  }

  cancel(): void {
    this.#release()
  }

  #write(controller: ReadableStreamDefaultController<Uint8Array>, text: string): void {
    this.#lastWriteAt = performance.now()
    controller.enqueue(this.#encoder.encode(text))
  }

  #pingWhenSilent(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const silentMs = performance.now() - this.#lastWriteAt
    const due = silentMs >= this.#pingMs
    if (due) this.#write(controller, ping)
    this.#pingTimer = setTimeout(
      () => this.#pingWhenSilent(controller),
      due ? this.#pingMs : this.#pingMs - silentMs,
    )
  }

  #release(): void {
    this.#closed = true
    clearTimeout(this.#pingTimer)
    this.#events.close()
  }
}
