import { describeRecordings } from '../../../../../test/fixtures/recordings.ts'

// Written after https://openrouter.ai/docs/api/reference/errors-and-debugging and …/streaming.
describeRecordings('openrouter', import.meta.url, {
  answers: {
    answer: { text: 'Because of light.', usage: { inputTokens: 21, outputTokens: 3 } },
    thinking: { text: 'Blue.', isThinking: true },
  },
  failures: {
    'error-in-stream': { kind: 'upstream_error', status: 502, blame: 'model', text: 'Half' },
    'refusal-in-stream': { kind: 'refused', status: 400, blame: 'nobody' },
    'wrong-key': { kind: 'status', status: 401, blame: 'provider' },
    'no-credits': { kind: 'status', status: 402, blame: 'provider' },
    'credits-in-use': { kind: 'status', status: 402, blame: 'model', retryAfterMs: 12000 },
    moderated: { kind: 'refused', status: 403, blame: 'nobody' },
    guardrail: { kind: 'refused', status: 403, blame: 'nobody' },
    forbidden: { kind: 'status', status: 403, blame: 'provider' },
    'rate-limited': { kind: 'status', status: 429, blame: 'model', retryAfterMs: 30000 },
    overloaded: { kind: 'status', status: 503, blame: 'model', retryAfterMs: 5000 },
    'unknown-model': { kind: 'status', status: 404, blame: 'model', isRetired: true },
    'misspelt-model': { kind: 'status', status: 400, blame: 'model', isRetired: true },
    'too-long': { kind: 'context_too_long', status: 400, blame: 'nobody' },
    'bad-request': { kind: 'status', status: 400, blame: 'nobody' },
  },
})
