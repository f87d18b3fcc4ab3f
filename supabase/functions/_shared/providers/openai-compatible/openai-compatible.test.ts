import { describeRecordings } from '../../../../../test/fixtures/recordings.ts'

// Written after the servers of Ollama, vLLM and llama.cpp.
describeRecordings('openai-compatible', import.meta.url, {
  answers: {
    'ollama-answer': { text: 'Because of light.', usage: { inputTokens: 21, outputTokens: 3 } },
  },
  failures: {
    'vllm-aborted': { kind: 'upstream_error', blame: 'model', text: 'Half' },
    'vllm-error-in-stream': { kind: 'upstream_error', status: 500, blame: 'model', text: 'Half' },
    'ollama-unknown-model': { kind: 'status', status: 404, blame: 'model', isRetired: true },
    'vllm-too-long': { kind: 'context_too_long', status: 400, blame: 'nobody' },
    'llama-cpp-too-long': { kind: 'context_too_long', status: 400, blame: 'nobody' },
    'llama-cpp-loading': { kind: 'status', status: 503, blame: 'model' },
    'bare-string': { kind: 'status', status: 401, blame: 'provider' },
    'fastapi-detail': { kind: 'status', status: 422, blame: 'nobody' },
    'proxy-page': { kind: 'status', status: 502, blame: 'model' },
  },
})
