import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  ask as askAt,
  assertFailure,
  askedServer,
} from '../../../../../test/fixtures/asked-model.ts'
import {
  answer,
  errorAfter,
  failWith,
  silence,
  stallAfter,
  startLlmServer,
  succeedWith,
  truncateAfter,
  type Behaviour,
} from '../../../../../test/fixtures/llm-server.ts'
import { ModelFailure, type ModelFailureKind } from '../../domain/model.ts'

const server = askedServer()
const { ask } = server

describe('a model that speaks chat completions', () => {
  it('is asked once and answers piece by piece', async () => {
    const asked = server.exchanges.length
    const { answer: ended, usage, pieces } = await ask(answer(['Because', ' of', ' light']))
    assert.deepEqual(pieces, ['Because', ' of', ' light'])
    assert.deepEqual(ended, { finishReason: 'stop' })
    assert.deepEqual(usage, { inputTokens: 10, outputTokens: 3 })
    const exchange = server.exchanges.at(-1)
    assert.equal(exchange?.path, '/v1/chat/completions')
    assert.equal(exchange?.headers.authorization, 'Bearer sk-test')
    assert.equal(server.exchanges.length, asked + 1)
  })

  it('reads characters that are cut between two packets, CRLF and comments', async () => {
    const { text } = await ask(async (exchange) => {
      const line = `data: ${JSON.stringify({ choices: [{ delta: { content: 'Привет 👋' } }] })}\r\n\r\n`
      for (const byte of new TextEncoder().encode(`: hi\r\n${line}`)) {
        exchange.write(new Uint8Array([byte]))
        await new Promise((resolve) => setImmediate(resolve))
      }
      exchange.finish()
      exchange.done()
    })
    assert.equal(text, 'Привет 👋')
  })

  const failures: [name: string, Behaviour, ModelFailureKind][] = [
    ['the stream is cut', truncateAfter(['Half']), 'truncated'],
    ['it is done without a word', (exchange) => exchange.done(), 'empty'],
    ['an error comes inside the stream', errorAfter(['Half']), 'upstream_error'],
    ['it ends with an error', answer(['Half'], { finishReason: 'error' }), 'upstream_error'],
    ['it says nothing', answer([]), 'empty'],
    ['it says nothing visible', answer([' ', '\n']), 'empty'],
    ['thinking used up the length', answer([], { finishReason: 'length' }), 'empty'],
    ['its answer is filtered', answer([], { finishReason: 'content_filter' }), 'refused'],
    [
      'it refuses',
      (exchange) => {
        exchange.delta({ refusal: 'I cannot.' })
        exchange.finish()
        exchange.done()
      },
      'refused',
    ],
    ['JSON comes with status 200', succeedWith('application/json', '{"error":{}}'), 'not_a_stream'],
    [
      'a JSON error comes with status 200',
      succeedWith('application/json; charset=utf-8', '{"error":{"message":"down"}}'),
      'upstream_error',
    ],
    ['a page comes with status 200', succeedWith('text/html', '<html>'), 'not_a_stream'],
    ['a page comes as a stream', succeedWith('text/event-stream', '\n<html>'), 'not_a_stream'],
    ['a page never ends', (exchange) => exchange.write('<!doctype html>'), 'not_a_stream'],
    ['words come', succeedWith('text/plain', 'Ollama is running'), 'not_a_stream'],
    ['nothing comes', succeedWith('text/event-stream', ''), 'not_a_stream'],
    ['blanks come', succeedWith('application/json', ' \n\n'), 'not_a_stream'],
    [
      'JSON comes that is no answer',
      succeedWith('application/json', '{"data":[]}'),
      'not_a_stream',
    ],
    ['JSON is cut', succeedWith('application/json', '{"choices":[{"mess'), 'truncated'],
    [
      'an answer of JSON is empty',
      succeedWith('application/json', '{"choices":[{"message":{"content":""}}]}'),
      'empty',
    ],
    [
      'lines of JSON are cut',
      succeedWith('application/x-ndjson', '{"choices":[{"delta":{"content":"Half"}}]}\n'),
      'truncated',
    ],
    ['the last chunk is cut', succeedWith('text/event-stream', 'data: {"choices":[{'), 'truncated'],
    ['only comments come', succeedWith('text/event-stream', ': hello\n\n'), 'truncated'],
    ['a chunk is no JSON', (exchange) => exchange.write('data: {"choi\n\n'), 'malformed'],
    ['a chunk is no object', (exchange) => exchange.write('data: 7\n\n'), 'malformed'],
    ['a line never ends', (exchange) => exchange.write('x'.repeat(9 * 1024 ** 2)), 'malformed'],
    [
      'the connection breaks',
      async (exchange) => {
        exchange.text('Half')
        await new Promise((resolve) => setTimeout(resolve, 10))
        exchange.destroy()
      },
      'truncated',
    ],
  ]
  for (const [name, behaviour, kind] of failures) {
    it(`fails when ${name}`, async () => {
      assertFailure((await ask(behaviour)).error, kind)
    })
  }

  it('blames nobody when thinking used up the length that was asked for', async () => {
    const { error } = await ask(answer([], { finishReason: 'length' }))
    assertFailure(error, 'empty')
    assert.equal(error.blame, 'nobody')
  })

  const errors: [name: string, error: unknown][] = [
    ['an error', { error: { message: 'x', type: 'server_error' } }],
    ['an error of words', { error: 'x' }],
    ['an error without any', { error: true }],
    ['a list of errors', { errors: [{ message: 'x' }] }],
    ['a list with an error', [{ error: { code: 503, status: 'UNAVAILABLE' } }]],
    ['a list in an error', { error: [{ message: 'x' }] }],
    ['a detail', { detail: 'x' }],
    ['a list of details', { detail: [{ loc: ['body'], msg: 'x' }] }],
    ['a message', { message: 'x' }],
    ['a message in capitals', { Message: 'x' }],
    ['a message of another name', { error_code: 18, error_msg: 'x' }],
    ['an error message', { error_message: 'x' }],
    ['a code', { code: 1001, msg: 'x' }],
    ['a status', { status: 'error', reason: 'x' }],
    ['no success', { success: false }],
    ['a failed status beside no choices', { choices: null, base_resp: { status_code: 1008 } }],
    ['an error beside no choices', { choices: [], error: { message: 'x' } }],
    ['an error in a choice', { choices: [{ index: 0, error: { message: 'x', code: 502 } }] }],
  ]
  for (const [name, error] of errors) {
    it(`fails in the middle of an answer with ${name}, whatever comes behind it`, async () => {
      const { error: failure } = await ask((exchange) => {
        exchange.text('Half')
        exchange.chunk(error)
        exchange.done()
      })
      assertFailure(failure, 'upstream_error')
    })
  }

  it('does not take a good status for an error', async () => {
    const { text, error } = await ask((exchange) => {
      exchange.text('Hi')
      exchange.chunk({ choices: [], base_resp: { status_code: 0, status_msg: '' } })
      exchange.chunk({ choices: null, base_resp: { status_code: 0, status_msg: '' } })
      exchange.done()
    })
    assert.equal(error, undefined)
    assert.equal(text, 'Hi')
  })

  for (const status of [408, 409, 429, 500, 503, 529]) {
    it(`fails at once with status ${status}, without a second try`, async () => {
      const asked = server.exchanges.length
      const { error } = await ask(failWith(status, { 'retry-after': '1' }))
      assertFailure(error, 'status')
      assert.equal(error.status, status)
      assert.equal(error.retryAfterMs, 1000)
      assert.equal(server.exchanges.length, asked + 1)
    })
  }

  it('fails when nobody is there', async () => {
    const gone = await startLlmServer()
    await gone.close()
    assertFailure((await askAt(gone.baseUrl)).error, 'connection')
  })

  it('reads no more of an error than an error may have', async () => {
    for (const body of ['x'.repeat(8 * 1024 ** 2), undefined]) {
      const { error } = await ask((exchange) => {
        exchange.head(503, { 'content-type': 'application/json' })
        // Without a body, the server keeps the connection open and silent.
        if (body !== undefined) exchange.write(body)
      })
      assertFailure(error, 'status')
      assert.equal(error.status, 503)
      await server.exchanges.at(-1)?.closed
    }
  })

  it('closes the connections of many streams that are stopped when much was read', async () => {
    // By then the runtime's own fetch does not hear of an abort any more.
    const index = server.exchanges.length
    for (let round = 0; round < 2; round += 1) {
      const stopping = new AbortController()
      let written = 0
      const asked = Array.from({ length: 27 }, () =>
        ask(
          async (exchange) => {
            while (!exchange.isClosed) {
              exchange.comment()
              if (++written === 3_000) stopping.abort(new Error('stopped'))
              await new Promise((resolve) => setTimeout(resolve, 1))
            }
          },
          { signal: stopping.signal },
        ),
      )
      for (const { error } of await Promise.all(asked)) assert.equal(error, stopping.signal.reason)
    }
    await Promise.all(server.exchanges.slice(index).map(({ closed }) => closed))
  })

  for (const [when, behaviour] of [
    ['before it has answered', silence],
    ['in the middle', stallAfter(['Half'])],
    ['in the body of an error', (exchange) => exchange.head(500, {})],
  ] as [string, Behaviour][]) {
    it(`closes the connection when it is stopped ${when}`, async () => {
      const stopping = new AbortController()
      const index = server.exchanges.length
      const reason = new Error('stopped')
      const { error } = await ask(
        async (exchange) => {
          setTimeout(() => stopping.abort(reason), 10)
          await behaviour(exchange)
        },
        { signal: stopping.signal },
      )
      assert.equal(error, reason)
      await server.exchanges[index]?.closed
    })
  }

  for (const [what, data] of [
    ['an error', '{"error":{"message":"overloaded"}}'],
    ['garbage', '{"choices":'],
  ]) {
    it(`closes a connection that is left open behind ${what}`, async () => {
      const { error } = await ask((exchange) => exchange.write(`data: ${data}\n\n`))
      assert.ok(error instanceof ModelFailure)
      await server.exchanges.at(-1)?.closed
    })
  }

  it('does not ask at all when it is stopped already', async () => {
    const asked = server.exchanges.length
    const reason = new Error('stopped')
    const { error } = await ask(answer(['Hi']), { signal: AbortSignal.abort(reason) })
    assert.equal(error, reason)
    assert.equal(server.exchanges.length, asked)
  })

  it('does not quote the provider, who may quote the visitor', async () => {
    const body = JSON.stringify({ error: { message: 'you said: something private' } })
    for (const behaviour of [
      succeedWith('application/json', body),
      ((exchange) => exchange.write(`data: ${body}\n\n`)) as Behaviour,
      ((exchange) => {
        exchange.head(400, { 'content-type': 'application/json' })
        exchange.end(body)
      }) as Behaviour,
    ]) {
      const { error } = await ask(behaviour)
      assert.ok(error instanceof ModelFailure)
      assert.ok(!JSON.stringify(error, Object.getOwnPropertyNames(error)).includes('private'))
      assert.equal(error.cause, undefined)
    }
  })
})
