import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { before, describe, it } from 'node:test'
import {
  allowedOrigin,
  forgeToken,
  pageRequest,
  siteKey,
  signInAnonymously,
  startFunctions,
  type CallOptions,
  type FunctionsUnderTest,
  type TestVisitor,
} from '../../../test/fixtures/functions-under-test.ts'
import { authModes } from './auth-modes.ts'

type FunctionName = keyof typeof authModes

const streamId = '5f0c2f7c-3d0e-4a0e-8a58-0f4a2f7f8f11'

/** A call of every route, such that only who calls can be wrong with it. */
const calls: Record<FunctionName, Record<string, CallOptions>> = {
  'avatar-session': {
    '/avatar-session': { body: { siteKey } },
    [`/avatar-session/${streamId}/touch`]: {},
    [`/avatar-session/${streamId}/end`]: {},
  },
  chat: {
    '/chat': {
      body: { siteKey, content: 'Hello', clientMessageId: streamId, characterSlug: 'nobody' },
    },
    [`/chat/stream/${streamId}`]: { method: 'GET' },
    [`/chat/stream/${streamId}/stop`]: {},
  },
  models: { '/models': { method: 'GET' } },
  session: { '/session': { body: { siteKey } } },
}

/** What a route answers to whoever may call it. */
const welcome: Record<FunctionName, number[]> = {
  'avatar-session': [200, 204],
  chat: [404],
  models: [200],
  session: [200],
}

let functions: FunctionsUnderTest
let visitor: TestVisitor

before(async () => {
  functions = await startFunctions()
  visitor = await signInAnonymously()
})

const tokens: Record<string, () => Promise<string | undefined>> = {
  'no token': () => Promise.resolve(undefined),
  'a wrong token': () => Promise.resolve('eyJhbGciOiJub25lIn0.e30.'),
  'an expired token': () => forgeToken(visitor.id, { expires: '-1m' }),
  'a token signed elsewhere': () =>
    forgeToken(visitor.id, { secret: 'another-secret-of-at-least-32-bytes' }),
  'another project’s token': () =>
    forgeToken(visitor.id, { issuer: 'https://other.supabase.co/auth/v1' }),
}

describe('the table of functions and auth modes', () => {
  it('names every function and no other', async () => {
    const entries = await readdir(new URL('..', import.meta.url), { withFileTypes: true })
    const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    assert.deepEqual(folders.map(({ name }) => name).sort(), Object.keys(authModes).sort())
  })

  for (const [name, mode] of Object.entries(authModes) as [FunctionName, string][]) {
    for (const [path, options] of Object.entries(calls[name])) {
      const method = options.method ?? 'POST'
      for (const [whose, token] of Object.entries(tokens)) {
        const expected = mode === 'visitor' ? [401] : welcome[name]
        it(`answers ${expected.join()} to ${method} ${path} with ${whose}`, async () => {
          const request = pageRequest(path, { ...options, token: await token() })
          const response = await functions[name](request)
          assert.ok(expected.includes(response.status), String(response.status))
          assert.equal(response.headers.get('access-control-allow-origin'), allowedOrigin)
        })
      }

      it(`lets a visitor ${method} ${path}`, async () => {
        const request = pageRequest(path, { ...options, token: visitor.token })
        const response = await functions[name](request)
        assert.ok(welcome[name].includes(response.status), String(response.status))
      })

      if (options.body !== undefined) {
        it(`keeps pages of other sites from ${method} ${path}`, async () => {
          const origin = 'https://other.example'
          const request = pageRequest(path, { ...options, token: visitor.token, origin })
          const response = await functions[name](request)
          assert.equal(response.status, 403)
        })
      }
    }
  }
})
