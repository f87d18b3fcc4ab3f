import { describeRecordings } from '../../../../../test/fixtures/recordings.ts'

// Written after https://docs.claude.com/en/api/openai-sdk and …/errors.
describeRecordings('anthropic', import.meta.url, {
  answers: {
    answer: { text: 'Because of light.', usage: { inputTokens: 21, outputTokens: 3 } },
  },
  failures: {
    'error-in-stream': { kind: 'upstream_error', blame: 'model', text: 'Half' },
    refused: { kind: 'refused', blame: 'nobody' },
    'wrong-key': { kind: 'status', status: 401, blame: 'provider' },
    forbidden: { kind: 'status', status: 403, blame: 'provider' },
    'no-credit': { kind: 'status', status: 400, blame: 'provider' },
    'unknown-model': { kind: 'status', status: 404, blame: 'model', isRetired: true },
    'rate-limited': { kind: 'status', status: 429, blame: 'model', retryAfterMs: 41000 },
    overloaded: { kind: 'status', status: 529, blame: 'model' },
    'too-large': { kind: 'context_too_long', status: 413, blame: 'nobody' },
    'too-long': { kind: 'context_too_long', status: 400, blame: 'nobody' },
    'bad-request': { kind: 'status', status: 400, blame: 'nobody' },
  },
})
