import { envelope, openAiUsage, retryAfter, type Dialect } from './dialect.ts'

const put = envelope('chatcmpl-fake', { system_fingerprint: null, usage: null })

function error(message: string, code: string, type = code) {
  return { error: { message, type, param: null, code }, request_id: 'fake' }
}

/** https://www.alibabacloud.com/help/en/model-studio/error-code and …/compatibility-of-openai. */
export const qwen: Dialect = {
  provider: 'qwen',
  chunk: (delta, finishReason) =>
    put([{ index: 0, delta, logprobs: null, finish_reason: finishReason ?? null }]),
  opening: { role: 'assistant', content: '' },
  text: (content) => ({ content, reasoning_content: null }),
  thinking: (text) => ({ content: null, reasoning_content: text }),
  keepAlive: ': keep-alive\n\n',
  ending: (finishReason, usage) => [
    put([{ index: 0, delta: { content: '' }, logprobs: null, finish_reason: finishReason }]),
    put([], { usage: openAiUsage(usage) }),
  ],
  errors: {
    401: error('Incorrect API key provided.', 'invalid_api_key', 'invalid_request_error'),
    402: error('Your account is overdue.', 'Arrearage'),
    403: error('Workspace access denied.', 'Workspace.AccessDenied', 'AccessDenied'),
    404: error(
      'The model `fake-model` does not exist.',
      'model_not_found',
      'invalid_request_error',
    ),
    408: error('Request timed out, please try again later.', 'RequestTimeOut'),
    413: error('Request body too large.', 'RequestEntityTooLarge', 'invalid_request_error'),
    429: error('Requests rate limit exceeded, please try again later.', 'Throttling.RateQuota'),
    500: error('An internal error has occured, please try again later.', 'internal_error'),
    503: error('Too many requests in the system.', 'ServiceUnavailable', 'service_unavailable'),
    529: error('Overloaded.', 'internal_error'),
  },
  retryLater: (seconds) => ({
    status: 429,
    headers: retryAfter(seconds),
    body: error('Request rate increased too quickly.', 'limit_burst_rate'),
  }),
  // Not with the status of either a key or a bill.
  outOfCredit: {
    status: 400,
    body: error('Access denied, please make sure your account is in good standing.', 'Arrearage'),
  },
  tooLong: {
    status: 400,
    body: error(
      '<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 30720]',
      'invalid_parameter_error',
      'invalid_request_error',
    ),
  },
  rejects: (parameter) => ({
    status: 400,
    body: error(
      `<400> InternalError.Algo.InvalidParameter: The parameter ${parameter} is not supported.`,
      'invalid_parameter_error',
      'invalid_request_error',
    ),
  }),
  refusal: {
    status: 400,
    body: error('Input data may contain inappropriate content.', 'data_inspection_failed'),
  },
  cutOff: {
    chunks: [error('Output data may contain inappropriate content.', 'data_inspection_failed')],
    isEnd: false,
  },
  errorChunk: error('An internal error has occured.', 'InternalError.Algo', 'internal_error'),
  failedFinish: 'error',
}
