import assert from 'node:assert/strict'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { turn } from '../../../../test/fixtures/hand-fed-router.ts'
import { ProblemError } from '../problem-error.ts'
import { atTracePlace } from '../tracer.ts'
import { functionCaller } from './call-function.ts'
import { chatDatabase } from './chat-database.ts'
import { FinishTurnResult } from './results.ts'
import * as v from 'valibot'

type Answer = { status?: number; body?: string; silent?: boolean }

/** A Data API on a real socket that always answers the same. */
async function withDataApi(
  answer: Answer,
  test: (api: { url: string; requests: { incoming: IncomingMessage; body: string }[] }) => unknown,
): Promise<void> {
  const requests: { incoming: IncomingMessage; body: string }[] = []
  const server = createServer((incoming, outgoing) => {
    let body = ''
    incoming.on('data', (part: Uint8Array) => (body += new TextDecoder().decode(part)))
    incoming.on('end', () => {
      requests.push({ incoming, body })
      if (answer.silent === true) return
      outgoing.writeHead(answer.status ?? 200, { 'content-type': 'application/json' })
      outgoing.end(answer.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    await test({ url: `http://127.0.0.1:${port}`, requests })
  } finally {
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
  }
}

const traced = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), isSampled: true }
const secretKey = 'sb_secret_test'
const parameters = { stream_id: crypto.randomUUID(), status: 'complete', content: '', events: [] }

function isUnavailable(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.code === 'database_unavailable'
}

describe('a call of an SQL function', () => {
  it('is one post with the secret key and nothing else of it', async () => {
    await withDataApi({ body: '{"finished":true,"jobsDue":false}' }, async ({ url, requests }) => {
      const call = functionCaller({ supabaseUrl: url, secretKey })
      const result = await call('finish_turn', parameters, FinishTurnResult)
      assert.deepEqual(result, { finished: true, jobsDue: false })
      const [{ incoming, body } = assert.fail()] = requests
      assert.deepEqual([incoming.method, incoming.url], ['POST', '/rest/v1/rpc/finish_turn'])
      assert.equal(incoming.headers['apikey'], secretKey)
      assert.equal(incoming.headers['authorization'], undefined)
      assert.deepEqual(JSON.parse(body), parameters)
    })
  })

  it('tells the database where in a trace it is called', async () => {
    await withDataApi({ status: 204 }, async ({ url, requests }) => {
      const call = functionCaller({ supabaseUrl: url, secretKey })
      await atTracePlace(traced, () => call('finish_turn', parameters, v.null()))
      await call('finish_turn', parameters, v.null())
      const told = requests.map(({ incoming }) => incoming.headers['traceparent'])
      assert.deepEqual(told, [`00-${traced.traceId}-${traced.spanId}-01`, undefined])
    })
  })

  it('answers null where the function has no result', async () => {
    await withDataApi({ status: 204 }, async ({ url }) => {
      const call = functionCaller({ supabaseUrl: url, secretKey })
      assert.equal(await call('finish_turn', parameters, v.null()), null)
    })
  })

  const away: [what: string, answer: Answer][] = [
    ['a gateway without a database', { status: 502, body: '<html>Bad gateway</html>' }],
    ['a gateway that waits in vain', { status: 504 }],
    ['a page of somebody else', { body: '<html>Welcome</html>' }],
    ['a server that does not answer', { silent: true }],
    ['a database that shuts down', { status: 500, body: '{"code":"57P01","message":"bye"}' }],
    ['too many connections', { status: 503, body: '{"code":"53300"}' }],
    ['a Data API without a connection', { status: 503, body: '{"code":"PGRST001"}' }],
  ]
  for (const [what, answer] of away) {
    it(`is one of an unavailable database with ${what}`, async () => {
      await withDataApi(answer, async ({ url }) => {
        const timeoutMs = answer.silent === true ? 20 : 10_000
        const call = functionCaller({ supabaseUrl: url, secretKey })
        const answered = call('finish_turn', parameters, FinishTurnResult, timeoutMs)
        await assert.rejects(answered, isUnavailable)
      })
    })
  }

  it('is one of an unavailable database where nobody listens', async () => {
    const call = functionCaller({ supabaseUrl: 'http://127.0.0.1:9', secretKey })
    await assert.rejects(call('finish_turn', parameters, FinishTurnResult), isUnavailable)
  })

  it('hands on for how long a refusal holds, and which stream is in its way', async () => {
    const streamId = crypto.randomUUID()
    const body = JSON.stringify({ outcome: 'turn_in_progress', streamId, retryAfterMs: 1500 })
    await withDataApi({ body }, async ({ url }) => {
      const store = chatDatabase({ supabaseUrl: url, secretKey })
      await assert.rejects(store.beginTurn(turn()), (error) => {
        assert.ok(error instanceof ProblemError)
        const { message: _, ...problem } = error.problem
        assert.deepEqual(problem, { code: 'turn_in_progress', streamId, retryAfterMs: 1500 })
        return true
      })
    })
  })

  it('says by code alone what the database has refused', async () => {
    const body = '{"code":"22P02","message":"invalid input: what somebody said"}'
    await withDataApi({ status: 400, body }, async ({ url }) => {
      const call = functionCaller({ supabaseUrl: url, secretKey })
      await assert.rejects(call('finish_turn', parameters, FinishTurnResult), {
        message: 'finish_turn failed: 400 22P02',
      })
    })
  })

  it('is given up sooner for chunks, which all streams wait for, than for an end', async () => {
    await withDataApi({ silent: true }, async ({ url }) => {
      const store = chatDatabase({ supabaseUrl: url, secretKey })
      const streamId = crypto.randomUUID()
      const end = { streamId, status: 'complete', content: '', finishReason: null } as const
      const nobody = { model: null, provider: null, inputTokens: null, outputTokens: null }
      const first = await Promise.race([
        store.appendStreamChunks([{ streamId, events: [] }]).catch(() => 'chunks'),
        store
          .finishTurn({ ...end, ...nobody, errorCode: null, attempts: [] }, [])
          .catch(() => 'end'),
      ])
      assert.equal(first, 'chunks')
    })
  })
})
