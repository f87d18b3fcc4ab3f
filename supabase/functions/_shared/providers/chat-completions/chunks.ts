import { createParser } from 'eventsource-parser'
import { ModelFailure } from '../../domain/model.ts'
import { BareLines } from './bare-lines.ts'
import { parseJson, parseJsonSequence, type JsonRecord } from './json.ts'

/** A chunk of a completion, of whose fields any may be missing or of another kind. */
export type CompletionChunk = JsonRecord

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

/** How a body ended: it said so itself, it was one JSON document, or it only was over. */
export type StreamEnd = 'done' | 'document' | 'closed'

/** The longest chunk an upstream may send, in characters: far above the longest answer, escaped. */
const maxLength = 8 * 1024 * 1024

/** How a stream says that it is complete, as OpenAI's does and as it is misspelt. */
const doneMark = /^\s*"?\[?done\]?"?\s*$/iu

/** Events of these names only keep the connection alive, whatever they hold. */
const signOfLife = /^(?:ping|heart-?beat|keep-?alive)$/iu

/** Finds the chunks in the text of a body, whatever they are wrapped in. */
export class Chunks {
  readonly #sink: ChunkSink
  readonly #onSilence: () => void
  readonly #bare = new BareLines((json) => {
    this.#bareCount += 1
    this.#add(json)
  })
  readonly #parser = createParser({
    maxBufferSize: maxLength,
    onEvent: ({ event, data }) => {
      if (event === undefined || !signOfLife.test(event)) this.#addEvent(data)
    },
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') throw new ModelFailure('malformed')
      if (error.line !== undefined) this.#addBare(error.line)
    },
  })
  #hasBegun = false
  #isOver = false
  #areDone = false
  #count = 0
  /** How many of them came without `data:`. */
  #bareCount = 0
  #closing: ReturnType<typeof setTimeout> | undefined

  /** @param onSilence called when the answer is over and nothing has come any more */
  constructor(sink: ChunkSink, onSilence: () => void) {
    this.#sink = sink
    this.#onSilence = onSilence
  }

  /** The stream has said that it is complete. */
  get areDone(): boolean {
    return this.#areDone
  }

  /** @throws ModelFailure `not_a_stream` for a page, `malformed`, or what the sink throws */
  feed(text: string): void {
    if (!this.#hasBegun) this.#begin(text)
    this.#parser.feed(text)
  }

  /**
   * Nothing comes any more; a last line may lack its end.
   *
   * @throws ModelFailure `not_a_stream` when there was nothing to read, `truncated` within a chunk
   */
  end(): StreamEnd {
    this.#isOver = true
    if (this.#areDone) return 'done'
    this.#parser.feed('\n\n')
    this.#bare.end()
    if (this.#areDone) return 'done'
    if (this.#bare.pendingLength > 0) throw new ModelFailure('truncated')
    if (this.#count === 0 && (this.#bare.hasText || !this.#hasBegun)) {
      throw new ModelFailure('not_a_stream', { received: this.#hasBegun ? 'words' : 'nothing' })
    }
    return this.#count === 1 && this.#bareCount === 1 ? 'document' : 'closed'
  }

  stop(): void {
    clearTimeout(this.#closing)
  }

  /** A page is told by its first character, however long the rest may take. */
  #begin(text: string): void {
    const start = text.trimStart()
    this.#hasBegun = start !== ''
    if (start.startsWith('<')) throw new ModelFailure('not_a_stream', { received: 'page' })
  }

  #addEvent(data: string): void {
    if (data === '' || this.#isDone(data)) return
    const json = parseJson(data)
    if (json === undefined) this.#addSeveral(data)
    else this.#add(json)
  }

  /** Chunks that only a line end parts, or nothing at all. */
  #addSeveral(data: string): void {
    if (data.includes('\n')) {
      for (const line of data.split('\n')) this.#addEvent(line)
      return
    }
    const values = parseJsonSequence(data)
    if (values === undefined) throw new ModelFailure(this.#isOver ? 'truncated' : 'malformed')
    this.#add(values)
  }

  #addBare(line: string): void {
    if (this.#isDone(line)) return
    this.#bare.add(line)
    if (this.#bare.pendingLength > maxLength) throw new ModelFailure('malformed')
  }

  #isDone(data: string): boolean {
    this.#areDone ||= data.length < 16 && doneMark.test(data)
    return this.#areDone
  }

  #add(json: unknown): void {
    if (Array.isArray(json)) {
      for (const chunk of json) this.#add(chunk)
      return
    }
    if (typeof json !== 'object' || json === null) throw new ModelFailure('malformed')
    this.#count += 1
    const silenceMs = this.#sink.add(json as CompletionChunk)
    if (silenceMs === undefined) return
    clearTimeout(this.#closing)
    this.#closing = setTimeout(this.#onSilence, silenceMs)
  }
}
