import { textFields } from './content.ts'
import { isRecord, type JsonRecord } from './json.ts'
import { providerErrorIn } from './provider-error.ts'
import type { CompletionChunk } from './chunks.ts'

/**
 * A chunk without `choices`, as a chunk of a completion: relays and local servers now and then hand
 * on what they were sent, in the protocol of Ollama, Gemini, Anthropic or OpenAI's responses, or wrap it
 * once more, or speak a protocol of their own that is plain enough. What is none of these stays as
 * it is.
 */
export function asCompletion(chunk: CompletionChunk): CompletionChunk {
  const { type, object, status } = chunk
  if (chunk['error']) return chunk
  if (object === 'response') return responsesEvent(`response.${text(status)}`, { response: chunk })
  if (text(type).startsWith('response.')) return responsesEvent(text(type), chunk)
  if (/^(?:message|content_block|ping)(?:_|$)/u.test(text(type))) return anthropicEvent(chunk)
  if ('candidates' in chunk || 'promptFeedback' in chunk || 'usageMetadata' in chunk) {
    return geminiChunk(chunk)
  }
  if ('done' in chunk) return ollamaChunk(chunk)
  return wrapped(chunk) ?? plainChunk(chunk) ?? chunk
}

/** A completion within another object, as in `{ code: 200, data: { choices } }`. */
function wrapped({ usage, ...chunk }: JsonRecord): CompletionChunk | undefined {
  const inner = Object.values(chunk).find((value) => isRecord(value) && 'choices' in value)
  return isRecord(inner) ? { usage, ...inner } : undefined
}

/** Text in a field that can hold nothing else, as llama.cpp and text-generation-inference have it. */
function plainChunk(chunk: JsonRecord): CompletionChunk | undefined {
  const { message, token, response, generated_text, details, stop, finish_reason, usage } = chunk
  const whole = isRecord(message) ? message : isText(generated_text) && { content: generated_text }
  // What an error says is no answer.
  if (!isRecord(message) && providerErrorIn(chunk)) return undefined
  // A token may stand for the end.
  const piece = record(token)['special'] === true ? undefined : (token ?? response)
  const holdsText = textFields.some((name) => isText(chunk[name]) || isRecord(chunk[name]))
  const spoken = isText(piece) || isRecord(piece) ? piece : holdsText && !whole && chunk
  if (!whole && !spoken) return undefined
  const delta = spoken ? { delta: { content: spoken } } : {}
  const reason =
    finish_reason ?? record(details)['finish_reason'] ?? (stop === true ? 'stop' : null)
  return { choices: [{ ...delta, message: whole, finish_reason: reason }], usage }
}

/** https://docs.ollama.com/api/chat and …/generate */
function ollamaChunk(chunk: JsonRecord): CompletionChunk {
  const { message, response, thinking, done, done_reason } = chunk
  return {
    choices: [
      {
        delta: isRecord(message) ? message : { content: response, thinking },
        finish_reason: done === true ? text(done_reason) || 'stop' : null,
      },
    ],
    usage: chunk,
  }
}

/** https://ai.google.dev/api/generate-content */
function geminiChunk({ candidates, usageMetadata, promptFeedback }: JsonRecord): CompletionChunk {
  const candidate = record(Array.isArray(candidates) ? candidates[0] : undefined)
  const isBlocked = 'blockReason' in record(promptFeedback)
  return {
    choices: [
      {
        delta: { content: candidate['content'] },
        finish_reason: isBlocked ? 'content_filter' : candidate['finishReason'],
      },
    ],
    usage: usageMetadata,
  }
}

/** https://docs.claude.com/en/api/messages-streaming */
function anthropicEvent(event: JsonRecord): CompletionChunk {
  const { type, content, content_block, delta, stop_reason, message, usage } = event
  return {
    choices: [
      {
        // The delta of a message is how it ended, and no part of it.
        delta: { content: content ?? content_block ?? (type === 'message_delta' ? null : delta) },
        finish_reason:
          type === 'message_stop' ? 'stop' : (stop_reason ?? record(delta)['stop_reason']),
      },
    ],
    // A message tells of what was read when it starts.
    usage: usage ?? record(message)['usage'],
  }
}

/** https://platform.openai.com/docs/api-reference/responses-streaming */
function responsesEvent(type: string, { delta, response }: JsonRecord): CompletionChunk {
  const { error, output, incomplete_details, usage } = record(response)
  if (type === 'response.failed') return { error: error ?? { message: type }, usage }
  if (type.endsWith('.delta')) {
    return { choices: [{ delta: { type: type.slice('response.'.length), text: delta } }] }
  }
  if (type !== 'response.completed' && type !== 'response.incomplete') return { choices: [], usage }
  const reason = record(incomplete_details)['reason'] ?? 'stop'
  return { choices: [{ message: { content: output }, finish_reason: reason }], usage }
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function text(value: unknown): string {
  return isText(value) ? value : ''
}

function record(value: unknown): JsonRecord {
  return isRecord(value) ? value : {}
}
