import { ModelFailure, type ModelAnswer, type ModelStream } from '../../domain/model.ts'
import { ThinkFilter } from '../think-filter/think-filter.ts'
import { failureOf } from './failure.ts'
import { finishReasonOf } from './finish-reason.ts'
import { isRecord } from './json.ts'
import { providerErrorIn } from './provider-error.ts'
import type { CompletionChunk, CompletionDelta } from './read-chunks.ts'
import type { Vendor } from './vendor.ts'

export type AnswerReadingOptions = Pick<ModelStream, 'onText' | 'onThinking' | 'onVoid'> & {
  /** The answer may begin inside a thought: its text waits until that is decided. */
  mayOpenInThought: boolean
}

/** What has been read of one answer. */
export class AnswerReading {
  readonly #vendor: Vendor
  readonly #filter: ThinkFilter
  #hasText = false
  #hasRefusal = false
  #finishReason: ModelAnswer['finishReason'] | undefined
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

  /**
   * Takes a chunk; returns whether the answer is complete.
   *
   * @throws ModelFailure when the chunk is an error
   */
  add(chunk: CompletionChunk): boolean {
    const choice = chunk.choices?.[0]
    // A proper chunk needs no search for errors.
    if (choice === undefined || chunk['error']) this.#throwErrorIn(chunk)
    if (choice?.delta) this.#addDelta(choice.delta)
    // Some send '' for "not yet".
    if (typeof choice?.finish_reason === 'string' && choice.finish_reason !== '') {
      const reason = finishReasonOf(choice.finish_reason)
      if (reason === 'error') throw new ModelFailure('upstream_error')
      this.#finishReason = reason
    }
    this.#addUsage(this.#vendor.usageOf?.(chunk) ?? chunk['usage'])
    return this.#finishReason !== undefined
  }

  /**
   * Only a stream that says how it ended has ended well.
   *
   * @throws ModelFailure `truncated`, `refused` or `empty`
   */
  end(): ModelAnswer {
    if (this.#finishReason === undefined) throw new ModelFailure('truncated')
    // Cut at its longest, what may be a thought stays one.
    if (this.#finishReason !== 'length') this.#filter.end()
    if (!this.#hasText) throw this.#silence(this.#finishReason)
    return { finishReason: this.#finishReason, usage: this.#usage }
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

  #addDelta(delta: CompletionDelta): void {
    const { content, reasoning, reasoning_content, reasoning_details, refusal } = delta
    if (refusal) this.#hasRefusal = true
    if (reasoning || reasoning_content || hasItems(reasoning_details)) this.#filter.noteThought()
    if (typeof content !== 'string' || content === '') return
    if (this.#vendor.isThought?.(delta)) this.#filter.addThought(content)
    else this.#filter.add(content)
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
