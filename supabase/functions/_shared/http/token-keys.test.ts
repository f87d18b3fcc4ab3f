import assert from 'node:assert/strict'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, it } from 'node:test'
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type JWTHeaderParameters } from 'jose'
import { readEnvironment, type TokenSettings } from '../environment.ts'
import { ProblemError } from '../problem-error.ts'
import { createAuthenticators } from './authenticate.ts'

const secret = 'a-secret-that-is-at-least-32-bytes-long'
const publicIssuer = 'https://api.example/auth/v1'
const sub = '5f0c2f7c-3d0e-4a0e-8a58-0f4a2f7f8f11'
const claims = { sub, role: 'authenticated', aud: 'authenticated', iss: publicIssuer }

async function keyPair(kid: string, alg: 'ES256' | 'RS256') {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig', key_ops: ['verify'] }
  return { publicKey, privateKey, jwk, header: { alg, kid } }
}

const known = await keyPair('known', 'ES256')
const knownRsa = await keyPair('known-rsa', 'RS256')
const newer = await keyPair('newer', 'ES256')
const forger = await keyPair('known', 'ES256')
const symmetric = {
  kty: 'oct',
  kid: 'old',
  alg: 'HS256',
  k: Buffer.from(secret).toString('base64url'),
}

type Key = Parameters<SignJWT['sign']>[0]

function signed(header: JWTHeaderParameters, key: Key, changes: object = {}): Promise<string> {
  const token = new SignJWT({ ...claims, ...changes })
  return token.setProtectedHeader(header).setExpirationTime('1h').sign(key)
}

const bytes = (text: string) => new TextEncoder().encode(text)
const withSecret = () => signed({ alg: 'HS256' }, bytes(secret))

/** Auth behind its gateway: what it answers when it is asked for its keys, and how often it was. */
let answerKeys: (outgoing: ServerResponse) => unknown
let asked = 0
const gateway = createServer((incoming, outgoing) => {
  assert.equal(incoming.url, '/auth/v1/.well-known/jwks.json')
  asked += 1
  answerKeys(outgoing)
})
const troubles: Record<string, (outgoing: ServerResponse) => unknown> = {
  'hangs up': (outgoing) => outgoing.destroy(),
  fails: (outgoing) => outgoing.writeHead(500).end(),
  'has a page for them': (outgoing) => outgoing.end('<html>'),
  'answers something else': (outgoing) => outgoing.end('{"keys":{}}'),
}
const answerWith = (keys: object[]) => (outgoing: ServerResponse) => {
  outgoing.setHeader('content-type', 'application/json')
  outgoing.end(JSON.stringify({ keys }))
}

before(() => new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve)))
after(() => {
  gateway.closeAllConnections()
  return new Promise((resolve) => gateway.close(resolve))
})
beforeEach(() => {
  asked = 0
  answerKeys = answerWith([known.jwk, knownRsa.jwk, newer.jwk])
})

/** As an `index.ts` reads them, with the issuer of the public address. */
function settings(variables: Record<string, string>): TokenSettings {
  const { port } = gateway.address() as AddressInfo
  const all: Record<string, string> = {
    SUPABASE_URL: `http://127.0.0.1:${port}`,
    SUPABASE_PUBLISHABLE_KEYS: '{"default":"a"}',
    SUPABASE_SECRET_KEYS: '{"default":"b"}',
    JWT_ISSUER: publicIssuer,
    ...variables,
  }
  return readEnvironment(
    (name) => all[name],
    () => undefined,
  ).tokens
}

const inlineKeys = { SUPABASE_JWKS: JSON.stringify({ keys: [symmetric, known.jwk, knownRsa.jwk] }) }
const configurations = {
  'the secret alone': { JWT_SECRET: secret },
  'public keys alone': inlineKeys,
  'public keys at Auth alone': {},
  both: { ...inlineKeys, JWT_SECRET: secret },
}

function withToken(token: string): Request {
  const headers = { authorization: `Bearer ${token}` }
  return new Request('http://localhost/chat', { headers })
}

function check(token: string, variables: Record<string, string>) {
  return createAuthenticators(settings(variables)).visitor(withToken(token))
}

async function isAccepted(token: string, variables: Record<string, string>): Promise<void> {
  assert.equal((await check(token, variables)).id, sub)
}

async function isRefused(token: string, variables: Record<string, string>): Promise<void> {
  await assert.rejects(
    check(token, variables),
    (error) => error instanceof ProblemError && error.problem.code === 'unauthorized',
  )
}

