import type { Dialect } from '../chat-completions/dialect.ts'

/** https://api-docs.deepseek.com/quick_start/error_codes */
export const deepseek: Dialect = {
  label: 'DeepSeek',
  baseUrl: 'https://api.deepseek.com',
  shapeBody(body) {
    // A model that can think refuses earlier answers that come without their thoughts, even none.
    const messages = body.messages.map((message) =>
      message.role === 'assistant' ? { ...message, reasoning_content: '' } : message,
    )
    return { ...body, messages }
  },
  // Its codes say no more than "invalid request".
  classify({ status, words }) {
    // Its status says so too, but inside a stream there is none.
    if (/insufficient balance/iu.test(words)) return 'account'
    if (status !== 400) return undefined
    if (/model not exist/iu.test(words)) return 'retired'
    return /content exists risk/iu.test(words) ? 'refused' : undefined
  },
}
