import { ModelFailure, type ModelAnswer, type ModelStream } from '../../domain/model.ts'
import type { Usage } from '../../wire/chat-event.ts'
import { TurnFilter } from '../control-tokens/turn-filter.ts'
import { ThinkFilter } from '../think-filter/think-filter.ts'
import { isThoughtPart, readContent } from './content.ts'
import { failureOf } from './failure.ts'
import { finishReasonOf, isToolCall } from './finish-reason.ts'
import { isRecord, type JsonRecord } from './json.ts'
import { asCompletion } from './other-protocols.ts'
import { providerErrorIn } from './provider-error.ts'
import type { ChunkSink, CompletionChunk, StreamEnd } from './chunks.ts'
import { addUsage } from './usage.ts'
import type { Dialect } from './dialect.ts'

export type AnswerReadingOptions = Omit<ModelStream, 'signal'> & {
  /** The answer may begin inside a thought: its text waits until that is decided. */
  mayOpenInThought: boolean
  /** Told of each part of the answer that cannot be shown, by the name of its type. */
  onDropped: (type: string) => void
}

/** What a piece of an answer holds, if anything. */
type Said = 'text' | 'blank' | 'thought' | undefined

/** How long to wait for the token counts once the answer has ended, in milliseconds. */
const longestClosingMs = 1_000

/** How much of the longest pause is waited through: the rest is for believing that it was none. */
const shareOfGap = 0.9

/** What has been read of one answer. */
export class AnswerReading implements ChunkSink {
  readonly #dialect: Dialect
  readonly #filter: ThinkFilter
  /** Behind the other filter: what is thought has no turns. */
  readonly #turns: TurnFilter
  readonly #onUsage: AnswerReadingOptions['onUsage']
  readonly #onDropped: AnswerReadingOptions['onDropped']
  /**
   * How long to wait where the end is in doubt, for some say with every word that it is the last
   * one: as long as a model may pause anywhere.
   */
  readonly #pauseMs: number
  #usage: Usage = { inputTokens: 0, outputTokens: 0 }
  /** Of the answer among those that were sent. */
  #index: number | undefined
  readonly #otherIndexes = new Set<number>()
  #hasChoices = false
  #hasDeltas = false
  #hasText = false
  /** It has said something, though it may still be withheld. */
  #hasSpoken = false
  #hasRefusal = false
  #hasToolCall = false
  /** Its text comes in deltas, so that a message only repeats it. */
  #speaksInDeltas = false
  #finishReason: ModelAnswer['finishReason'] | undefined
  /** It said more after it had ended: its finish reason is no end. */
  #hasGoneOn = false
  /** Behind its last word it has said that it is over. */
  #isClosing = false

