import type { Dialect } from '../chat-completions/dialect.ts'

/** https://docs.claude.com/en/api/openai-sdk, with the errors of https://docs.claude.com/en/api/errors */
export const anthropic: Dialect = {
  label: 'Anthropic',
  baseUrl: 'https://api.anthropic.com/v1',
  shapeBody(body) {
    const { temperature } = body
    if (typeof temperature !== 'number') return body
    // JSON leaves top_p out: the two exclude each other.
    return { ...body, temperature: Math.min(temperature, 1), top_p: undefined }
  },
  // No code tells it, and no status where it comes inside a stream.
  classify({ words }) {
    return /credit balance is too low/iu.test(words) ? 'account' : undefined
  },
}
