import assert from 'node:assert/strict'
import { it } from 'node:test'
import { modelRequest } from '../../../../../test/fixtures/asked-model.ts'
import { registeredModel } from '../../../../../test/fixtures/registered-model.ts'
import { describeRecordings } from '../../../../../test/fixtures/recordings.ts'
import { requestBody } from '../chat-completions/request-body.ts'
import { anthropic } from './anthropic.ts'

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

it('asks Claude for a temperature it knows, and then for no top_p', () => {
  const settings = { ...modelRequest.settings, temperature: 1.4, topP: 0.9 }
  const registered = registeredModel('anthropic')
  const sent = (rejected: readonly string[]) => {
    const body = requestBody(registered, { ...modelRequest, settings }, new Set(rejected))
    const { temperature, top_p } = anthropic.shapeBody?.(body) ?? body
    return { temperature, top_p }
  }
  assert.deepEqual(sent([]), { temperature: 1, top_p: undefined })
  assert.deepEqual(sent(['temperature']), { temperature: undefined, top_p: 0.9 })
})
