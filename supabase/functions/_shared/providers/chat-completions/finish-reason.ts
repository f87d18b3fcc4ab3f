import type { ModelAnswer } from '../../domain/model.ts'

/** Reasons other than those of OpenAI's; Gemini's own names sometimes come through, in capitals. */
const finishReasons: Readonly<Record<string, ModelAnswer['finishReason'] | 'error'>> = {
  length: 'length',
  max_tokens: 'length',
  max_output_tokens: 'length',
  model_length: 'length',
  content_filter: 'content_filter',
  refusal: 'content_filter',
  safety: 'content_filter',
  recitation: 'content_filter',
  blocklist: 'content_filter',
  prohibited_content: 'content_filter',
  spii: 'content_filter',
  error: 'error',
  abort: 'error',
  insufficient_system_resource: 'error',
}

/** As in `tool_calls`, `TOOL_USE`, `function_call` and `MALFORMED_FUNCTION_CALL`. */
const callOfTool = /(?:tool|function)[_-]?(?:call|use)/iu

/** Whether an answer ended because a tool was asked for, though the model was given none. */
export function isToolCall(reason: unknown): boolean {
  return typeof reason === 'string' && callOfTool.test(reason)
}

/** How some spell "not yet". */
const notYet: ReadonlySet<string> = new Set([
  '',
  'null',
  'none',
  'undefined',
  'unspecified',
  'finish_reason_unspecified',
])

/**
 * How an answer ended, `error` for badly; whatever is not known is an end like any other. Undefined
 * when it has not ended.
 */
export function finishReasonOf(reason: unknown): ModelAnswer['finishReason'] | 'error' | undefined {
  if (typeof reason !== 'string') return undefined
  // As in "content_filter: PROHIBITED_CONTENT".
  const [name = ''] = reason.trim().toLowerCase().split(':')
  if (notYet.has(name)) return undefined
  return Object.hasOwn(finishReasons, name) ? (finishReasons[name] ?? 'stop') : 'stop'
}
