import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as v from 'valibot'
import { SendRequest } from '../wire/chat-request.ts'
import { ProblemError } from '../problem-error.ts'
import { parseRequest, requestBody } from './read-body.ts'

const maxBytes = 32_768
const read = (request: Request) => requestBody(request, maxBytes).json()
const readOptional = (request: Request) => requestBody(request, maxBytes).optionalJson()

const json = { 'content-type': 'application/json' }

function post(body: BodyInit | null, headers: Record<string, string> = json): Request {
  return new Request('http://localhost/chat', { method: 'POST', body, headers })
}

async function codeOf(reading: Promise<unknown>): Promise<string> {
  const error = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof ProblemError)
  return error.problem.code
}

/** An endless body that counts what is taken of it. */
function endlessBody() {
  const seen = { bytes: 0, isCancelled: false }
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        seen.bytes += 4096
        controller.enqueue(new Uint8Array(4096).fill(0x20))
      },
      cancel() {
        seen.isCancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { seen, stream }
}

function streamed(stream: ReadableStream<Uint8Array>, headers = {}): Request {
  const init = { method: 'POST', body: stream, headers: { ...json, ...headers }, duplex: 'half' }
  return new Request('http://localhost/chat', init)
}

describe('reading a body', () => {
  it('takes JSON with a charset', async () => {
    const body = post('{"a":1}', { 'content-type': 'Application/JSON; charset=utf-8' })
    assert.deepEqual(await read(body), { a: 1 })
  })

  it('keeps emoji, right-to-left text and combining marks as they are', async () => {
    const text = '👩‍👩‍👧‍👦 שלום עליכם e\u0301 ﷺ \u202eabc'
    assert.equal(await read(post(JSON.stringify(text))), text)
  })

  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    it(`refuses ${type}`, async () => {
      const code = await codeOf(read(post('{}', { 'content-type': type })))
      assert.equal(code, 'unsupported_media_type')
    })
  }

  for (const body of ['', '{', '{"a":', 'undefined', '{"a":1}x', '\ufffe{}']) {
    it(`refuses what is not JSON: ${JSON.stringify(body)}`, async () => {
      assert.equal(await codeOf(read(post(body))), 'invalid_request')
    })
  }

  for (const [name, body, headers] of [
    ['no body', null, {}],
    ['an empty body', '', {}],
    ['an empty body that is announced as JSON', '', json],
  ] as const) {
    it(`takes ${name} where one may be left out`, async () => {
      assert.deepEqual(await readOptional(post(body, headers)), {})
    })
  }

  it('takes a body that may be left out as any other', async () => {
    assert.deepEqual(await readOptional(post('{"a":1}')), { a: 1 })
    assert.equal(await codeOf(readOptional(post('{'))), 'invalid_request')
    const text = post('{}', { 'content-type': 'text/plain' })
    assert.equal(await codeOf(readOptional(text)), 'unsupported_media_type')
    const large = post(' '.repeat(maxBytes + 1))
    assert.equal(await codeOf(readOptional(large)), 'body_too_large')
  })

  it('is done once, whoever asks again, and in whatever shape', async () => {
    const body = requestBody(post('{"a":1}'), maxBytes)
    const [first, second] = [await body.bytes(), await body.bytes()]
    assert.equal(first, second)
    assert.deepEqual([await body.json(), await body.optionalJson()], [{ a: 1 }, { a: 1 }])
    const text = requestBody(post('a=1', { 'content-type': 'text/plain' }), maxBytes)
    assert.equal(new TextDecoder().decode(await text.bytes()), 'a=1')
    assert.equal(await codeOf(text.json()), 'unsupported_media_type')
  })

  it('refuses bytes that are not UTF-8', async () => {
    const body = new Uint8Array([0x22, 0xc3, 0x28, 0x22])
    assert.equal(await codeOf(read(post(body))), 'invalid_request')
  })

  it('takes a body of exactly the limit', async () => {
    const text = 'a'.repeat(maxBytes - 2)
    assert.equal(await read(post(JSON.stringify(text))), text)
  })

  it('leaves a body unread whose declared size is over the limit', async () => {
    const { seen, stream } = endlessBody()
    const request = streamed(stream, { 'content-length': String(10 * 1024 * 1024) })
    assert.equal(await codeOf(read(request)), 'body_too_large')
    assert.equal(seen.bytes, 0)
    assert.ok(seen.isCancelled)
  })

  it('cuts a body without a size off where it passes the limit', async () => {
    const { seen, stream } = endlessBody()
    assert.equal(await codeOf(read(streamed(stream))), 'body_too_large')
    assert.ok(seen.bytes <= maxBytes + 2 * 4096)
    assert.ok(seen.isCancelled)
  })
})

describe('checking a request', () => {
  const valid = {
    siteKey: 'demo',
    content: 'Hello',
    clientMessageId: '5f0c2f7c-3d0e-4a0e-8a58-0f4a2f7f8f11',
  }

  function problemOf(value: unknown) {
    try {
      parseRequest(SendRequest, value)
    } catch (error) {
      if (error instanceof ProblemError) return error.problem
    }
    return assert.fail('it passed')
  }

  it('hands on a valid value', () => {
    assert.deepEqual(parseRequest(SendRequest, valid), valid)
  })

  const wrong: [name: string, change: Record<string, unknown>, field: string][] = [
    ['an empty message', { content: '' }, 'content'],
    ['a blank message', { content: ' \n\t\u00a0\u2003' }, 'content'],
    ['8,001 characters', { content: 'a'.repeat(8001) }, 'content'],
    ['NUL', { content: 'a\0b' }, 'content'],
    ['a lone high surrogate', { content: 'a\ud83d' }, 'content'],
    ['a lone low surrogate', { content: '\ude00b' }, 'content'],
    ['a message that is no text', { content: 7 }, 'content'],
    ['no message', { content: undefined }, 'content'],
    ['a client id that is no UUID', { clientMessageId: 'abc' }, 'clientMessageId'],
    ['NUL in the site key', { siteKey: 'de\0mo' }, 'siteKey'],
    ['a slug with a path', { characterSlug: '../eva' }, 'characterSlug'],
    ['a temperature out of range', { settings: { temperature: 3 } }, 'settings.temperature'],
    ['an unknown setting', { settings: { seed: 1 } }, 'settings.seed'],
    ['an unknown field', { role: 'system' }, 'role'],
  ]
  for (const [name, change, field] of wrong) {
    it(`refuses ${name} and names the field`, () => {
      const problem = problemOf({ ...valid, ...change })
      assert.equal(problem.code, 'invalid_request')
      assert.equal(problem.field, field)
    })
  }

  it('takes 8,000 characters', () => {
    const content = '語'.repeat(8000)
    assert.equal(parseRequest(SendRequest, { ...valid, content }).content, content)
  })

  for (const value of [null, 'text', 7, []]) {
    it(`refuses a body that is ${JSON.stringify(value)}`, () => {
      assert.equal(problemOf(value).code, 'invalid_request')
    })
  }

  it('does not quote what was sent', () => {
    const secret = 'something private'
    const problem = problemOf({ ...valid, siteKey: [secret], clientMessageId: secret })
    assert.ok(!JSON.stringify(problem).includes(secret))
    const strict = v.strictObject({ mood: v.literal('happy') })
    assert.throws(
      () => parseRequest(strict, { mood: secret }),
      (error: Error) => !error.message.includes(secret),
    )
  })
})
