import { createParser } from 'eventsource-parser'
import { ModelFailure } from '../../domain/model.ts'

/** What of a chat completion chunk matters; every field may be missing or of another kind. */
export type CompletionChunk = {
  choices?: readonly (CompletionChoice | undefined)[] | null
  usage?: { prompt_tokens?: unknown; completion_tokens?: unknown } | null
  error?: unknown
}

export type CompletionChoice = {
  delta?: {
    content?: unknown
    reasoning?: unknown
    reasoning_content?: unknown
  } | null
  finish_reason?: unknown
}

const readBufferBytes = 16 * 1024

/** The longest line an upstream may send, in characters. */
const maxLineLength = 1024 * 1024

/**
 * Reads a streamed completion and hands over its chunks one by one, as soon as they are there.
 * Resolves at the end of the body with whether the stream said `[DONE]`.
 *
 * The SDK's own iterator is not used: it takes a cut stream, a JSON error with status 200 and an
 * HTML page for good ends, and costs three times the CPU of this.
 *
 * @throws ModelFailure `malformed`, or `truncated` when the connection breaks
 */
export async function readChunks(
  body: ReadableStream<Uint8Array>,
  onChunk: (chunk: CompletionChunk) => void,
): Promise<{ isDone: boolean }> {
  let isDone = false
  const parser = createParser({
    maxBufferSize: maxLineLength,
    onEvent({ data }) {
      if (data === '[DONE]') isDone = true
      else if (data !== '' && !isDone) onChunk(parseChunk(data))
    },
    onError(error) {
      if (error.type === 'max-buffer-size-exceeded') throw new ModelFailure('malformed')
    },
  })
  const decoder = new TextDecoder()
  // One buffer goes to and fro: a new one for every read is 64 KB, which costs more than the reading.
  const reader = body.getReader({ mode: 'byob' })
  let buffer = new Uint8Array(readBufferBytes)
  try {
    while (!isDone) {
      const { done, value } = await readOrFail(reader, buffer)
      if (done) break
      parser.feed(decoder.decode(value, { stream: true }))
      buffer = new Uint8Array(value.buffer)
    }
  } finally {
    // Closes the connection when the reading ends before the body does.
    await reader.cancel().catch(() => undefined)
  }
  return { isDone }
}

async function readOrFail(reader: ReadableStreamBYOBReader, buffer: Uint8Array<ArrayBuffer>) {
  try {
    return await reader.read(buffer)
  } catch {
    throw new ModelFailure('truncated')
  }
}

function parseChunk(data: string): CompletionChunk {
  let chunk: unknown
  try {
    chunk = JSON.parse(data)
  } catch {
    throw new ModelFailure('malformed')
  }
  if (typeof chunk !== 'object' || chunk === null) throw new ModelFailure('malformed')
  return chunk
}
