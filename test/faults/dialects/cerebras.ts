import { envelope, openAiUsage, retryAfter, type Dialect } from './dialect.ts'

const put = envelope('chatcmpl-fake', { system_fingerprint: 'fp_fake' })

/** Errors come without an envelope. */
function error(message: string, type: string, code: string, param: string | null = null) {
  return { message, type, param, code }
}

/** https://inference-docs.cerebras.ai/support/error and the types of its SDK. */
export const cerebras: Dialect = {
  provider: 'cerebras',
  // Only the last chunk has a finish reason at all.
  chunk: (delta, finishReason) =>
    put([{ index: 0, delta, ...(finishReason !== undefined && { finish_reason: finishReason }) }]),
  opening: { role: 'assistant' },
  text: (content) => ({ content }),
  thinking: (reasoning) => ({ reasoning }),
  keepAlive: ': keep-alive\n\n',
  ending: (finishReason, usage) => [
    put([{ index: 0, delta: {}, finish_reason: finishReason }], {
      usage: openAiUsage(usage),
      time_info: { queue_time: 0.001, completion_time: 0.01, total_time: 0.02 },
    }),
  ],
  errors: {
    401: error('Wrong API Key', 'invalid_request_error', 'wrong_api_key', 'api_key'),
    402: error('Payment required.', 'payment_required_error', 'payment_required'),
    403: error('Permission denied.', 'permission_denied_error', 'permission_denied'),
    404: error('Model fake-model does not exist.', 'not_found_error', 'model_not_found', 'model'),
    408: error('Request timed out.', 'timeout_error', 'request_timeout'),
    413: error('Request entity too large.', 'invalid_request_error', 'request_too_large'),
    429: error(
      'Requests per minute limit exceeded - too many requests sent.',
      'too_many_requests_error',
      'request_quota_exceeded',
      'quota',
    ),
    500: error('Encountered a server error.', 'server_error', 'server_error'),
    503: error('Service unavailable.', 'server_error', 'service_unavailable'),
    529: error('Overloaded.', 'server_error', 'overloaded'),
  },
  retryLater: (seconds) => ({
    status: 429,
    headers: retryAfter(seconds),
    body: error(
      "We're experiencing high traffic right now! Please try again soon.",
      'too_many_requests_error',
      'queue_exceeded',
      'queue',
    ),
  }),
  outOfCredit: {
    status: 402,
    body: error('Payment required.', 'payment_required_error', 'payment_required'),
  },
  tooLong: {
    status: 400,
    body: error(
      'Please reduce the length of the messages or completion. Current length is 9000 while limit is 8192',
      'invalid_request_error',
      'context_length_exceeded',
      'messages',
    ),
  },
  rejects: (parameter) => ({
    status: 400,
    body: error(
      `property '${parameter}' is not supported`,
      'invalid_request_error',
      'wrong_api_format',
      parameter,
    ),
  }),
  refusal: { chunks: [put([{ index: 0, delta: {}, finish_reason: 'content_filter' }])] },
  cutOff: {
    chunks: [put([{ index: 0, delta: {}, finish_reason: 'content_filter' }])],
    isEnd: true,
  },
  errorChunk: {
    error: {
      message: 'Encountered a server error, please try again.',
      type: 'server_error',
      code: 'generation_failed',
      param: '',
      id: '',
    },
    status_code: 500,
  },
  failedFinish: 'error',
}
