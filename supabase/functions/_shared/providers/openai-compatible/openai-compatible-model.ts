import { OpenAI } from 'openai'
import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions'
import {
  ModelFailure,
  type Model,
  type ModelAnswer,
  type ModelRequest,
} from '../../domain/model.ts'
import { failureOf } from './failure.ts'
import { readChunks, type CompletionChunk } from './read-chunks.ts'
import { StallClock, type StallLimits } from './stall-clock.ts'

export type OpenAiCompatibleOptions = {
  /** Up to and without `/chat/completions`. */
  baseUrl: string
  /** Local servers want none. */
  apiKey: string | undefined
  model: string
  limits?: StallLimits
}

const defaultLimits: StallLimits = { firstTokenMs: 20_000, gapMs: 20_000, totalMs: 180_000 }

/** A model behind any server that speaks OpenAI's chat completions. */
export function openAiCompatibleModel(options: OpenAiCompatibleOptions): Model {
  const { model, limits = defaultLimits } = options
  const client = new OpenAI({
    baseURL: options.baseUrl,
    // The SDK insists on a key; a server that wants none ignores it.
    apiKey: options.apiKey ?? 'none',
    // Null, since otherwise the SDK looks these up in the environment by itself.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: limits.totalMs,
    logLevel: 'off',
  })

  return {
    provider: 'openai-compatible',
    name: model,
    async answer(request, { onText, signal }) {
      const upstream = new AbortController()
      const stop = () => upstream.abort(signal.reason)
      signal.addEventListener('abort', stop, { once: true })
      if (signal.aborted) stop()
      const clock = new StallClock(limits, (failure) => upstream.abort(failure))
      const reading = new AnswerReading(onText, () => clock.progress())
      try {
        const response = await client.chat.completions
          .create(requestBody(model, request), { signal: upstream.signal })
          .asResponse()
        const { isDone } = await readChunks(eventStreamOf(response), (chunk) => reading.add(chunk))
        if (upstream.signal.aborted) throw upstream.signal.reason
        return reading.end(isDone)
      } catch (error) {
        // Whatever an abort makes the connection throw, the reason of the abort is what happened.
        throw upstream.signal.aborted ? upstream.signal.reason : failureOf(error)
      } finally {
        clock.stop()
        signal.removeEventListener('abort', stop)
      }
    },
  }
}

function requestBody(model: string, request: ModelRequest): ChatCompletionCreateParamsStreaming {
  const { system, messages, settings } = request
  return {
    model,
    messages: [{ role: 'system', content: system }, ...messages],
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: settings.maxTokens,
    temperature: settings.temperature,
    // What is every server's default is left out: some refuse to hear of these at all.
    ...(settings.topP !== 1 && { top_p: settings.topP }),
    ...(settings.frequencyPenalty !== 0 && { frequency_penalty: settings.frequencyPenalty }),
  }
}

function eventStreamOf(response: Response): ReadableStream<Uint8Array> {
  const type = response.headers.get('content-type') ?? ''
  if (response.body !== null && /^text\/event-stream\b/iu.test(type)) return response.body
  void response.body?.cancel()
  throw new ModelFailure('not_a_stream')
}

/** What has been read of one answer. */
class AnswerReading {
  readonly #onText: (text: string) => void
  readonly #onProgress: () => void
  #hasText = false
  #finishReason: string | undefined
  #usage: ModelAnswer['usage']

  constructor(onText: (text: string) => void, onProgress: () => void) {
    this.#onText = onText
    this.#onProgress = onProgress
  }

  add(chunk: CompletionChunk): void {
    if (chunk.error) throw new ModelFailure('upstream_error')
    const choice = chunk.choices?.[0]
    const delta = choice?.delta
    if (delta) {
      const { content } = delta
      if (typeof content === 'string' && content !== '') {
        this.#onProgress()
        this.#hasText = true
        this.#onText(content)
      } else if (delta.reasoning || delta.reasoning_content) {
        // Thinking is progress, but it never leaves this function.
        this.#onProgress()
      }
    }
    if (typeof choice?.finish_reason === 'string') this.#finishReason = choice.finish_reason
    const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = chunk.usage ?? {}
    if (typeof inputTokens === 'number' && typeof outputTokens === 'number') {
      this.#usage = { inputTokens, outputTokens }
    }
  }

  /** Only a stream that says how it ended has ended well. */
  end(isDone: boolean): ModelAnswer {
    if (this.#finishReason === undefined && !isDone) throw new ModelFailure('truncated')
    const finishReason = finishReasonOf(this.#finishReason)
    if (!this.#hasText) throw new ModelFailure('empty')
    return { finishReason, usage: this.#usage }
  }
}

function finishReasonOf(reason: string | undefined): ModelAnswer['finishReason'] {
  switch (reason) {
    case 'length':
    case 'max_tokens':
      return 'length'
    case 'content_filter':
      return 'content_filter'
    case 'error':
    case 'insufficient_system_resource':
      throw new ModelFailure('upstream_error')
    default:
      return 'stop'
  }
}
