import { isRecord } from '../chat-completions/json.ts'
import type { ProviderError } from '../chat-completions/provider-error.ts'
import type { Dialect } from '../chat-completions/dialect.ts'

/**
 * https://openrouter.ai/docs/api/reference/errors-and-debugging
 *
 * It leaves out what a model does not take by itself. `provider.require_parameters` would have it
 * refuse instead, which is worse for an answer than an unheeded temperature.
 */
export const openrouter: Dialect = {
  label: 'OpenRouter',
  baseUrl: 'https://openrouter.ai/api/v1',
  classify(error) {
    if (isModeration(error)) return 'refused'
    if (error.status === 402 && isForAMoment(error)) return 'model'
    if (error.status === 400 && /is not a valid model/iu.test(error.words)) return 'retired'
    return undefined
  },
  retryAfterMs(error) {
    const seconds = metadataOf(error)['retry_after_seconds']
    return typeof seconds === 'number' && seconds >= 0 ? seconds * 1000 : undefined
  },
}

/** 403 has two meanings: the key may not, or the text was flagged, by moderation or a guardrail. */
function isModeration(error: ProviderError): boolean {
  const metadata = metadataOf(error)
  return ['reasons', 'flagged_input', 'patterns'].some((name) => name in metadata)
}

/** 402 has two meanings: no money, or what there is is promised to requests under way. */
function isForAMoment(error: ProviderError): boolean {
  return (
    error.headers?.has('retry-after') === true ||
    metadataOf(error)['limit_source'] === 'openrouter_in_flight_budget'
  )
}

function metadataOf({ details }: ProviderError) {
  return isRecord(details['metadata']) ? details['metadata'] : {}
}
