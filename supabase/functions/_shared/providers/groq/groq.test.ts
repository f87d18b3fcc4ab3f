import { describeRecordings } from '../../../../../test/fixtures/recordings.ts'

// Written after https://console.groq.com/docs/errors and https://console.groq.com/docs/reasoning.
describeRecordings('groq', import.meta.url, {
  answers: {
    answer: { text: 'Because of light.', usage: { inputTokens: 21, outputTokens: 3 } },
    thinking: { text: 'Blue.', isThinking: true, usage: { inputTokens: 21, outputTokens: 3 } },
    'raw-thinking': {
      text: 'Blue.',
      isThinking: true,
      usage: { inputTokens: 21, outputTokens: 3 },
    },
  },
  failures: {
    'error-in-stream': { kind: 'upstream_error', blame: 'model', text: 'Half' },
    'wrong-key': { kind: 'status', status: 401, blame: 'provider' },
    'blocked-model': { kind: 'status', status: 403, blame: 'model', isRetired: true },
    'unknown-model': { kind: 'status', status: 404, blame: 'model', isRetired: true },
    'retired-model': { kind: 'status', status: 400, blame: 'model', isRetired: true },
    'rate-limited': { kind: 'status', status: 429, blame: 'model', retryAfterMs: 5000 },
    'larger-than-a-minute': { kind: 'context_too_long', status: 413, blame: 'nobody' },
    'too-long': { kind: 'context_too_long', status: 400, blame: 'nobody' },
    dependency: { kind: 'status', status: 424, blame: 'model' },
    'no-capacity': { kind: 'status', status: 498, blame: 'model' },
    'bad-request': { kind: 'status', status: 400, blame: 'nobody' },
  },
})
