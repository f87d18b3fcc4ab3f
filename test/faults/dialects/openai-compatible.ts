import { envelope, openAiUsage, retryAfter, type Dialect } from './dialect.ts'

const put = envelope('chatcmpl-fake')

function error(message: string, type: string, code: number) {
  return { error: { message, type, param: null, code } }
}

/** What people run themselves; these are the words of vLLM. */
export const openaiCompatible: Dialect = {
  provider: 'openai-compatible',
  chunk: (delta, finishReason) =>
    put([{ index: 0, delta, logprobs: null, finish_reason: finishReason ?? null }]),
  opening: { role: 'assistant', content: '' },
  text: (content) => ({ content }),
  thinking: (text) => ({ reasoning_content: text }),
  keepAlive: ': ping\n\n',
  ending: (finishReason, usage) => [
    put([{ index: 0, delta: { content: '' }, finish_reason: finishReason, stop_reason: null }]),
    put([], { usage: openAiUsage(usage) }),
  ],
  errors: {
    401: { error: 'Unauthorized' },
    402: { detail: 'Payment Required' },
    403: { detail: 'Forbidden' },
    404: error('The model `fake-model` does not exist.', 'NotFoundError', 404),
    408: { detail: 'Request Timeout' },
    413: { detail: 'Request Entity Too Large' },
    429: { detail: 'Too Many Requests' },
    500: error('EngineCore encountered an issue.', 'InternalServerError', 500),
    503: error('Loading model', 'unavailable_error', 503),
    529: { detail: 'Overloaded' },
  },
  retryLater: (seconds) => ({
    status: 429,
    headers: retryAfter(seconds),
    body: { detail: 'Too Many Requests' },
  }),
  outOfCredit: { status: 402, body: error('Payment required', 'PaymentRequiredError', 402) },
  tooLong: {
    status: 400,
    body: error(
      "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens.",
      'BadRequestError',
      400,
    ),
  },
  rejects: (parameter) => ({
    status: 400,
    body: error(`Unsupported parameter: ${parameter}`, 'BadRequestError', 400),
  }),
  refusal: { chunks: [put([{ index: 0, delta: {}, finish_reason: 'content_filter' }])] },
  cutOff: {
    chunks: [put([{ index: 0, delta: {}, finish_reason: 'content_filter' }])],
    isEnd: true,
  },
  errorChunk: error('EngineCore encountered an issue.', 'InternalServerError', 500),
  failedFinish: 'abort',
}
