import assert from 'node:assert/strict'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { startTestStack } from '../testing/test-stack.ts'
import { type Stack, startStack } from './stack.ts'

let dataDir = ''
/** For tests that leave it as it is. */
let running: Stack

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'visavis-stack-'))
  running = await startTestStack()
})
after(async () => {
  await running.close()
  await rm(dataDir, { recursive: true, force: true })
})

test('data, keys and sessions outlive a restart', async () => {
  const first = await startStack({ dataDir })
  const signedUp = await askAuth(first, 'signup', {})
  await first.close()

  const second = await startStack({ dataDir })
  const refreshed = await askAuth(second, 'token?grant_type=refresh_token', {
    refresh_token: signedUp.refresh_token,
  })
  const seeded = await second.query<{ count: number }>(
    'select count(*)::integer as count from public.sites where site_key = $1',
    [second.siteKey],
  )
  await second.close()

  assert.equal(second.publishableKey, first.publishableKey)
  assert.equal(refreshed.user.id, signedUp.user.id)
  assert.deepEqual(seeded, [{ count: 1 }])
  assert.deepEqual(second.migrations, { applied: [] })
})

test(
  'the keys are readable by their owner only',
  { skip: process.platform === 'win32' },
  async () => {
    const { mode } = await stat(join(dataDir, 'keys.json'))

    assert.equal(mode & 0o777, 0o600)
  },
)

test('a start clears away how answers were sent that are long over', async () => {
  const first = await startStack({ dataDir })
  const { user } = await askAuth(first, 'signup', {})
  await first.query(
    `select public.finish_turn(
       (begun ->> 'streamId')::uuid, 'complete', 'Hello',
       '[{"sequence": 1, "event": {"type": "message-end"}}]'
     )
     from public.begin_turn(jsonb_build_object(
       'visitorId', $1::text, 'isAnonymous', true, 'siteKey', 'demo',
       'origin', 'http://localhost:4321', 'clientMessageId', gen_random_uuid(),
       'channel', 'text', 'content', 'Hello'
     )) as begun`,
    [user.id],
  )
  await first.query(`update public.stream_chunks set created_at = now() - interval '2 hours'`)
  await first.query(
    `update public.jobs set run_at = now() - interval '1 hour' where kind = 'prune_stream_chunks'`,
  )
  await first.close()

  const second = await startStack({ dataDir })
  const left = () => second.query('select stream_id from public.stream_chunks')
  while ((await left()).length > 0) await setImmediate()
  await second.close()
})

test('a second stack on the same data is refused, and the first goes on', async () => {
  await assert.rejects(startStack({ dataDir: running.dataDir }), /already runs on/u)

  assert.deepEqual(await running.query('select 1 as one'), [{ one: 1 }])
})

test('without a key the API tells nothing, while the studio beside it works', async () => {
  const api = await fetch(`${running.apiUrl}/rest/v1/characters?select=id`)
  const studio = await fetch(`${running.studioUrl}rest/v1/characters?select=slug&limit=1`)
  const inside = await fetch(`${running.apiUrl}/_system/config`)

  assert.equal(api.status, 401)
  assert.equal(((await studio.json()) as unknown[]).length, 1)
  assert.equal(inside.status, 404)
})

test('the studio brings its own scripts', async () => {
  const page = await (await fetch(running.studioUrl)).text()
  const [, script = ''] = /<script type="module" src="([^"]+)"/u.exec(page) ?? []
  const response = await fetch(new URL(script, running.studioUrl))

  assert.match(response.headers.get('content-type') ?? '', /^text\/javascript/u)
})

test('functions have the time of a paid plan', () => {
  assert.equal(running.functionEnvironment['WALL_CLOCK_MS'], '400000')
})

test('functions have what is set, and a stack on temporary data leaves nothing behind', async () => {
  const stack = await startStack({ environment: { WALL_CLOCK_MS: '150000' } })
  await stack.close()

  assert.equal(stack.functionEnvironment['WALL_CLOCK_MS'], '150000')
  await assert.rejects(stat(stack.dataDir), { code: 'ENOENT' })
  await assert.rejects(fetch(stack.apiUrl))
})

test('a warning of Node’s is a warning still', () => {
  assert.doesNotThrow(() => process.emitWarning(new Error('a warning, on purpose')))
})

type Session = { refresh_token: string; user: { id: string } }

async function askAuth(
  stack: { apiUrl: string; publishableKey: string },
  path: string,
  body: Record<string, unknown>,
): Promise<Session> {
  const response = await fetch(`${stack.apiUrl}/auth/v1/${path}`, {
    method: 'POST',
    headers: { apikey: stack.publishableKey, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  assert.equal(response.status, 200)
  return (await response.json()) as Session
}
