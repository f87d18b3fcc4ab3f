import { describeRecordings } from '../../../../../test/fixtures/recordings.ts'

// Written after https://platform.openai.com/docs/guides/error-codes and …/api-reference/chat-streaming.
describeRecordings('openai', import.meta.url, {
  answers: {
    answer: { text: 'Because of light.', usage: { inputTokens: 21, outputTokens: 3 } },
  },
  failures: {
    refused: { kind: 'refused', blame: 'nobody' },
    'thought-too-long': { kind: 'empty', blame: 'nobody' },
    'error-in-stream': { kind: 'upstream_error', blame: 'model', text: 'Half' },
    'quota-in-stream': { kind: 'upstream_error', blame: 'provider' },
    'wrong-key': { kind: 'status', status: 401, blame: 'provider' },
    'closed-country': { kind: 'status', status: 403, blame: 'provider' },
    'closed-model': { kind: 'status', status: 403, blame: 'model', isRetired: true },
    'unknown-model': { kind: 'status', status: 404, blame: 'model', isRetired: true },
    'no-quota': { kind: 'status', status: 429, blame: 'provider' },
    'rate-limited': { kind: 'status', status: 429, blame: 'model', retryAfterMs: 19500 },
    'larger-than-a-minute': { kind: 'context_too_long', status: 429, blame: 'nobody' },
    'flagged-prompt': { kind: 'refused', status: 400, blame: 'nobody' },
    'too-long': { kind: 'context_too_long', status: 400, blame: 'nobody' },
    'bad-request': { kind: 'status', status: 400, blame: 'nobody' },
    overloaded: { kind: 'status', status: 503, blame: 'model' },
  },
})
