import assert from 'node:assert/strict'
import { it } from 'node:test'
import { modelRequest } from '../../../../../test/fixtures/asked-model.ts'
import { registeredModel } from '../../../../../test/fixtures/registered-model.ts'
import { describeRecordings } from '../../../../../test/fixtures/recordings.ts'
import { requestBody } from '../chat-completions/request-body.ts'
import { deepseek } from './deepseek.ts'

// Written after https://api-docs.deepseek.com/quick_start/error_codes and …/guides/thinking_mode.
describeRecordings('deepseek', import.meta.url, {
  answers: {
    answer: { text: 'Because of light.', usage: { inputTokens: 21, outputTokens: 3 } },
    thinking: { text: 'Blue.', isThinking: true, usage: { inputTokens: 21, outputTokens: 3 } },
  },
  failures: {
    starved: { kind: 'upstream_error', blame: 'model', text: 'Half' },
    'wrong-key': { kind: 'status', status: 401, blame: 'provider' },
    'no-balance': { kind: 'status', status: 402, blame: 'provider' },
    'unknown-model': { kind: 'status', status: 400, blame: 'model', isRetired: true },
    moderated: { kind: 'refused', status: 400, blame: 'nobody' },
    'too-long': { kind: 'context_too_long', status: 400, blame: 'nobody' },
    'bad-request': { kind: 'status', status: 422, blame: 'nobody' },
    'rate-limited': { kind: 'status', status: 429, blame: 'model' },
    overloaded: { kind: 'status', status: 503, blame: 'model' },
  },
})

it('gives DeepSeek’s earlier answers empty thoughts', () => {
  const body = requestBody(registeredModel('deepseek'), modelRequest, new Set())
  assert.deepEqual(deepseek.shapeBody?.(body).messages, [
    { role: 'system', content: 'You are Ada.' },
    { role: 'assistant', content: 'Hello, I am Ada.', reasoning_content: '' },
    { role: 'user', content: 'Why is the sky blue?' },
  ])
})
