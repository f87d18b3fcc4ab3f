import type { Usage } from '../../wire/chat-event.ts'
import { isRecord, type JsonRecord } from './json.ts'

/** What was read and what was written, as OpenAI, Anthropic, Gemini and Ollama name it. */
const inputNames = ['prompt_tokens', 'input_tokens', 'promptTokenCount', 'prompt_eval_count']
const outputNames = ['completion_tokens', 'output_tokens', 'candidatesTokenCount', 'eval_count']

/** What Anthropic and Gemini count apart from that. */
const moreInputNames = ['cache_creation_input_tokens', 'cache_read_input_tokens']
const moreOutputNames = ['thoughtsTokenCount']

/**
 * The tokens of an answer, with what was told of them now; undefined when nothing was. Some tell of
 * what was read at the beginning and of what was written at the end: neither ever becomes less.
 */
export function addUsage(usage: Usage, told: unknown): Usage | undefined {
  if (!isRecord(told)) return undefined
  const input = countOf(told, inputNames, moreInputNames)
  const output = countOf(told, outputNames, moreOutputNames)
  if (input === undefined && output === undefined) return undefined
  return {
    inputTokens: Math.max(usage.inputTokens, input ?? 0),
    outputTokens: Math.max(usage.outputTokens, output ?? 0),
  }
}

/** By the first of the names that is used, for some say the same by two. */
function countOf(
  told: JsonRecord,
  names: readonly string[],
  moreNames: readonly string[],
): number | undefined {
  const numbersOf = (some: readonly string[]) => some.map((name) => told[name]).filter(isCount)
  const [count] = numbersOf(names)
  return count && numbersOf(moreNames).reduce((sum, more) => sum + more, count)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}
