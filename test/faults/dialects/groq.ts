import { envelope, openAiUsage, retryAfter, type Dialect } from './dialect.ts'

const put = envelope('chatcmpl-fake', { system_fingerprint: 'fp_fake' })
const id = 'req_fake'

function error(message: string, type: string, code?: string) {
  return { error: { message, type, ...(code !== undefined && { code }) } }
}

/** https://console.groq.com/docs/errors, …/rate-limits, …/reasoning. */
export const groq: Dialect = {
  provider: 'groq',
  chunk: (delta, finishReason) =>
    put([{ index: 0, delta, logprobs: null, finish_reason: finishReason ?? null }]),
  opening: { role: 'assistant', content: '' },
  text: (content) => ({ content }),
  thinking: (reasoning) => ({ reasoning }),
  keepAlive: ': keep-alive\n\n',
  // The count comes with the last chunk, under a name of its own.
  ending: (finishReason, usage) => [
    put([{ index: 0, delta: {}, logprobs: null, finish_reason: finishReason }], {
      x_groq: { id, usage: { ...openAiUsage(usage), queue_time: 0.01, total_time: 0.2 } },
    }),
  ],
  errors: {
    401: error('Invalid API Key', 'invalid_request_error', 'invalid_api_key'),
    402: error('Spend limit reached.', 'billing_error', 'blocked_api_access'),
    403: error('Access denied. Please check your network settings.', 'permissions_error'),
    404: error(
      'The model `fake-model` does not exist or you do not have access to it.',
      'invalid_request_error',
      'model_not_found',
    ),
    408: error('Request timed out.', 'internal_server_error'),
    // Larger than a minute's tokens: another model may take it, and this one a shorter one.
    413: error(
      'Request too large for model `fake-model` on tokens per minute (TPM): Limit 8000, Requested 9000.',
      'tokens',
      'rate_limit_exceeded',
    ),
    429: error('Rate limit reached for model `fake-model`.', 'tokens', 'rate_limit_exceeded'),
    500: error('Internal Server Error', 'internal_server_error'),
    503: error('Service Unavailable', 'internal_server_error'),
    529: error('Overloaded', 'internal_server_error'),
  },
  retryLater: (seconds) => ({
    status: 429,
    headers: {
      ...retryAfter(seconds),
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': `${seconds}s`,
    },
    body: groq.errors[429],
  }),
  outOfCredit: { status: 402, body: error('Spend limit reached.', 'billing_error') },
  tooLong: {
    status: 400,
    body: error(
      'Please reduce the length of the messages or completion.',
      'invalid_request_error',
      'context_length_exceeded',
    ),
  },
  rejects: (parameter) => ({
    status: 400,
    body: error(`property '${parameter}' is unsupported`, 'invalid_request_error'),
  }),
  refusal: { chunks: [put([{ index: 0, delta: {}, finish_reason: 'content_filter' }])] },
  cutOff: {
    chunks: [put([{ index: 0, delta: {}, finish_reason: 'content_filter' }])],
    isEnd: true,
  },
  // A bare string, without a code or a type.
  errorChunk: { error: 'The model is over capacity, please try again later.' },
  failedFinish: 'error',
}
