import type { ModelAnswer } from '../../domain/model.ts'

/** Reasons other than those of OpenAI's; Gemini's own names sometimes come through, in capitals. */
const finishReasons: Readonly<Record<string, ModelAnswer['finishReason'] | 'error'>> = {
  length: 'length',
  max_tokens: 'length',
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

/** How an answer ended, `error` for badly; whatever is not known is an end like any other. */
export function finishReasonOf(reason: string): ModelAnswer['finishReason'] | 'error' {
  // As in "content_filter: PROHIBITED_CONTENT".
  const [name = ''] = reason.toLowerCase().split(':')
  return Object.hasOwn(finishReasons, name) ? (finishReasons[name] ?? 'stop') : 'stop'
}
