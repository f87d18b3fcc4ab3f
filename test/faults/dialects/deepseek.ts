import { envelope, openAiUsage, retryAfter, type Dialect } from './dialect.ts'

const put = envelope('fake', { system_fingerprint: 'fp_fake' })

function error(message: string, type: string, code = 'invalid_request_error') {
  return { error: { message, type, param: null, code } }
}

/** https://api-docs.deepseek.com/quick_start/error_codes, …/rate_limit, …/guides/thinking_mode. */
export const deepseek: Dialect = {
  provider: 'deepseek',
  chunk: (delta, finishReason) =>
    put([{ index: 0, delta, logprobs: null, finish_reason: finishReason ?? null }]),
  opening: { role: 'assistant', content: null, reasoning_content: '' },
  text: (content) => ({ content, reasoning_content: null }),
  thinking: (text) => ({ content: null, reasoning_content: text }),
  keepAlive: ': keep-alive\n\n',
  ending: (finishReason, usage) => [
    put(
      [{ index: 0, delta: { content: '', reasoning_content: null }, finish_reason: finishReason }],
      { usage: { ...openAiUsage(usage), prompt_cache_hit_tokens: 0 } },
    ),
  ],
  errors: {
    401: error('Authentication Fails, Your api key: ****fake is invalid', 'authentication_error'),
    // So they are named indeed.
    402: error('Insufficient Balance', 'unknown_error'),
    403: error('Forbidden', 'permission_error'),
    404: error('Not Found', 'invalid_request_error', 'not_found'),
    408: error('Request Timeout', 'timeout_error'),
    413: error('Request Entity Too Large', 'invalid_request_error'),
    429: error('Rate limit reached', 'rate_limit_reached_error'),
    500: error('Internal Server Error', 'server_error', 'internal_server_error'),
    503: error('Service is too busy.', 'service_unavailable_error', 'service_unavailable'),
    529: error('Overloaded', 'server_error', 'overloaded'),
  },
  retryLater: (seconds) => ({
    status: 429,
    headers: retryAfter(seconds),
    body: deepseek.errors[429],
  }),
  outOfCredit: { status: 402, body: error('Insufficient Balance', 'unknown_error') },
  tooLong: {
    status: 400,
    body: error(
      "This model's maximum context length is 65536 tokens. However, you requested 70000 tokens.",
      'invalid_request_error',
    ),
  },
  rejects: (parameter) => ({
    status: 400,
    body: error(`This model does not support the parameter ${parameter}.`, 'invalid_request_error'),
  }),
  refusal: { status: 400, body: error('Content Exists Risk', 'invalid_request_error') },
  cutOff: {
    chunks: [put([{ index: 0, delta: {}, finish_reason: 'content_filter' }])],
    isEnd: true,
  },
  errorChunk: error('Internal Server Error', 'server_error', 'internal_server_error'),
  failedFinish: 'insufficient_system_resource',
}
