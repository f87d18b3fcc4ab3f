import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { ProblemError } from '../problem-error.ts'
import { createAuthenticators, type TokenChecks } from './authenticate.ts'

const issuer = 'http://localhost:54321/auth/v1'
const secret = 'a-secret-that-is-at-least-32-bytes-long'
const sub = '5f0c2f7c-3d0e-4a0e-8a58-0f4a2f7f8f11'
const claims = { sub, role: 'authenticated', aud: 'authenticated', iss: issuer, is_anonymous: true }
const checks: TokenChecks = { issuer, secret, publicKeysUrl: 'http://localhost/unused' }

type TokenOptions = { key?: string; algorithm?: string; expires?: string | null }

function token(changes: Record<string, unknown> = {}, options: TokenOptions = {}): Promise<string> {
  const { key = secret, algorithm = 'HS256', expires = '1h' } = options
  const jwt = new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg: algorithm })
  if (expires !== null) jwt.setExpirationTime(expires)
  return jwt.sign(new TextEncoder().encode(key))
}

function withToken(authorization: string | undefined): Request {
  return new Request('http://localhost/chat', {
    headers: authorization === undefined ? {} : { authorization },
  })
}

async function isRefused(authorization: string | undefined, using = checks): Promise<void> {
  await assert.rejects(
    createAuthenticators(using).visitor(withToken(authorization)),
    (error) => error instanceof ProblemError && error.problem.code === 'unauthorized',
  )
}

describe('a visitor’s token', () => {
  it('tells who it stands for', async () => {
    const { visitor } = createAuthenticators(checks)
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

  it('is refused when it chose its own algorithm', async () => {
    await isRefused(`Bearer ${await token({}, { algorithm: 'HS512', key: secret.repeat(2) })}`)
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    await isRefused(`Bearer ${part({ alg: 'none' })}.${part(claims)}.`)
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

  it('is checked with the public keys when there is no shared secret', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256')
    const key = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }
    const server = createServer((_, outgoing) => {
      outgoing.setHeader('content-type', 'application/json')
      outgoing.end(JSON.stringify({ keys: [key] }))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const using = { issuer, secret: undefined, publicKeysUrl: `http://127.0.0.1:${port}/jwks` }
    try {
      const signed = (kid: string, privateHalf = privateKey) =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'ES256', kid })
          .setExpirationTime('1h')
          .sign(privateHalf)
      const request = withToken(`Bearer ${await signed('one')}`)
      assert.equal((await createAuthenticators(using).visitor(request)).id, sub)

      const forger = await generateKeyPair('ES256')
      await isRefused(`Bearer ${await signed('one', forger.privateKey)}`, using)
      await isRefused(`Bearer ${await signed('two')}`, using)
      await isRefused(`Bearer ${await token()}`, using)
    } finally {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  })
})