describe('the keys of tokens', () => {
  it('are of both kinds at once, so that a project can change from one to the other', async () => {
    await isAccepted(await withSecret(), configurations.both)
    await isAccepted(await signed(known.header, known.privateKey), configurations.both)
    await isAccepted(await signed(knownRsa.header, knownRsa.privateKey), configurations.both)
    assert.equal(asked, 0)
  })

  it('are asked for at Auth when one is not known yet, although the secret is set', async () => {
    const token = await signed(newer.header, newer.privateKey)
    for (const variables of [configurations.both, configurations['the secret alone'], {}]) {
      await isAccepted(token, variables)
    }
  })

  it('may be handed over as the list alone', async () => {
    const list = { SUPABASE_JWKS: JSON.stringify([known.jwk]) }
    await isAccepted(await signed(known.header, known.privateKey), list)
    assert.equal(asked, 0)
  })

  it('are fetched through the gateway, while the issuer is the public address', async () => {
    const { port } = gateway.address() as AddressInfo
    const internal = { iss: `http://127.0.0.1:${port}/auth/v1` }
    await isAccepted(await signed(known.header, known.privateKey), {})
    await isRefused(await signed(known.header, known.privateKey, internal), {})
  })

  it('are asked for once, however many tokens name one that does not exist', async () => {
    const { visitor } = createAuthenticators(settings(configurations.both))
    for (let turn = 0; turn < 5; turn += 1) {
      const token = await signed({ alg: 'ES256', kid: `no-${turn}` }, forger.privateKey)
      await assert.rejects(visitor(withToken(token)))
    }
    assert.equal(asked, 1)
  })

  for (const [name, variables] of Object.entries(configurations)) {
    describe(`with ${name}`, () => {
      it('public ones are no secret for HS256, whatever they are written as', async () => {
        for (const { jwk, publicKey, header } of [known, knownRsa]) {
          const pem = await exportSPKI(publicKey)
          const der = Buffer.from(pem.replace(/-----.*-----|\s/gu, ''), 'base64')
          const { kid: _, alg: __, use: ___, key_ops: ____, ...bare } = jwk
          for (const key of [
            bytes(pem),
            bytes(pem.trim()),
            der,
            bytes(JSON.stringify(jwk)),
            bytes(JSON.stringify(bare)),
            bytes(JSON.stringify({ keys: [jwk] })),
            Buffer.from(jwk.x ?? jwk.n ?? '', 'base64url'),
          ]) {
            await isRefused(await signed({ alg: 'HS256' }, key), variables)
            await isRefused(await signed({ alg: 'HS256', kid: header.kid }, key), variables)
          }
        }
      })

      it('are never chosen by the token', async () => {
        const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
        const [, payload = '', signature = ''] = (await withSecret()).split('.')
        for (const alg of ['none', 'None', '', 'hs256', 'es256', 'HS512', 'PS256', 'EdDSA', null]) {
          await isRefused(`${part({ alg, kid: 'known' })}.${payload}.`, variables)
          await isRefused(`${part({ alg, kid: 'known' })}.${payload}.${signature}`, variables)
        }
        for (const header of [
          { alg: 'ES256', jwk: forger.jwk },
          { alg: 'ES256', kid: 'known', jwk: forger.jwk },
          { alg: 'ES256', kid: 'known', jku: 'https://forger.example/jwks.json' },
          { alg: 'ES256', kid: 'known-rsa' },
          { alg: 'ES256', kid: 'old' },
        ]) {
          await isRefused(await signed(header, forger.privateKey), variables)
        }
        const rsa = { alg: 'RS256', kid: 'known' }
        await isRefused(await signed(rsa, knownRsa.privateKey), variables)
      })
    })
  }

  it('that are symmetric do not count among the public ones', async () => {
    for (const kid of [undefined, 'old']) {
      const header = { alg: 'HS256', ...(kid !== undefined && { kid }) }
      const token = await signed(header, bytes(secret))
      await isRefused(token, configurations['public keys alone'])
      answerKeys = answerWith([symmetric])
      await isRefused(token, {})
    }
  })

  for (const [trouble, answer] of Object.entries(troubles)) {
    it(`that Auth would have, if it ${trouble}, cost no visitor the session`, async () => {
      const { visitor } = createAuthenticators(settings(configurations.both))
      answerKeys = answer
      await assert.rejects(
        visitor(withToken(await signed(newer.header, newer.privateKey))),
        (error) =>
          error instanceof ProblemError &&
          error.problem.code === 'auth_unavailable' &&
          error.status === 503 &&
          error.problem.retryAfterMs !== undefined,
      )
      const tokenOfKnown = await signed(known.header, known.privateKey)
      assert.equal((await visitor(withToken(tokenOfKnown))).id, sub)
      assert.equal((await visitor(withToken(await withSecret()))).id, sub)

      answerKeys = answerWith([newer.jwk])
      const tokenOfNewer = await signed(newer.header, newer.privateKey)
      assert.equal((await visitor(withToken(tokenOfNewer))).id, sub)
    })
  }
})
