import { ModelFailure, type ModelAnswer, type ModelStream } from '../../domain/model.ts'
import { ThinkFilter } from '../think-filter/think-filter.ts'
import { failureOf } from './failure.ts'
import { finishReasonOf } from './finish-reason.ts'
import { isRecord } from './json.ts'
import { providerErrorIn } from './provider-error.ts'
import type { ChunkSink, CompletionChunk, CompletionDelta, StreamEnd } from './read-chunks.ts'
import type { Vendor } from './vendor.ts'

export type AnswerReadingOptions = Pick<ModelStream, 'onText' | 'onThinking' | 'onVoid'> & {
  /** The answer may begin inside a thought: its text waits until that is decided. */
  mayOpenInThought: boolean
}

/** How long to wait for the token counts once the answer has ended, in milliseconds. */
const closingMs = 1_000

/** The same where the end is in doubt: some say with every word that it is the last one. */
const doubtfulClosingMs = 5_000

/** What has been read of one answer. */
export class AnswerReading implements ChunkSink {
  readonly #vendor: Vendor
  readonly #filter: ThinkFilter
  #hasText = false
  #hasRefusal = false
  #finishReason: ModelAnswer['finishReason'] | undefined
  /** It said more after it had ended: its finish reason is no end. */
  #hasGoneOn = false
  #usage: ModelAnswer['usage']

  constructor(vendor: Vendor, options: AnswerReadingOptions) {
    const { onText, onThinking, onVoid } = options
    this.#vendor = vendor
    const sink = {
      onThinking,
      onText: (text: string) => {
        this.#hasText ||= /\S/u.test(text)
        onText(text)
      },
      onVoid: () => {
        this.#hasText = false
        onVoid()
      },
    }
    this.#filter = new ThinkFilter(sink, options)
  }

  /** It has begun inside a thought that nobody saw begin. */
  get hasOpenedInThought(): boolean {
    return this.#filter.hasOpenedInThought
  }

  /** It has ended, as far as its finish reason can be believed. */
  get isComplete(): boolean {
    return this.#finishReason !== undefined && !this.#hasGoneOn
  }

  /** @throws ModelFailure when the chunk is an error */
  add(chunk: CompletionChunk): number | undefined {
    const choice = chunk.choices?.[0]
    // A proper chunk needs no search for errors.
    if (choice === undefined || chunk['error']) this.#throwErrorIn(chunk)
    const hasEnded = this.#finishReason !== undefined
    const saysMore = choice?.delta ? this.#addDelta(choice.delta) : false
    if (hasEnded && saysMore) this.#hasGoneOn = true
    if (choice?.finish_reason) this.#addFinishReason(choice.finish_reason)
    this.#addUsage(this.#vendor.usageOf?.(chunk) ?? chunk['usage'])
    if (this.#finishReason === undefined || (hasEnded && !saysMore)) return undefined
    return saysMore ? doubtfulClosingMs : closingMs
  }

  /**
   * Only a stream that says that it ended, or how, has ended well.
   *
   * @throws ModelFailure `truncated`, `refused` or `empty`
   */
  end(streamEnd: StreamEnd): ModelAnswer {
    const finishReason = this.#finishReason ?? (streamEnd === 'done' ? 'stop' : undefined)
    if (finishReason === undefined) throw new ModelFailure('truncated')
    // Cut at its longest, what may be a thought stays one.
    if (finishReason !== 'length') this.#filter.end()
    if (!this.#hasText) throw this.#silence(finishReason)
    return { finishReason, usage: this.#usage }
  }

  #addFinishReason(received: unknown): void {
    const reason = finishReasonOf(received)
    if (reason === 'error') throw new ModelFailure('upstream_error')
    this.#finishReason = reason ?? this.#finishReason
  }

  #silence(finishReason: ModelAnswer['finishReason']): ModelFailure {
    if (finishReason === 'content_filter' || this.#hasRefusal) return new ModelFailure('refused')
    // Thinking has used up the length that we set.
    return new ModelFailure('empty', { blame: finishReason === 'length' ? 'nobody' : 'model' })
  }

  #throwErrorIn(chunk: CompletionChunk): void {
    const error = providerErrorIn(chunk)
    if (error) throw failureOf(error, { vendor: this.#vendor, kind: 'upstream_error' })
  }

  /** Takes a delta; returns whether it says or thinks anything. */
  #addDelta(delta: CompletionDelta): boolean {
    const { content, reasoning, reasoning_content, reasoning_details, refusal } = delta
    if (refusal) this.#hasRefusal = true
    const isThinking = Boolean(reasoning || reasoning_content || hasItems(reasoning_details))
    if (isThinking) this.#filter.noteThought()
    if (typeof content !== 'string' || content === '') return isThinking
    if (this.#vendor.isThought?.(delta)) this.#filter.addThought(content)
    else this.#filter.add(content)
    return true
  }

  #addUsage(usage: unknown): void {
    if (!isRecord(usage)) return
    const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = usage
    if (typeof inputTokens === 'number' && typeof outputTokens === 'number') {
      this.#usage = { inputTokens, outputTokens }
    }
  }
}

function hasItems(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0
}
