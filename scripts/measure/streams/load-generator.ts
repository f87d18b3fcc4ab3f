/**
 * A process of its own: any number of visitors who each send one request and read the answer, on
 * bare sockets. It is told what to do by one message and answers with a {@link LoadResult}.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { nowMicroseconds, readTimedChunks, timedTextLength } from './timed-chunks.ts'

export type LoadOptions = {
  port: number
  /** As bytes go over the wire; one visitor, and so one stream, each. */
  requests: readonly string[]
  /** What a stream says last when it comes to its good end. */
  goodEnd: string
  /** Over which the streams begin, in milliseconds. */
  rampMs: number
  /** After which all that have not ended are cut off. */
  timeoutMs: number
}

export type LoadResult = {
  /** Chunks that came in their place: once, with none missing before them. */
  received: number
  /** Chunks that came out of place. */
  misplaced: number
  /** Streams that came to their good end. */
  ended: number
  /** Of every chunk in its place, from being written to being read, in milliseconds. */
  addedMs: Float32Array
  /** What a stream without a good end said last; '' if there is none. */
  lastWords: string
}

const lastWordsLength = 300

/** One for all: every read is dealt with before the next one begins. */
const buffer = Buffer.alloc(64 * 1024)

class Visitor {
  received = 0
  misplaced = 0
  #lastWords = ''

  get lastWords(): string {
    return this.#lastWords
  }

  /** Sends a request and reads its answer to the end, whatever that is. */
  async converse(
    request: string,
    { port, addedMs, sockets }: { port: number; addedMs: number[]; sockets: Set<Socket> },
  ): Promise<void> {
    const callback = (length: number) => {
      this.#read(buffer.toString('latin1', 0, length), addedMs)
      return true
    }
    const socket = connect({ port, host: '127.0.0.1', onread: { buffer, callback } })
    socket.on('error', () => undefined)
    sockets.add(socket)
    socket.write(request)
    await once(socket, 'close')
    sockets.delete(socket)
  }

  #read(text: string, addedMs: number[]): void {
    const now = nowMicroseconds()
    // A chunk may be cut in two.
    const withRest = this.#lastWords.slice(1 - timedTextLength) + text
    for (const { index, writtenAt } of readTimedChunks(withRest)) {
      if (index === this.received) {
        this.received += 1
        addedMs.push((now - writtenAt) / 1000)
      } else this.misplaced += 1
    }
    this.#lastWords = (this.#lastWords + text).slice(-lastWordsLength)
  }
}

async function load(options: LoadOptions): Promise<LoadResult> {
  const { port, requests, goodEnd, rampMs, timeoutMs } = options
  const sockets = new Set<Socket>()
  const timer = setTimeout(() => sockets.forEach((socket) => socket.destroy()), timeoutMs)
  const addedMs: number[] = []
  const visitors = requests.map(() => new Visitor())
  await Promise.all(
    visitors.map(async (visitor, index) => {
      await new Promise((resolve) => setTimeout(resolve, (rampMs * index) / visitors.length))
      await visitor.converse(requests[index] ?? '', { port, addedMs, sockets })
    }),
  )
  clearTimeout(timer)
  const hasEnded = ({ lastWords }: Visitor) => lastWords.includes(goodEnd)
  const sum = (of: (visitor: Visitor) => number) =>
    visitors.reduce((total, visitor) => total + of(visitor), 0)
  return {
    received: sum(({ received }) => received),
    misplaced: sum(({ misplaced }) => misplaced),
    ended: sum((visitor) => Number(hasEnded(visitor))),
    addedMs: Float32Array.from(addedMs),
    lastWords: visitors.find((visitor) => !hasEnded(visitor))?.lastWords ?? '',
  }
}

// Whoever started it is gone.
process.once('disconnect', () => process.exit())

process.once('message', (options: LoadOptions) => {
  void load(options).then((result) => process.send?.(result))
})
