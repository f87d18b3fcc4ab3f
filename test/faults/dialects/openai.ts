import { envelope, openAiUsage, retryAfter, type Dialect } from './dialect.ts'

const put = envelope('chatcmpl-fake', { service_tier: 'default', system_fingerprint: null })

function error(message: string, type: string, code: string | null, param: string | null = null) {
  return { error: { message, type, param, code } }
}

/** https://platform.openai.com/docs/guides/error-codes and the streaming reference. */
export const openai: Dialect = {
  provider: 'openai',
  chunk: (delta, finishReason) =>
    put([{ index: 0, delta, logprobs: null, finish_reason: finishReason ?? null }]),
  opening: { role: 'assistant', content: '', refusal: null },
  text: (content) => ({ content }),
  // Chat completions never show what a reasoning model thinks.
  thinking: () => ({ content: '' }),
  keepAlive: ': keep-alive\n\n',
  ending: (finishReason, usage) => [
    put([{ index: 0, delta: {}, logprobs: null, finish_reason: finishReason }]),
    put([], { usage: openAiUsage(usage) }),
  ],
  errors: {
    401: error('Incorrect API key provided: sk-fake.', 'invalid_request_error', 'invalid_api_key'),
    402: error('Your account has no billing.', 'billing_error', 'billing_not_active'),
    403: error(
      'Country, region, or territory not supported',
      'request_forbidden',
      'unsupported_country_region_territory',
    ),
    404: error(
      'The model `fake-model` does not exist or you do not have access to it.',
      'invalid_request_error',
      'model_not_found',
    ),
    408: error('Request timed out.', 'server_error', null),
    413: error('Request body is too large.', 'invalid_request_error', 'request_too_large'),
    429: error('Rate limit reached for fake-model.', 'tokens', 'rate_limit_exceeded'),
    500: error('The server had an error while processing your request.', 'server_error', null),
    503: error('The engine is currently overloaded.', 'service_unavailable', 'slow_down'),
    529: error('Overloaded.', 'server_error', null),
  },
  retryLater: (seconds) => ({
    status: 429,
    headers: {
      'retry-after-ms': String(seconds * 1000),
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': `${seconds}s`,
    },
    body: openai.errors[429],
  }),
  outOfCredit: {
    status: 429,
    headers: retryAfter(1),
    body: error(
      'You exceeded your current quota, please check your plan and billing details.',
      'insufficient_quota',
      'insufficient_quota',
    ),
  },
  tooLong: {
    status: 400,
    body: error(
      "This model's maximum context length is 8192 tokens.",
      'invalid_request_error',
      'context_length_exceeded',
      'messages',
    ),
  },
  rejects: (parameter) => ({
    status: 400,
    body: error(
      `Unsupported value: '${parameter}' does not support 0.8 with this model. Only the default (1) value is supported.`,
      'invalid_request_error',
      'unsupported_value',
      parameter,
    ),
  }),
  refusal: {
    chunks: [
      put([{ index: 0, delta: { refusal: "I'm sorry, I can't help with that." } }]),
      put([{ index: 0, delta: {}, finish_reason: 'stop' }]),
    ],
  },
  cutOff: {
    chunks: [put([{ index: 0, delta: {}, finish_reason: 'content_filter' }])],
    isEnd: true,
  },
  errorChunk: error('The server had an error while processing your request.', 'server_error', null),
  failedFinish: 'error',
}
