import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { before, describe, it } from 'node:test'
import {
  allowedOrigin,
  environment,
  forgeToken,
  pageRequest,
  siteKey,
  signInAnonymously,
  startFunctions,
  type CallOptions,
  type FunctionsUnderTest,
  type TestVisitor,
} from '../../../test/fixtures/functions-under-test.ts'
import { routes, type Route } from './routes.ts'

type FunctionName = keyof typeof routes

const streamId = '5f0c2f7c-3d0e-4a0e-8a58-0f4a2f7f8f11'

type RouteCall = {
  path: string
  body?: CallOptions['body']
  /** What it answers to whoever may call it. */
  welcome: number
}

/** A call of every route, such that only who calls can be wrong with it. */
const calls: { [Name in FunctionName]: Record<keyof (typeof routes)[Name], RouteCall> } = {
  'avatar-session': {
    begin: { path: '/avatar-session', body: { siteKey }, welcome: 200 },
    touch: { path: `/avatar-session/${streamId}/touch`, welcome: 200 },
    end: { path: `/avatar-session/${streamId}/end`, welcome: 204 },
  },
  chat: {
    converse: {
      path: '/chat',
      body: { siteKey, content: 'Hello', clientMessageId: streamId, characterSlug: 'nobody' },
      welcome: 404,
    },
    resume: { path: `/chat/stream/${streamId}`, welcome: 404 },
    stop: { path: `/chat/stream/${streamId}/stop`, welcome: 404 },
  },
  health: { check: { path: '/health', welcome: 200 } },
  maintenance: { run: { path: '/maintenance', welcome: 200 } },
  models: { list: { path: '/models', welcome: 200 } },
  session: { open: { path: '/session', body: { siteKey }, welcome: 200 } },
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

describe('the table of routes', () => {
  it('names every function and no other', async () => {
    const entries = await readdir(new URL('..', import.meta.url), { withFileTypes: true })
    const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    assert.deepEqual(folders.map(({ name }) => name).sort(), Object.keys(routes).sort())
  })

  for (const name of Object.keys(routes) as FunctionName[]) {
    const calling: Readonly<Record<string, RouteCall>> = calls[name]
    for (const [routeName, route] of Object.entries<Route>(routes[name])) {
      const { path, body, welcome } = calling[routeName] ?? assert.fail(`No call of ${routeName}`)
      const { method, mode, maxBodyBytes } = route
      const call = (options: CallOptions) =>
        functions[name](
          pageRequest(path, { method, ...(body !== undefined && { body }), ...options }),
        )

      for (const [whose, token] of Object.entries(tokens)) {
        const expected = mode === 'visitor' || mode === 'service' ? 401 : welcome
        it(`answers ${expected} to ${method} ${path} with ${whose}`, async () => {
          const response = await call({ token: await token() })
          assert.equal(response.status, expected)
          assert.equal(response.headers.get('access-control-allow-origin'), allowedOrigin)
        })
      }

      it(`${mode === 'service' ? 'keeps a visitor from' : 'lets a visitor'} ${method} ${path}`, async () => {
        const { status } = await call({ token: visitor.token })
        assert.equal(status, mode === 'service' ? 401 : welcome)
      })

      if (mode === 'service') {
        it(`lets the project itself ${method} ${path}, and nobody with another key`, async () => {
          const statusWith = async (apikey: string) => (await call({ headers: { apikey } })).status
          assert.equal(await statusWith(environment.secretKey), welcome)
          for (const key of ['', 'sb_secret_guessed', environment.publishableKey]) {
            assert.equal(await statusWith(key), 401)
          }
        })
      }

      if (body !== undefined) {
        it(`keeps pages of other sites from ${method} ${path}`, async () => {
          const response = await call({ token: visitor.token, origin: 'https://other.example' })
          assert.equal(response.status, 403)
        })
      }

      if (maxBodyBytes > 0) {
        it(`takes no longer body than it needs from ${method} ${path}`, async () => {
          const response = await call({ token: visitor.token, body: ' '.repeat(maxBodyBytes + 1) })
          assert.equal(response.status, 413)
        })
      }
    }
  }
})
