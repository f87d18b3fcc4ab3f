import { describeRecordings } from '../../../../../test/fixtures/recordings.ts'

// Written after https://help.aliyun.com/en/model-studio/error-code and …/deep-thinking.
describeRecordings('qwen', import.meta.url, {
  answers: {
    answer: { text: 'Because of light.', usage: { inputTokens: 21, outputTokens: 3 } },
    thinking: { text: 'Blue.', isThinking: true, usage: { inputTokens: 21, outputTokens: 3 } },
  },
  failures: {
    'moderated-in-stream': { kind: 'refused', blame: 'nobody', text: 'Half' },
    moderated: { kind: 'refused', status: 400, blame: 'nobody' },
    'moderated-in-words': { kind: 'refused', status: 400, blame: 'nobody' },
    'wrong-key': { kind: 'status', status: 401, blame: 'provider' },
    arrears: { kind: 'status', status: 400, blame: 'provider' },
    unpurchased: { kind: 'status', status: 403, blame: 'model', isRetired: true },
    'free-quota-used': { kind: 'status', status: 403, blame: 'model' },
    'unknown-model': { kind: 'status', status: 404, blame: 'model', isRetired: true },
    'rate-limited': { kind: 'status', status: 429, blame: 'model' },
    'tokens-used': { kind: 'status', status: 429, blame: 'model' },
    burst: { kind: 'status', status: 429, blame: 'model' },
    'too-long': { kind: 'context_too_long', status: 400, blame: 'nobody' },
  },
})
