import { describeRecordings } from '../../../../../test/fixtures/recordings.ts'

// Written after https://ai.google.dev/gemini-api/docs/openai and https://cloud.google.com/apis/design/errors.
describeRecordings('gemini', import.meta.url, {
  answers: {
    answer: { text: 'Because of light.', usage: { inputTokens: 21, outputTokens: 3 } },
    thinking: { text: 'Blue.', isThinking: true, usage: { inputTokens: 21, outputTokens: 3 } },
    'bare-thinking': {
      text: 'Blue.',
      isThinking: true,
      usage: { inputTokens: 21, outputTokens: 3 },
    },
  },
  failures: {
    blocked: { kind: 'refused', blame: 'nobody' },
    'error-in-stream': { kind: 'upstream_error', status: 503, blame: 'model', text: 'Half' },
    'wrong-key': { kind: 'status', status: 400, blame: 'provider' },
    'closed-country': { kind: 'status', status: 400, blame: 'provider' },
    forbidden: { kind: 'status', status: 403, blame: 'provider' },
    'unknown-model': { kind: 'status', status: 404, blame: 'model', isRetired: true },
    'rate-limited': { kind: 'status', status: 429, blame: 'model', retryAfterMs: 34000 },
    'error-within-a-message': { kind: 'status', status: 429, blame: 'model', retryAfterMs: 7500 },
    overloaded: { kind: 'status', status: 503, blame: 'model' },
    'too-long': { kind: 'context_too_long', status: 400, blame: 'nobody' },
    'bad-request': { kind: 'status', status: 400, blame: 'nobody' },
  },
})
