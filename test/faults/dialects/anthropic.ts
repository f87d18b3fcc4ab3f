import { envelope, openAiUsage, retryAfter, type Dialect } from './dialect.ts'

const put = envelope('msg_fake')

function error(message: string, type: string) {
  return { error: { code: type, message, type, param: null } }
}

/** Errors of what stands before the OpenAI layer keep the vendor's own shape. */
function nativeError(message: string, type: string) {
  return { type: 'error', error: { details: null, type, message }, request_id: 'req_fake' }
}

/** https://platform.claude.com/docs/en/api/openai-sdk and …/errors. */
export const anthropic: Dialect = {
  provider: 'anthropic',
  chunk: (delta, finishReason) =>
    put([{ index: 0, delta, finish_reason: finishReason ?? null, logprobs: null }]),
  opening: { role: 'assistant', content: '' },
  text: (content) => ({ content }),
  // Thinking is never returned here.
  thinking: () => ({ content: '' }),
  keepAlive: 'event: ping\ndata: {"type": "ping"}\n\n',
  ending: (finishReason, usage) => [
    put([{ index: 0, delta: {}, finish_reason: finishReason, logprobs: null }]),
    put([], { usage: openAiUsage(usage) }),
  ],
  errors: {
    401: error('invalid x-api-key', 'authentication_error'),
    402: error('There is an issue with your billing.', 'billing_error'),
    403: error('Your API key does not have permission to use this.', 'permission_error'),
    404: error('model: fake-model', 'not_found_error'),
    408: error('Request timed out.', 'timeout_error'),
    413: nativeError('Request exceeds the maximum size', 'request_too_large'),
    429: error("This request would exceed your organization's rate limit.", 'rate_limit_error'),
    500: error('Internal server error', 'api_error'),
    503: nativeError('Service unavailable', 'api_error'),
    529: nativeError('Overloaded', 'overloaded_error'),
  },
  retryLater: (seconds) => ({
    status: 429,
    headers: { ...retryAfter(seconds), 'anthropic-ratelimit-requests-remaining': '0' },
    body: anthropic.errors[429],
  }),
  // Named after the request, and told from its faults by words alone.
  outOfCredit: {
    status: 400,
    body: nativeError(
      'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
      'invalid_request_error',
    ),
  },
  tooLong: {
    status: 400,
    body: error('prompt is too long: 210000 tokens > 200000 maximum', 'invalid_request_error'),
  },
  rejects: (parameter) => ({
    status: 400,
    body: error(`\`${parameter}\` is deprecated for this model.`, 'invalid_request_error'),
  }),
  refusal: { chunks: [put([{ index: 0, delta: {}, finish_reason: 'content_filter' }])] },
  cutOff: {
    chunks: [put([{ index: 0, delta: {}, finish_reason: 'content_filter' }])],
    isEnd: true,
  },
  errorChunk: nativeError('Overloaded', 'overloaded_error'),
  failedFinish: 'error',
}
