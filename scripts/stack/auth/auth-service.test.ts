import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createClient, type RealtimeClientOptions } from '@supabase/supabase-js'
import { decodeJwt } from 'jose'
import WebSocket from 'ws'
import { startTestStack } from '../../testing/test-stack.ts'
import type { Stack } from '../stack.ts'

let stack: Stack

before(async () => {
  stack = await startTestStack()
})
after(() => stack.close())

/** The client people use, with a storage of its own, as in a browser profile of its own. */
function newClient() {
  // supabase-js on Node 20 wants to be given a WebSocket, though nothing here opens one.
  const realtime = { transport: WebSocket as unknown } as RealtimeClientOptions
  return createClient(stack.apiUrl, stack.publishableKey, {
    realtime,
    auth: { autoRefreshToken: false },
  })
}

test('an anonymous visitor signs in and has the claims that hosted Auth gives', async () => {
  const { data, error } = await newClient().auth.signInAnonymously({
    options: { data: { from: 'a page' } },
  })

  assert.equal(error, null)
  assert.equal(data.user?.is_anonymous, true)
  const claims = decodeJwt(data.session?.access_token ?? '')
  assert.equal(claims.sub, data.user?.id)
  assert.equal(claims.iss, `${stack.apiUrl}/auth/v1`)
  assert.equal(claims.aud, 'authenticated')
  assert.equal(claims['role'], 'authenticated')
  assert.equal(claims['is_anonymous'], true)
  assert.equal(claims['aal'], 'aal1')
  assert.equal(claims['email'], '')
  assert.deepEqual(claims['app_metadata'], {})
  assert.deepEqual(claims['user_metadata'], { from: 'a page' })
  assert.match(String(claims['session_id']), /^[0-9a-f-]{36}$/u)
})

test('a refreshed session is the same person, still anonymous', async () => {
  const client = newClient()
  const { data: first } = await client.auth.signInAnonymously()

  const { data: second, error } = await client.auth.refreshSession()

  assert.equal(error, null)
  assert.notEqual(second.session?.refresh_token, first.session?.refresh_token)
  const before = decodeJwt(first.session?.access_token ?? '')
  const after = decodeJwt(second.session?.access_token ?? '')
  assert.equal(after.sub, before.sub)
  assert.equal(after['session_id'], before['session_id'])
  assert.equal(after['is_anonymous'], true)
})

test('Auth knows whose token it is given', async () => {
  const client = newClient()
  const { data: session } = await client.auth.signInAnonymously()

  const { data, error } = await client.auth.getUser()

  assert.equal(error, null)
  assert.equal(data.user?.id, session.user?.id)
  assert.equal(data.user?.is_anonymous, true)
})

test('two anonymous visitors are two people', async () => {
  const [first, second] = await Promise.all([
    newClient().auth.signInAnonymously(),
    newClient().auth.signInAnonymously(),
  ])

  assert.notEqual(first.data.user?.id, second.data.user?.id)
})

test('whoever signs up with an address is not anonymous', async () => {
  const { data, error } = await newClient().auth.signUp({
    email: 'somebody@example.com',
    password: 'a long enough password',
  })

  assert.equal(error, null)
  const claims = decodeJwt(data.session?.access_token ?? '')
  assert.equal(claims['is_anonymous'], false)
  assert.equal(claims['email'], 'somebody@example.com')
  assert.deepEqual(claims['app_metadata'], { provider: 'email', providers: ['email'] })
})

test('nobody signs in without a key of the project, and nobody is stored', async () => {
  const count = async () => (await stack.query('select id from auth.users')).length
  const before = await count()

  for (const headers of [{}, { apikey: 'sb_publishable_of_somebody_else' }]) {
    const response = await fetch(`${stack.apiUrl}/auth/v1/signup`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{}',
    })
    assert.equal(response.status, 401)
  }

  assert.equal(await count(), before)
})

test('a page of another origin may ask Auth', async () => {
  const response = await fetch(`${stack.apiUrl}/auth/v1/signup`, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://localhost:9999',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'apikey,content-type',
    },
  })

  assert.equal(response.headers.get('access-control-allow-origin'), '*')
  assert.match(response.headers.get('access-control-allow-headers') ?? '', /apikey.*content-type/u)
})
