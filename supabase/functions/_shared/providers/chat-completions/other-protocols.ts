import { isRecord, type JsonRecord } from './json.ts'
import type { CompletionChoice, CompletionChunk } from './read-chunks.ts'

/**
 * A chunk without `choices`, as a chunk of a completion: relays and local servers now and then hand
 * on what they were sent, in the protocol of Ollama, Gemini, Anthropic or OpenAI's responses. What is
 * none of these stays as it is.
 */
export function asCompletion(chunk: CompletionChunk): CompletionChunk {
  const { type, object, status } = chunk
  if (chunk['error']) return chunk
  if (object === 'response') return responsesEvent(`response.${text(status)}`, { response: chunk })
  if (text(type).startsWith('response.')) return responsesEvent(text(type), chunk)
  if (/^(?:message|content_block)(?:_|$)/u.test(text(type))) return anthropicEvent(chunk)
  if ('candidates' in chunk) return geminiChunk(chunk)
  if ('done' in chunk) return ollamaChunk(chunk)
  return chunk
}

/** https://docs.ollama.com/api/chat and …/generate */
function ollamaChunk(chunk: JsonRecord): CompletionChunk {
  const { message, response, thinking, done, done_reason, prompt_eval_count, eval_count } = chunk
  return completion(
    {
      delta: isRecord(message) ? message : { content: response, thinking },
      finish_reason: done === true ? text(done_reason) || 'stop' : null,
    },
    prompt_eval_count,
    eval_count,
  )
}

/** https://ai.google.dev/api/generate-content */
function geminiChunk({ candidates, usageMetadata, promptFeedback }: JsonRecord): CompletionChunk {
  const candidate = record(Array.isArray(candidates) ? candidates[0] : undefined)
  const { promptTokenCount, candidatesTokenCount } = record(usageMetadata)
  const isBlocked = 'blockReason' in record(promptFeedback)
  return completion(
    {
      delta: { content: candidate['content'] },
      finish_reason: isBlocked ? 'content_filter' : candidate['finishReason'],
    },
    promptTokenCount,
    candidatesTokenCount,
  )
}

/** https://docs.claude.com/en/api/messages-streaming */
function anthropicEvent(event: JsonRecord): CompletionChunk {
  const { type, content, content_block, delta, stop_reason } = event
  const { input_tokens, output_tokens } = record(event['usage'])
  return completion(
    {
      // The delta of a message is how it ended, and no part of it.
      delta: { content: content ?? content_block ?? (type === 'message_delta' ? null : delta) },
      finish_reason:
        type === 'message_stop' ? 'stop' : (stop_reason ?? record(delta)['stop_reason']),
    },
    input_tokens,
    output_tokens,
  )
}

/** https://platform.openai.com/docs/api-reference/responses-streaming */
function responsesEvent(type: string, { delta, response }: JsonRecord): CompletionChunk {
  if (type === 'response.failed') return { error: record(response)['error'] ?? { message: type } }
  if (type.endsWith('.delta')) {
    return completion({ delta: { type: type.slice('response.'.length), text: delta } })
  }
  if (type !== 'response.completed' && type !== 'response.incomplete') return { choices: [] }
  const { output, incomplete_details, usage } = record(response)
  const { input_tokens, output_tokens } = record(usage)
  const reason = record(incomplete_details)['reason'] ?? 'stop'
  return completion(
    { message: { content: output }, finish_reason: reason },
    input_tokens,
    output_tokens,
  )
}

function completion(
  choice: CompletionChoice,
  inputTokens?: unknown,
  outputTokens?: unknown,
): CompletionChunk {
  return {
    choices: [choice],
    usage: { prompt_tokens: inputTokens, completion_tokens: outputTokens },
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function record(value: unknown): JsonRecord {
  return isRecord(value) ? value : {}
}
