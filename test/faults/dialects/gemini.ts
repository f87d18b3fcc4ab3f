import { envelope, openAiUsage, type Delta, type Dialect } from './dialect.ts'

const put = envelope('fake')

/** Errors come in an array, also where there is one. */
function error(code: number, status: string, message: string, details?: readonly Delta[]) {
  return [{ error: { code, message, status, ...(details && { details }) } }]
}

/** https://ai.google.dev/gemini-api/docs/openai and …/troubleshooting. */
export const gemini: Dialect = {
  provider: 'gemini',
  chunk: (delta, finishReason) =>
    put([{ index: 0, delta, ...(finishReason !== undefined && { finish_reason: finishReason }) }]),
  opening: { role: 'assistant' },
  text: (content) => ({ role: 'assistant', content }),
  thinking: (text) => ({
    role: 'assistant',
    content: `<thought>${text}</thought>`,
    extra_content: { google: { thought: true } },
  }),
  keepAlive: ': keep-alive\n\n',
  ending: (finishReason, usage) => [
    put([{ index: 0, delta: { role: 'assistant' }, finish_reason: finishReason }], {
      usage: openAiUsage(usage),
    }),
  ],
  errors: {
    401: error(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.'),
    402: error(402, 'RESOURCE_EXHAUSTED', 'Your prepaid balance is used up.'),
    403: error(403, 'PERMISSION_DENIED', 'Your API key was reported as leaked.'),
    404: error(404, 'NOT_FOUND', 'models/fake-model is not found for API version v1main.'),
    408: error(408, 'DEADLINE_EXCEEDED', 'Deadline expired before operation could complete.'),
    413: error(413, 'INVALID_ARGUMENT', 'Request payload size exceeds the limit.'),
    429: error(429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).'),
    500: error(500, 'INTERNAL', 'An internal error has occurred.'),
    503: error(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'),
    529: error(529, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'),
  },
  retryLater: (seconds) => ({
    status: 429,
    body: error(429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota.', [
      { '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [] },
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${seconds}s` },
    ]),
  }),
  outOfCredit: {
    status: 402,
    body: error(402, 'RESOURCE_EXHAUSTED', 'Your prepaid balance is used up.'),
  },
  tooLong: {
    status: 400,
    body: error(
      400,
      'INVALID_ARGUMENT',
      'The input token count (1100000) exceeds the maximum number of tokens allowed (1048576).',
    ),
  },
  rejects: (parameter) => ({
    status: 400,
    body: error(
      400,
      'INVALID_ARGUMENT',
      `Invalid JSON payload received. Unknown name "${parameter}": Cannot find field.`,
    ),
  }),
  // The choice has no delta at all.
  refusal: { chunks: [put([{ index: 0, finish_reason: 'content_filter: PROHIBITED_CONTENT' }])] },
  cutOff: {
    chunks: [put([{ index: 0, finish_reason: 'content_filter: SAFETY' }])],
    isEnd: true,
  },
  errorChunk: error(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'),
  failedFinish: 'error',
}
