import { isRecord, type JsonRecord } from '../chat-completions/json.ts'
import type { ProviderError } from '../chat-completions/provider-error.ts'
import type { Dialect } from '../chat-completions/dialect.ts'

/** https://ai.google.dev/gemini-api/docs/openai, with errors after google.rpc.Status. */
export const gemini: Dialect = {
  label: 'Gemini',
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
  isThought({ extra_content }) {
    const google = isRecord(extra_content) ? extra_content['google'] : undefined
    return isRecord(google) && google['thought'] === true
  },
  classify(error) {
    // A bad key and a closed country are 400 here.
    const isKey = detailsOf(error).some(({ reason }) => reason === 'API_KEY_INVALID')
    if (isKey || /API key (not valid|expired)|location is not supported/iu.test(error.words)) {
      return 'account'
    }
    return undefined
  },
  retryAfterMs(error) {
    const delay = detailsOf(error).find((detail) => 'retryDelay' in detail)?.['retryDelay']
    const [, seconds] = /^(\d+(?:\.\d+)?)s$/u.exec(typeof delay === 'string' ? delay : '') ?? []
    return seconds === undefined ? undefined : Math.round(Number(seconds) * 1000)
  },
}

function detailsOf({ details: { details } }: ProviderError): JsonRecord[] {
  return Array.isArray(details) ? details.filter(isRecord) : []
}
