import { envelope, openAiUsage, retryAfter, type Delta, type Dialect } from './dialect.ts'

const put = envelope('gen-fake', { provider: 'Fake' })

function error(code: number, message: string, metadata?: Delta) {
  return { error: { code, message, ...(metadata && { metadata }) }, user_id: 'user_fake' }
}

const flagged = { reasons: ['violence'], flagged_input: '…', provider_name: 'OpenAI' }

function errorInside(code: number, message: string, metadata: Delta) {
  const choice = { index: 0, delta: { content: '' }, finish_reason: 'error' }
  return put([choice], { error: { code, message, metadata } })
}

/** https://openrouter.ai/docs/api/reference/errors-and-debugging and …/streaming. */
export const openrouter: Dialect = {
  provider: 'openrouter',
  chunk: (delta, finishReason) =>
    put([
      {
        index: 0,
        delta,
        finish_reason: finishReason ?? null,
        native_finish_reason: finishReason ?? null,
        logprobs: null,
      },
    ]),
  opening: { role: 'assistant', content: '' },
  text: (content) => ({ role: 'assistant', content }),
  // The same words twice.
  thinking: (text) => ({
    role: 'assistant',
    content: '',
    reasoning: text,
    reasoning_details: [{ type: 'reasoning.text', text, format: 'unknown', index: 0 }],
  }),
  keepAlive: ': OPENROUTER PROCESSING\n\n',
  ending: (finishReason, usage) => [
    openrouter.chunk({ role: 'assistant', content: '' }, finishReason),
    put([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }], {
      usage: { ...openAiUsage(usage), cost: 0 },
    }),
  ],
  errors: {
    401: error(401, 'User not found.', { error_type: 'authentication' }),
    402: error(402, 'Insufficient credits.', { error_type: 'payment_required' }),
    403: error(403, 'Your input was flagged.', { ...flagged, model_slug: 'fake-model' }),
    404: error(404, 'No endpoints found for fake-model.', { error_type: 'not_found' }),
    408: error(408, 'Request timed out.', { error_type: 'timeout' }),
    413: error(413, 'Request entity too large.', { error_type: 'payload_too_large' }),
    429: error(429, 'Provider returned error', {
      error_type: 'rate_limit_exceeded',
      provider_name: 'Fake',
      raw: 'fake-model is temporarily rate-limited upstream.',
    }),
    500: error(500, 'Internal Server Error', { error_type: 'server' }),
    503: error(503, 'No allowed providers are available.', { error_type: 'provider_unavailable' }),
    529: error(529, 'Provider overloaded', { error_type: 'provider_overloaded' }),
  },
  // Moderation or a guardrail: it is about what was said, not about the key.
  refusesWith: [403],
  retryLater: (seconds) => ({
    status: 429,
    body: error(429, 'Provider returned error', {
      error_type: 'rate_limit_exceeded',
      retry_after_seconds: seconds,
    }),
  }),
  outOfCredit: {
    status: 402,
    body: error(402, 'This request requires more credits, or fewer max_tokens.', {
      error_type: 'payment_required',
    }),
  },
  tooLong: {
    status: 400,
    body: error(400, "This endpoint's maximum context length is 8192 tokens.", {
      error_type: 'context_length_exceeded',
    }),
  },
  // The words of whoever runs the model, quoted.
  rejects: (parameter) => ({
    status: 400,
    body: error(400, 'Provider returned error', {
      provider_name: 'OpenAI',
      raw: JSON.stringify({
        error: {
          message: `Unsupported parameter: '${parameter}' is not supported with this model.`,
          type: 'invalid_request_error',
          param: parameter,
          code: 'unsupported_parameter',
        },
      }),
    }),
  }),
  refusal: { status: 403, headers: retryAfter(1), body: error(403, 'Flagged.', flagged) },
  cutOff: {
    chunks: [errorInside(403, 'Flagged.', { error_type: 'content_policy_violation' })],
    isEnd: false,
  },
  errorChunk: errorInside(502, 'Provider disconnected unexpectedly', {
    error_type: 'provider_unavailable',
    provider_code: 'server_error',
  }),
  failedFinish: 'error',
}
