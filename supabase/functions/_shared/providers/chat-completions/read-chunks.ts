import { createParser } from 'eventsource-parser'
import { ModelFailure } from '../../domain/model.ts'
import { parseJson, type JsonRecord } from './json.ts'

/** What of a chunk matters to every provider; any field may be missing or of another kind. */
export type CompletionChunk = JsonRecord & {
  readonly choices?: readonly (CompletionChoice | undefined)[] | null
}

export type CompletionChoice = JsonRecord

export type CompletionDelta = JsonRecord

const readBufferBytes = 16 * 1024

/** The longest line an upstream may send, in characters. */
const maxLineLength = 1024 * 1024

/** Whoever reads the chunks of one answer. */
export type ChunkSink = {
  /**
   * Takes a chunk; returns after how many more milliseconds of silence the answer is over, undefined
   * when it changes nothing about that.
   */
  add(chunk: CompletionChunk): number | undefined
  /** Whether what goes wrong from now on no longer matters. */
  readonly isComplete: boolean
}

/** How a stream ended: it said so itself, or it only was over. */
export type StreamEnd = 'done' | 'closed'

/**
 * Reads a streamed completion and hands over its chunks one by one, as soon as they are there.
 *
 * The SDK's own iterator is not used: it takes a cut stream, a JSON error with status 200 and an
 * HTML page for good ends, and costs three times the CPU of this.
 *
 * @throws ModelFailure `malformed`, or `truncated` when the connection breaks
 */
export async function readChunks(
  body: ReadableStream<Uint8Array>,
  sink: ChunkSink,
): Promise<StreamEnd> {
  let isDone = false
  let closing: ReturnType<typeof setTimeout> | undefined
  const parser = createParser({
    maxBufferSize: maxLineLength,
    onEvent({ data }) {
      if (isDone || data === '') return
      isDone = saysDone(data)
      if (isDone) return
      const silenceMs = sink.add(parseChunk(data))
      if (silenceMs === undefined) return
      clearTimeout(closing)
      closing = setTimeout(() => void cancel(), silenceMs)
    },
    onError(error) {
      if (error.type === 'max-buffer-size-exceeded') throw new ModelFailure('malformed')
    },
  })
  const decoder = new TextDecoder()
  // One buffer goes to and fro: a new one for every read is 64 KB, which costs more than the reading.
  const reader = body.getReader({ mode: 'byob' })
  const cancel = () => reader.cancel().catch(() => undefined)
  let buffer = new Uint8Array(readBufferBytes)
  try {
    while (!isDone) {
      const { done, value } = await readOrFail(reader, buffer)
      if (done) break
      parser.feed(decoder.decode(value, { stream: true }))
      buffer = new Uint8Array(value.buffer)
    }
  } catch (error) {
    if (!sink.isComplete) throw error
  } finally {
    clearTimeout(closing)
    // Closes the connection when the reading ends before the body does.
    await cancel()
  }
  return isDone ? 'done' : 'closed'
}

function saysDone(data: string): boolean {
  return data.length < 16 && data.trim() === '[DONE]'
}

async function readOrFail(reader: ReadableStreamBYOBReader, buffer: Uint8Array<ArrayBuffer>) {
  try {
    return await reader.read(buffer)
  } catch {
    throw new ModelFailure('truncated')
  }
}

function parseChunk(data: string): CompletionChunk {
  const chunk = parseJson(data)
  if (typeof chunk !== 'object' || chunk === null) throw new ModelFailure('malformed')
  return chunk as CompletionChunk
}