  constructor(dialect: Dialect, options: AnswerReadingOptions) {
    const { onText, onThinking, onRetract, onUsage, onDropped, gapMs } = options
    this.#dialect = dialect
    this.#onUsage = onUsage
    this.#onDropped = onDropped
    this.#pauseMs = gapMs * shareOfGap
    this.#turns = new TurnFilter((text) => {
      this.#hasText ||= /\S/u.test(text)
      onText(text)
    })
    const sink = {
      onThinking,
      onText: (text: string) => this.#turns.add(text),
      onRetract: () => {
        this.#turns.startOver()
        this.#hasText = false
        onRetract()
      },
    }
    this.#filter = new ThinkFilter(sink, options)
  }

  /** It has begun inside a thought that nobody saw begin. */
  get hasOpenedInThought(): boolean {
    return this.#filter.hasOpenedInThought
  }

  /** It has ended by its own words, or as far as its finish reason can be believed. */
  get isComplete(): boolean {
    return this.#turns.isOver || (this.#finishReason !== undefined && !this.#hasGoneOn)
  }

  /** @throws ModelFailure when the chunk is an error */
  add(received: CompletionChunk): number | undefined {
    const chunk = received['choices'] ? received : asCompletion(received)
    const choice = this.#choiceIn(chunk)
    const hasUsage = this.#addUsage(
      this.#dialect.usageOf?.(chunk) ?? chunk['usage'] ?? choice?.['usage'],
    )
    // A proper chunk needs no search for errors.
    if (choice === undefined || chunk['error']) this.#throwErrorIn(chunk)
    else if (choice['error']) this.#throwErrorIn(choice)
    const hasEnded = this.#finishReason !== undefined
    if (choice !== undefined) this.#hasChoices = true
    else if (!chunk['choices'] && !hasUsage) this.#onDropped('unknown_chunk')
    const said = choice === undefined ? undefined : this.#addChoice(choice)
    if (hasEnded && said !== undefined) this.#hasGoneOn = true
    // It makes up what others say: nothing is of the answer any more.
    if (this.#turns.isOverrun) return 0
    const isEnd = Boolean(choice?.['finish_reason'])
    if (isEnd) this.#addFinishReason(choice?.['finish_reason'])
    return this.#patienceBehind(said, isEnd || hasUsage)
  }

  /** How long a silence is waited through from here on. */
  #patienceBehind(said: Said, isAboutEnd: boolean): number | undefined {
    if (said === 'text') this.#hasSpoken = true
    if (this.#finishReason === undefined) return undefined
    if (said !== undefined) {
      this.#isClosing = false
      return this.#pauseMs
    }
    if (this.#isClosing || !isAboutEnd) return undefined
    this.#isClosing = this.#saysEnough
    return this.#isClosing ? Math.min(longestClosingMs, this.#pauseMs) : this.#pauseMs
  }

  /** Who has said nothing yet cannot have meant that it is over. */
  get #saysEnough(): boolean {
    const isSilent = !this.#hasSpoken && !this.#hasRefusal && !this.#hasToolCall
    return !isSilent || this.#finishReason !== 'stop'
  }

  /**
   * Only a stream that says that it ended, or how, has ended well; and a whole answer that is whole.
   *
   * @throws ModelFailure `not_a_stream`, `truncated`, `refused` or `empty`
   */
  end(streamEnd: StreamEnd): ModelAnswer {
    if (streamEnd === 'document' && !this.#hasChoices) {
      throw new ModelFailure('not_a_stream', { received: 'json' })
    }
    const isWhole = streamEnd === 'done' || (streamEnd === 'document' && !this.#hasDeltas)
    // Why it ended where it made up what others say, or that it did not, is of no answer.
    const finishReason = this.#turns.isOver
      ? 'stop'
      : (this.#finishReason ?? (isWhole ? 'stop' : undefined))
    if (finishReason === undefined) throw new ModelFailure('truncated')
    // Cut at its longest, what may be a thought stays one.
    if (finishReason !== 'length') {
      this.#filter.end()
      this.#turns.end()
    }
    if (finishReason === 'stop' && this.#hasToolCall && !this.#hasRefusal) {
      return { finishReason: 'tool_calls' }
    }
    if (!this.#hasText) throw this.#silence(finishReason)
    return { finishReason }
  }

  #addFinishReason(received: unknown): void {
    // The call itself may come in a shape that nobody knows.
    if (isToolCall(received)) this.#addToolCall()
    const reason = finishReasonOf(received)
    if (reason === 'error') throw new ModelFailure('upstream_error')
    // A mere stop behind a reason, such as the end of a protocol itself, takes nothing back.
    if (reason === 'stop') this.#finishReason ??= reason
    else this.#finishReason = reason ?? this.#finishReason
  }

  #silence(finishReason: ModelAnswer['finishReason']): ModelFailure {
    if (finishReason === 'content_filter' || this.#hasRefusal) return new ModelFailure('refused')
    // Thinking has used up the length that we set.
    return new ModelFailure('empty', { blame: finishReason === 'length' ? 'nobody' : 'model' })
  }

  /** That of the one answer we asked for, though some send several, or an object for a list of one. */
  #choiceIn({ choices }: CompletionChunk): JsonRecord | undefined {
    if (Array.isArray(choices)) return choices.find((choice) => this.#isOurs(choice))
    if (!isRecord(choices)) return undefined
    return '0' in choices ? this.#choiceIn({ choices: Object.values(choices) }) : choices
  }

  /** Another answer has an index of its own and says anew who speaks; else the chunks are counted. */
  #isOurs(choice: unknown): choice is JsonRecord {
    if (!isRecord(choice)) return false
    const { index, delta } = choice
    if (typeof index !== 'number') return true
    this.#index ??= index
    if (index === this.#index) return true
    if (isRecord(delta) && delta['role']) this.#otherIndexes.add(index)
    return !this.#otherIndexes.has(index)
  }

  #throwErrorIn(chunk: JsonRecord): void {
    const error = providerErrorIn(chunk)
    if (error) throw failureOf(error, { dialect: this.#dialect, kind: 'upstream_error' })
  }

  #addChoice(choice: JsonRecord): Said {
    const { delta, message } = choice
    this.#hasDeltas ||= isRecord(delta)
    const said = isRecord(delta) ? this.#addDelta(delta) : undefined
    if (said === 'text') this.#speaksInDeltas = true
    if (said === 'thought' || this.#speaksInDeltas) return said
    if (isRecord(message)) return this.#addDelta(message) ?? said
    return said ?? this.#readContent(choice)
  }

  #addDelta(delta: JsonRecord): Said {
    const { content, refusal, tool_calls, function_call } = delta
    if (refusal) this.#hasRefusal = true
    if (function_call || hasItems(tool_calls)) this.#addToolCall()
    const isThinking = hasThoughts(delta)
    if (isThinking) this.#filter.noteThought()
    // Nearly every delta is a string.
    if (typeof content === 'string' && content !== '') {
      if (isThoughtPart(delta)) {
        this.#filter.noteThought()
        return 'thought'
      }
      if (this.#dialect.isThought?.(delta)) this.#filter.addThought(content)
      else this.#filter.add(content)
      return kindOf(content)
    }
    return this.#readContent(delta) ?? (isThinking ? 'thought' : undefined)
  }

  #readContent(content: JsonRecord): Said {
    let said: Said
    const isThought = this.#dialect.isThought?.(content) ?? false
    readContent(content, {
      onText: (text) => {
        if (said !== 'text') said = kindOf(text)
        if (isThought) this.#filter.addThought(text)
        else this.#filter.add(text)
      },
      onThought: () => {
        said ??= 'thought'
        this.#filter.noteThought()
      },
      onRefusal: () => (this.#hasRefusal = true),
      onToolCall: () => this.#addToolCall(),
      onUnknown: this.#onDropped,
    })
    return said
  }

  #addToolCall(): void {
    this.#hasToolCall = true
    this.#onDropped('tool_call')
  }

  /** Whether anything was told. */
  #addUsage(told: unknown): boolean {
    const sum = addUsage(this.#usage, told)
    if (sum === undefined) return false
    this.#usage = sum
    this.#onUsage(sum)
    return true
  }
}

function kindOf(text: string): Said {
  return /\S/u.test(text) ? 'text' : 'blank'
}

function hasThoughts({ reasoning, reasoning_content, reasoning_details, thinking }: JsonRecord) {
  return Boolean(reasoning || reasoning_content || thinking || hasItems(reasoning_details))
}

function hasItems(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0
}
