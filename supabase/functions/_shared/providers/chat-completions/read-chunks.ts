import { ModelFailure } from '../../domain/model.ts'
import { Chunks, type ChunkSink, type StreamEnd } from './chunks.ts'

const readBufferBytes = 16 * 1024

/**
 * Reads a streamed completion and hands over its chunks one by one, as soon as they are there. What it
 * is shows in its bytes, since headers are often wrong: an event stream, JSON in lines, or one answer
 * as a whole.
 *
 * The SDK's own iterator is not used: it takes a cut stream, a JSON error with status 200 and an
 * HTML page for good ends, and costs three times the CPU of this.
 *
 * @param signal - closes the connection at once
 * @throws ModelFailure `not_a_stream`, `malformed`, or `truncated` when the connection breaks
 */
export async function readChunks(
  body: ReadableStream<Uint8Array>,
  sink: ChunkSink,
  signal: AbortSignal,
): Promise<StreamEnd> {
  const decoder = new TextDecoder()
  // One buffer goes to and fro: a new one for every read is 64 KB, which costs more than the reading.
  const reader = body.getReader({ mode: 'byob' })
  let buffer = new Uint8Array(readBufferBytes)
  const cancel = () => reader.cancel().catch(() => undefined)
  const close = () => void cancel()
  // Once a process has read some thousand pieces, Deno's fetch hears of an abort no longer by itself.
  signal.addEventListener('abort', close)
  const chunks = new Chunks(sink, close)
  try {
    while (!chunks.areDone) {
      const { done, value } = await readOrFail(reader, buffer)
      if (done) break
      chunks.feed(decoder.decode(value, { stream: true }))
      buffer = new Uint8Array(value.buffer)
    }
    return chunks.end()
  } catch (error) {
    if (!sink.isComplete) throw error
    return 'closed'
  } finally {
    signal.removeEventListener('abort', close)
    chunks.stop()
    // Closes the connection when the reading ends before the body does.
    await cancel()
  }
}

async function readOrFail(reader: ReadableStreamBYOBReader, buffer: Uint8Array<ArrayBuffer>) {
  try {
    return await reader.read(buffer)
  } catch {
    throw new ModelFailure('truncated')
  }
}
