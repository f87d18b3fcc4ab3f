import { describeRecordings } from '../../../../../test/fixtures/recordings.ts'

// Written after https://inference-docs.cerebras.ai/support/error and …/capabilities/reasoning.
describeRecordings('cerebras', import.meta.url, {
  answers: {
    answer: { text: 'Because of light.', usage: { inputTokens: 21, outputTokens: 3 } },
    thinking: { text: 'Blue.', isThinking: true, usage: { inputTokens: 21, outputTokens: 3 } },
  },
  failures: {
    'error-in-stream': { kind: 'upstream_error', status: 500, blame: 'model', text: 'Half' },
    'wrong-key': { kind: 'status', status: 401, blame: 'provider' },
    unpaid: { kind: 'status', status: 402, blame: 'provider' },
    'unknown-model': { kind: 'status', status: 404, blame: 'model', isRetired: true },
    'rate-limited': { kind: 'status', status: 429, blame: 'model', retryAfterMs: 20000 },
    'high-traffic': { kind: 'status', status: 429, blame: 'model' },
    'too-long': { kind: 'context_too_long', status: 400, blame: 'nobody' },
    'bad-request': { kind: 'status', status: 422, blame: 'nobody' },
    unavailable: { kind: 'status', status: 503, blame: 'model' },
  },
})
