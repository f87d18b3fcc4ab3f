import type { Dialect } from '../chat-completions/dialect.ts'

/** https://platform.openai.com/docs/guides/error-codes */
export const openai: Dialect = {
  label: 'OpenAI',
  baseUrl: 'https://api.openai.com/v1',
  errorCodes: {
    invalid_prompt: 'refused',
    moderation_blocked: 'refused',
  },
  classify({ status, words }) {
    // One request larger than a whole minute's tokens: waiting does not help it.
    return status === 429 && /request too large/iu.test(words) ? 'too_long' : undefined
  },
}
