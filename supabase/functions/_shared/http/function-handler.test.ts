import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { LogEntry } from '../log.ts'
import { ProblemError } from '../problem-error.ts'
import type { Route } from '../routes.ts'
import { traceHeaders } from '../tracer.ts'
import { functionHandler, type RouteCall } from './function-handler.ts'

const origin = 'https://shop.example'
const visitor = { id: '5f0c2f7c-3d0e-4a0e-8a58-0f4a2f7f8f11', isAnonymous: true }

type Handle = (call: RouteCall<'visitor'>) => Promise<Response>

const route = (method: Route['method'], path: RegExp) =>
  ({ method, path, mode: 'visitor', maxBodyBytes: 8 }) as const

const routes = {
  bare: route('GET', /^\/$/u),
  echo: route('GET', /^\/stream\/([^/]+)$/u),
  read: route('POST', /^\/read$/u),
}

function frame(bare: Handle = () => Promise.resolve(new Response())) {
  const logged: LogEntry[] = []
  const handle = functionHandler({
    name: 'chat',
    routes,
    handlers: {
      bare,
      echo: ({ captures, caller }) => Promise.resolve(Response.json([...captures, caller.id])),
      read: async ({ body }) => Response.json(await body.json()),
    },
    authenticators: { visitor: () => Promise.resolve(visitor) },
    log: (entry) => logged.push(entry),
  })
  const call = (path: string, init: RequestInit = {}) =>
    handle(new Request(`http://localhost${path}`, { headers: { origin }, ...init }))
  return { call, logged }
}

const failing =
  (error: Error): Handle =>
  () =>
    Promise.reject(error)

describe('the frame of a function', () => {
  for (const path of ['/chat/stream/7', '/functions/v1/chat/stream/7', '/chat/stream/7/']) {
    it(`finds the route of ${path}`, async () => {
      const response = await frame().call(path)
      assert.deepEqual(await response.json(), ['7', visitor.id])
    })
  }

  it('answers a preflight for any web origin', async () => {
    const response = await frame().call('/chat', { method: 'OPTIONS' })
    assert.equal(response.status, 204)
    assert.equal(response.headers.get('access-control-allow-origin'), origin)
    const allowed = response.headers.get('access-control-allow-headers') ?? ''
    for (const name of ['authorization', 'content-type', 'last-event-id', 'traceparent']) {
      assert.ok(allowed.includes(name))
    }
  })

  it('lets every web origin read every answer', async () => {
    const { call } = frame()
    for (const path of ['/chat/stream/7', '/chat/nothing']) {
      const response = await call(path)
      assert.equal(response.headers.get('access-control-allow-origin'), origin)
      assert.equal(response.headers.get('vary'), 'origin')
      assert.match(response.headers.get('access-control-expose-headers') ?? '', /x-request-id/u)
      assert.ok(response.headers.get('x-request-id'))
    }
  })

  it('gives a sandboxed page nothing to read', async () => {
    const response = await frame().call('/chat/stream/7', { headers: { origin: 'null' } })
    assert.equal(response.headers.get('access-control-allow-origin'), null)
  })

  it('tells a missing path from a wrong method', async () => {
    const { call } = frame()
    const missing = await call('/chat/nothing')
    assert.equal(missing.status, 404)
    const wrong = await call('/chat/stream/7', { method: 'DELETE' })
    assert.equal(wrong.status, 405)
    assert.equal(wrong.headers.get('allow'), 'GET, OPTIONS')
    assert.equal(((await wrong.json()) as { code: string }).code, 'method_not_allowed')
  })

  it('reads a body as far as its route allows', async () => {
    const { call } = frame()
    const post = (body: string) =>
      call('/chat/read', {
        method: 'POST',
        headers: { origin, 'content-type': 'application/json' },
        body,
      })
    assert.equal(await (await post('{"a":12}')).text(), '{"a":12}')
    assert.equal((await post('{"a":123}')).status, 413)
  })

  it('lets a check see the body, which the handler reads all the same', async () => {
    const seen: string[] = []
    const call = functionHandler({
      name: 'phone',
      routes: { ring: route('POST', /^\/$/u) },
      handlers: {
        ring: async ({ body, caller }) => Response.json([await body.json(), caller.id]),
      },
      // Of other modes than those of its routes a function needs none.
      authenticators: {
        visitor: async (_request, body) => {
          seen.push(new TextDecoder().decode(await body.bytes()))
          return visitor
        },
      },
      log: () => undefined,
    })
    const post = (body: string) =>
      call(
        new Request('http://localhost/phone', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        }),
      )
    assert.deepEqual(await (await post('{"a":1}')).json(), [{ a: 1 }, visitor.id])
    assert.deepEqual(seen, ['{"a":1}'])
    assert.equal((await post('{"a":1234}')).status, 413)
  })

  it('answers a problem with its own status, silently', async () => {
    const problem = new ProblemError('turn_in_progress', 'Wait.', { streamId: 'abc' })
    const { call, logged } = frame(failing(problem))
    const response = await call('/chat')
    assert.equal(response.status, 409)
    assert.deepEqual(await response.json(), {
      code: 'turn_in_progress',
      message: 'Wait.',
      streamId: 'abc',
    })
    assert.deepEqual(
      logged.map(({ level, event }) => [level, event]),
      [['info', 'request']],
    )
  })

  it('logs a line a request, whatever became of it, and none for a preflight', async () => {
    const { call, logged } = frame()
    await call('/chat', { method: 'OPTIONS' })
    const response = await call('/chat/stream/7')
    await call('/chat/nothing')
    assert.deepEqual(
      logged.map(({ ms: _, requestId: __, ...fields }) => fields),
      [
        {
          level: 'info',
          event: 'request',
          traceId: undefined,
          function: 'chat',
          route: 'echo',
          status: 200,
          code: undefined,
        },
        {
          level: 'info',
          event: 'request',
          traceId: undefined,
          function: 'chat',
          route: undefined,
          status: 404,
          code: 'not_found',
        },
      ],
    )
    assert.equal(logged[0]?.['requestId'], response.headers.get('x-request-id'))
  })

  it('stands in the trace that a request comes with, and its line says in which', async () => {
    const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`
    let passedOn: object | undefined
    const { call, logged } = frame(() => {
      passedOn = traceHeaders()
      return Promise.resolve(new Response())
    })
    await call('/chat', { headers: { traceparent } })
    assert.deepEqual(passedOn, { traceparent })
    assert.equal(logged[0]?.['traceId'], 'ab'.repeat(16))
  })

  it('begins no trace while nothing is traced', async () => {
    let passedOn: object | undefined
    const { call } = frame(() => {
      passedOn = traceHeaders()
      return Promise.resolve(new Response())
    })
    await call('/chat')
    assert.deepEqual(passedOn, {})
  })

  it('says how long to wait in the header, too', async () => {
    const problem = new ProblemError('database_unavailable', 'Wait.', { retryAfterMs: 1500 })
    const response = await frame(failing(problem)).call('/chat')
    assert.equal(response.headers.get('retry-after'), '2')
    assert.equal(((await response.json()) as { retryAfterMs: number }).retryAfterMs, 1500)
  })

  it('answers an exception with an id that is in the log, and with nothing of its message', async () => {
    const { call, logged } = frame(failing(new TypeError('what a person said')))
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
