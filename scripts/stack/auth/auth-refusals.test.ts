import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  startTurnstileServer,
  type TurnstileServer,
} from '../../../test/fixtures/turnstile-server.ts'
import { startTestStack } from '../../testing/test-stack.ts'
import type { Stack } from '../stack.ts'
import { type AuthRefusal, authRefusals, captchaRefused } from './recorded-answers.ts'

let stack: Stack
let turnstile: TurnstileServer

before(async () => {
  turnstile = await startTurnstileServer('the-secret')
  const { verifierUrl } = turnstile
  stack = await startTestStack({ auth: { captcha: { secret: 'the-secret', verifierUrl } } })
})
after(async () => {
  await stack.close()
  await turnstile.close()
})

type Session = { access_token: string; refresh_token: string; user: { id: string } }

function ask(path: string, body: object): Promise<Response> {
  return fetch(`${stack.apiUrl}/auth/v1/${path}`, {
    method: 'POST',
    headers: { apikey: stack.publishableKey, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

const signUp = (token?: string) =>
  ask('signup', token === undefined ? {} : { gotrue_meta_security: { captcha_token: token } })

const refresh = (refreshToken: string) =>
  ask('token?grant_type=refresh_token', { refresh_token: refreshToken })

async function newVisitor(): Promise<Session> {
  const response = await signUp(turnstile.issueToken())
  assert.equal(response.status, 200)
  return (await response.json()) as Session
}

async function renewed(refreshToken: string): Promise<Session> {
  const response = await refresh(refreshToken)
  assert.equal(response.status, 200)
  return (await response.json()) as Session
}

async function assertRefused(response: Response, { status, body }: AuthRefusal): Promise<void> {
  assert.equal(response.status, status)
  assert.deepEqual(await response.json(), body)
  assert.equal(response.headers.get('access-control-allow-origin'), '*')
}

test('a sign-up without a token of the captcha is refused, and nobody is stored', async () => {
  await assertRefused(await signUp(), authRefusals.captchaMissing)
  await assertRefused(await signUp('  '), authRefusals.captchaMissing)
  assert.deepEqual(await stack.query('select id from auth.users'), [])
})

test('a token opens the door once, and only one that the captcha gave', async () => {
  const token = turnstile.issueToken()
  assert.equal((await signUp(token)).status, 200)
  const used = captchaRefused(['timeout-or-duplicate'])
  await assertRefused(await signUp(token), used)
  await assertRefused(await signUp('made up'), used)
  assert.deepEqual(turnstile.asked.at(-1), { secret: 'the-secret', response: 'made up' })
})

test('renewing a session asks for no captcha', async () => {
  const visitor = await newVisitor()
  const askedBefore = turnstile.asked.length
  assert.equal((await renewed(visitor.refresh_token)).user.id, visitor.user.id)
  assert.equal(turnstile.asked.length, askedBefore)
})

test('a token that nobody was given is not found', async () => {
  await assertRefused(await refresh('aaaaaaaaaaaa'), authRefusals.refreshTokenNotFound)
})

test('two tabs may renew one token, and so may a page that has not heard the answer', async () => {
  const visitor = await newVisitor()
  const [first, second] = await Promise.all([
    renewed(visitor.refresh_token),
    renewed(visitor.refresh_token),
  ])
  assert.deepEqual([first.user.id, second.user.id], [visitor.user.id, visitor.user.id])
  await stack.query(`update auth.refresh_tokens set updated_at = now() - interval '1 minute'`)
  assert.equal((await renewed(visitor.refresh_token)).user.id, visitor.user.id)
})

test('an older token ends its session', async () => {
  const visitor = await newVisitor()
  const { refresh_token: second } = await renewed(visitor.refresh_token)
  const { refresh_token: third } = await renewed(second)
  await stack.query(`update auth.refresh_tokens set updated_at = now() - interval '1 minute'`)
  await assertRefused(await refresh(visitor.refresh_token), authRefusals.refreshTokenAlreadyUsed)
  await stack.query(`update auth.refresh_tokens set updated_at = now() - interval '1 minute'`)
  await assertRefused(await refresh(third), authRefusals.refreshTokenAlreadyUsed)
})

test('a banned person is told so until the ban is over', async () => {
  const { user, refresh_token: token } = await newVisitor()
  const ban = (until: string) =>
    stack.query(`update auth.users set banned_until = now() + $2::interval where id = $1`, [
      user.id,
      until,
    ])
  await ban('1 hour')
  await assertRefused(await refresh(token), authRefusals.userBanned)
  await ban('-1 second')
  assert.equal((await renewed(token)).user.id, user.id)
})

test('a deleted person’s session is not found', async () => {
  const { user, refresh_token: token } = await newVisitor()
  await stack.query('delete from auth.users where id = $1', [user.id])
  await assertRefused(await refresh(token), authRefusals.refreshTokenNotFound)
})

test('nobody signs in anonymously where that is off', async () => {
  const closed = await startTestStack({ auth: { anonymousSignIns: false } })
  try {
    const response = await fetch(`${closed.apiUrl}/auth/v1/signup`, {
      method: 'POST',
      headers: { apikey: closed.publishableKey, 'content-type': 'application/json' },
      body: '{}',
    })
    await assertRefused(response, authRefusals.anonymousSignInsOff)
  } finally {
    await closed.close()
  }
})
