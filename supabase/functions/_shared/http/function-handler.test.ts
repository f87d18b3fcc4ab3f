import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { LogEntry } from '../log.ts'
import { ProblemError } from '../problem-error.ts'
import { functionHandler, type Route } from './function-handler.ts'

const origin = 'https://shop.example'
const visitor = { id: '5f0c2f7c-3d0e-4a0e-8a58-0f4a2f7f8f11', isAnonymous: true }

function frame(routes: readonly Route<'visitor'>[]) {
  const logged: LogEntry[] = []
  const handle = functionHandler({
    name: 'chat',
    mode: 'visitor',
    routes,
    authenticators: {
      site: () => Promise.resolve(null),
      visitor: () => Promise.resolve(visitor),
    },
    log: (entry) => logged.push(entry),
  })
  const call = (path: string, init: RequestInit = {}) =>
    handle(new Request(`http://localhost${path}`, { headers: { origin }, ...init }))
  return { call, logged }
}

const echo: Route<'visitor'> = {
  method: 'GET',
  path: /^\/stream\/([^/]+)$/u,
  handle: ({ captures, caller }) => Promise.resolve(Response.json([...captures, caller.id])),
}

const failing = (error: Error): Route<'visitor'> => ({
  method: 'GET',
  path: /^\/$/u,
  handle: () => Promise.reject(error),
})

describe('the frame of a function', () => {
  for (const path of ['/chat/stream/7', '/functions/v1/chat/stream/7', '/chat/stream/7/']) {
    it(`finds the route of ${path}`, async () => {
      const response = await frame([echo]).call(path)
      assert.deepEqual(await response.json(), ['7', visitor.id])
    })
  }

  it('answers a preflight for any web origin', async () => {
    const response = await frame([echo]).call('/chat', { method: 'OPTIONS' })
    assert.equal(response.status, 204)
    assert.equal(response.headers.get('access-control-allow-origin'), origin)
    const allowed = response.headers.get('access-control-allow-headers') ?? ''
    for (const name of ['authorization', 'content-type', 'apikey', 'last-event-id']) {
      assert.ok(allowed.includes(name))
    }
  })

  it('lets every web origin read every answer', async () => {
    const { call } = frame([echo])
    for (const path of ['/chat/stream/7', '/chat/nothing']) {
      const response = await call(path)
      assert.equal(response.headers.get('access-control-allow-origin'), origin)
      assert.equal(response.headers.get('vary'), 'origin')
      assert.match(response.headers.get('access-control-expose-headers') ?? '', /x-request-id/u)
      assert.ok(response.headers.get('x-request-id'))
    }
  })

  it('gives a sandboxed page nothing to read', async () => {
    const response = await frame([echo]).call('/chat/stream/7', { headers: { origin: 'null' } })
    assert.equal(response.headers.get('access-control-allow-origin'), null)
  })

  it('tells a missing path from a wrong method', async () => {
    const { call } = frame([echo])
    const missing = await call('/chat/nothing')
    assert.equal(missing.status, 404)
    const wrong = await call('/chat/stream/7', { method: 'DELETE' })
    assert.equal(wrong.status, 405)
    assert.equal(wrong.headers.get('allow'), 'GET, OPTIONS')
    assert.equal(((await wrong.json()) as { code: string }).code, 'method_not_allowed')
  })

  it('answers a problem with its own status, silently', async () => {
    const problem = new ProblemError('turn_in_progress', 'Wait.', { streamId: 'abc' })
    const { call, logged } = frame([failing(problem)])
    const response = await call('/chat')
    assert.equal(response.status, 409)
    assert.deepEqual(await response.json(), {
      code: 'turn_in_progress',
      message: 'Wait.',
      streamId: 'abc',
    })
    assert.deepEqual(logged, [])
  })

  it('says how long to wait in the header, too', async () => {
    const problem = new ProblemError('database_unavailable', 'Wait.', { retryAfterMs: 1500 })
    const response = await frame([failing(problem)]).call('/chat')
    assert.equal(response.headers.get('retry-after'), '2')
  })

  it('answers an exception with an id that is in the log, and with nothing of its message', async () => {
    const { call, logged } = frame([failing(new TypeError('what a person said'))])
    const response = await call('/chat')
    assert.equal(response.status, 500)
    assert.equal(response.headers.get('access-control-allow-origin'), origin)
    const body = await response.text()
    const problem = JSON.parse(body) as { code: string; requestId: string }
    assert.equal(problem.code, 'internal_error')
    assert.equal(problem.requestId, response.headers.get('x-request-id'))
    assert.equal(logged[0]?.['requestId'], problem.requestId)
    assert.equal(logged[0]?.['error'], 'TypeError')
    assert.ok(!`${body}${JSON.stringify(logged)}`.includes('what a person said'))
  })
})
