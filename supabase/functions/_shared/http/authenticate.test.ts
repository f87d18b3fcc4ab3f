import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SignJWT } from 'jose'
import type { TokenSettings } from '../environment.ts'
import { ProblemError } from '../problem-error.ts'
import { createAuthenticators } from './authenticate.ts'

const issuer = 'http://localhost:54321/auth/v1'
const secret = 'a-secret-that-is-at-least-32-bytes-long'
const sub = '5f0c2f7c-3d0e-4a0e-8a58-0f4a2f7f8f11'
const claims = { sub, role: 'authenticated', aud: 'authenticated', iss: issuer, is_anonymous: true }
const settings: TokenSettings = {
  issuer,
  secret,
  publicKeys: [],
  publicKeysUrl: 'http://localhost/unused',
}

type TokenOptions = { key?: string; expires?: string | null }

function token(changes: Record<string, unknown> = {}, options: TokenOptions = {}): Promise<string> {
  const { key = secret, expires = '1h' } = options
  const jwt = new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg: 'HS256' })
  if (expires !== null) jwt.setExpirationTime(expires)
  return jwt.sign(new TextEncoder().encode(key))
}

function withToken(authorization: string | undefined): Request {
  return new Request('http://localhost/chat', {
    headers: authorization === undefined ? {} : { authorization },
  })
}

async function isRefused(authorization: string | undefined): Promise<void> {
  await assert.rejects(
    createAuthenticators(settings).visitor(withToken(authorization)),
    (error) =>
      error instanceof ProblemError &&
      error.problem.code === 'unauthorized' &&
      error.headers['www-authenticate'] === 'Bearer',
  )
}

describe('a visitor’s token', () => {
  it('tells who it stands for', async () => {
    const { visitor } = createAuthenticators(settings)
    const request = withToken(`Bearer ${await token()}`)
    assert.deepEqual(await visitor(request), { id: sub, isAnonymous: true })
    const registered = withToken(`bearer ${await token({ is_anonymous: false })}`)
    assert.deepEqual(await visitor(registered), { id: sub, isAnonymous: false })
  })

  it('is refused when missing or no token at all', async () => {
    for (const header of [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      'Bearer a.b.c',
      'Basic abc',
      'x y z',
    ]) {
      await isRefused(header)
    }
  })

  it('is refused when expired', async () => {
    await isRefused(`Bearer ${await token({}, { expires: '-1s' })}`)
  })

  it('is refused when signed with another secret', async () => {
    await isRefused(`Bearer ${await token({}, { key: 'another-secret-of-at-least-32-bytes' })}`)
  })

  const otherClaims: [string, Record<string, unknown>][] = [
    ['another project issued it', { iss: 'https://other.supabase.co/auth/v1' }],
    ['it is for another audience', { aud: 'other' }],
    ['it is a service’s', { role: 'service_role' }],
    ['it stands for nobody', { sub: undefined }],
    ['its subject is no user', { sub: 'drop table' }],
  ]
  for (const [name, changes] of otherClaims) {
    it(`is refused when ${name}`, async () => {
      await isRefused(`Bearer ${await token(changes)}`)
    })
  }
})
