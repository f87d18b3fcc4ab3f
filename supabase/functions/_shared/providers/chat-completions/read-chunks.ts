import { createParser } from 'eventsource-parser'
import { ModelFailure } from '../../domain/model.ts'
import { parseJson, type JsonRecord } from './json.ts'

/** What of a chunk matters to every provider; any field may be missing or of another kind. */
export type CompletionChunk = JsonRecord & {
  readonly choices?: readonly (CompletionChoice | undefined)[] | null
}

export type CompletionChoice = {
  readonly delta?: CompletionDelta | null
  readonly finish_reason?: unknown
}

export type CompletionDelta = JsonRecord

const readBufferBytes = 16 * 1024

/** The longest line an upstream may send, in characters. */
const maxLineLength = 1024 * 1024

/** How long to wait for the token counts once the answer is complete, in milliseconds. */
const closingMs = 1_000

/**
 * Reads a streamed completion and hands over its chunks one by one, as soon as they are there.
 * `onChunk` returns whether the answer is complete: what goes wrong after that no longer matters.
 *
 * The SDK's own iterator is not used: it takes a cut stream, a JSON error with status 200 and an
 * HTML page for good ends, and costs three times the CPU of this.
 *
 * @throws ModelFailure `malformed`, or `truncated` when the connection breaks
 */
export async function readChunks(
  body: ReadableStream<Uint8Array>,
  onChunk: (chunk: CompletionChunk) => boolean,
): Promise<void> {
  let isDone = false
  let closing: ReturnType<typeof setTimeout> | undefined
  const parser = createParser({
    maxBufferSize: maxLineLength,
    onEvent({ data }) {
      if (data === '[DONE]') isDone = true
      if (data === '' || isDone) return
      const isComplete = onChunk(parseChunk(data))
      if (isComplete) closing ??= setTimeout(() => void cancel(), closingMs)
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
    if (closing === undefined) throw error
  } finally {
    clearTimeout(closing)
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

function parseChunk(data: string): CompletionChunk {
  const chunk = parseJson(data)
  if (typeof chunk !== 'object' || chunk === null) throw new ModelFailure('malformed')
  return chunk as CompletionChunk
}
