import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import * as v from 'valibot'
import {
  environment,
  pageRequest,
  startFunctions,
} from '../../../test/fixtures/functions-under-test.ts'
import { ManualClock } from '../../../test/fixtures/routing/manual-clock.ts'
import { modelDatabase } from '../_shared/database/model-database.ts'
import type { Environment } from '../_shared/environment.ts'
import { createAuthenticators } from '../_shared/http/authenticate.ts'
import { configuredProviders } from '../_shared/providers/configured-providers.ts'
import { HealthResponse } from '../_shared/wire/health.ts'
import { healthHandler } from './handler.ts'

const store = modelDatabase(environment)
const groq = { groq: { apiKey: 'a-key-that-nobody-may-see', baseUrl: undefined } }

/** What is told of functions in whose environment this is different. */
async function health(changes: Partial<Environment>) {
  const functions = await startFunctions({ changes })
  const response = await functions.health(pageRequest('/health', { method: 'GET' }))
  const body = await response.text()
  assert.ok(!body.includes('a-key'))
  return [response.status, v.parse(HealthResponse, JSON.parse(body))] as const
}

describe('health', () => {
  it('is well when a model can be asked', async () => {
    assert.deepEqual(await health({ providers: groq }), [
      200,
      { status: 'ok', database: 'ok', models: 'ok' },
    ])
  })

  it('is degraded where no provider is switched on', async () => {
    assert.deepEqual(await health({ providers: {} }), [
      200,
      { status: 'degraded', database: 'ok', models: 'none' },
    ])
  })

  it('is degraded while all that could be asked cool down', async () => {
    after(() => store.reportSuccess(['groq']))
    await store.reportFailure({ subject: 'groq', cooldownMs: 900_000, code: 'status_402' })
    assert.deepEqual(await health({ providers: groq }), [
      200,
      { status: 'degraded', database: 'ok', models: 'cooling' },
    ])
  })

  it('is down when the database is away', async () => {
    assert.deepEqual(await health({ supabaseUrl: 'http://127.0.0.1:1', providers: groq }), [
      503,
      { status: 'down', database: 'away', models: 'unknown' },
    ])
  })

  it('asks the database once for all who ask within five seconds', async () => {
    let asked = 0
    const clock = new ManualClock()
    const handle = healthHandler({
      store: {
        readRegistry() {
          asked += 1
          return store.readRegistry()
        },
      },
      catalogue: configuredProviders({ providers: groq }),
      authenticators: createAuthenticators(environment.tokens),
      log: () => undefined,
      clock,
    })
    const ask = async () => (await handle(pageRequest('/health', { method: 'GET' }))).status
    assert.deepEqual(await Promise.all([ask(), ask(), ask()]), [200, 200, 200])
    assert.equal(asked, 1)
    clock.advance(5_000)
    await ask()
    assert.equal(asked, 2)
  })
})
