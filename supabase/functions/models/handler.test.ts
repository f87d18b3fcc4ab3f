import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import * as v from 'valibot'
import {
  environment,
  pageRequest,
  signInAnonymously,
  startFunctions,
  type TestVisitor,
} from '../../../test/fixtures/functions-under-test.ts'
import { modelDatabase } from '../_shared/database/model-database.ts'
import { ModelsResponse } from '../_shared/wire/model.ts'

const store = modelDatabase(environment)
const key = 'a-key-that-nobody-may-see'
const access = { apiKey: key, baseUrl: undefined }

let visitor: TestVisitor

before(async () => {
  visitor = await signInAnonymously()
})

/** What a visitor is told by functions whose environment has these providers. */
async function listed(providers = environment.providers, openAiCompatibleModel?: string) {
  const functions = await startFunctions({ changes: { providers, openAiCompatibleModel } })
  const request = pageRequest('/models', { method: 'GET', token: visitor.token })
  const response = await functions.models(request)
  assert.equal(response.status, 200)
  const text = await response.text()
  assert.ok(!text.includes(key))
  return v.parse(ModelsResponse, JSON.parse(text)).providers
}

describe('the list of models', () => {
  it('has the providers that are switched on, each with its best models first', async () => {
    const providers = await listed({ groq: access, openai: access })
    assert.deepEqual(providers.map(({ id }) => id).sort(), ['groq', 'openai'])
    for (const { id, models } of providers) {
      assert.ok(models.length > 0)
      const qualities = models.map(({ quality }) => quality)
      assert.deepEqual(
        qualities,
        qualities.toSorted((one, other) => other - one),
      )
      for (const model of models) assert.ok(model.id.startsWith(`${id}:`))
    }
  })

  it('is empty where nothing is switched on', async () => {
    assert.deepEqual(await listed({}), [])
  })

  it('has the environment’s own model, of which no row knows', async () => {
    const own = { 'openai-compatible': { apiKey: undefined, baseUrl: 'http://localhost:1/v1' } }
    const [provider] = await listed(own, 'llama3.2')
    assert.deepEqual(
      provider?.models.map(({ id, quality }) => [id, quality]),
      [['openai-compatible:llama3.2', 5]],
    )
  })

  it('says in words what is wrong with a model, but not with the operator’s account', async () => {
    const subjects = ['groq:openai/gpt-oss-120b', 'cerebras']
    after(() => store.reportSuccess(subjects))
    await store.reportSuccess(subjects)
    const [groq, cerebras] = subjects as [string, string]
    const cooldownMs = 30_000
    const code = 'not_a_stream'
    await store.reportFailure({
      subject: groq,
      cooldownMs,
      code,
      problem: 'json_instead_of_stream',
    })
    await store.reportFailure({ subject: cerebras, cooldownMs, code, problem: 'key_refused' })
    const models = (await listed({ cerebras: access, groq: access })).flatMap((one) => one.models)
    const told = models.filter(({ problem }) => problem !== null)
    assert.deepEqual(
      told.map(({ id, problem }) => [id, problem]),
      [
        [
          groq,
          'Answers with JSON instead of a stream: switch streaming on, or the base URL lacks /v1.',
        ],
      ],
    )
  })

  it('says until when a provider, and with it each of its models, is left alone', async () => {
    await store.reportSuccess(['cerebras', 'groq'])
    after(() => store.reportSuccess(['cerebras']))
    const now = Date.now()
    await store.reportFailure({ subject: 'cerebras', cooldownMs: 900_000, code: 'status_402' })
    const [cerebras, groq] = (await listed({ cerebras: access, groq: access })).toSorted(
      (one, other) => (one.id < other.id ? -1 : 1),
    )
    const until = Date.parse(cerebras?.coolingDownUntil ?? '')
    assert.ok(until > now + 890_000 && until < now + 910_000, cerebras?.coolingDownUntil ?? '')
    for (const model of cerebras?.models ?? []) {
      assert.equal(model.coolingDownUntil, cerebras?.coolingDownUntil)
    }
    assert.equal(groq?.coolingDownUntil, null)
  })
})
