import type { Vendor } from '../chat-completions/vendor.ts'

/** https://api-docs.deepseek.com/quick_start/error_codes */
export const deepseek: Vendor = {
  baseUrl: 'https://api.deepseek.com',
  shapeBody(body) {
    // A model that can think refuses earlier answers that come without their thoughts, even none.
    const messages = body.messages.map((message) =>
      message.role === 'assistant' ? { ...message, reasoning_content: '' } : message,
    )
    return { ...body, messages }
  },
  classify({ status, words }) {
    return status === 400 && /model not exist/iu.test(words) ? 'retired' : undefined
  },
}
