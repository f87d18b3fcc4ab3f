import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { readEvents, textOf } from '../../../test/fixtures/event-reader.ts'
import {
  allowedOrigin,
  asService,
  environment,
  forgeToken,
  pageRequest,
  siteKey,
  signInAnonymously,
  startFunctions,
  type FunctionsUnderTest,
  type TestVisitor,
} from '../../../test/fixtures/functions-under-test.ts'
import {
  answer,
  failWith,
  startLlmServer,
  truncateAfter,
  type LlmServer,
} from '../../../test/fixtures/llm-server.ts'
import { beginUpload } from '../../../test/fixtures/unfinished-upload.ts'
import { createModels } from '../_shared/providers/create-models.ts'
import { ownServerModel } from '../_shared/providers/openai-compatible/openai-compatible.ts'
import type { Problem } from '../_shared/wire/problem.ts'

type StoredMessage = {
  id: string
  parent_id: string | null
  role: string
  status: string
  content: string
  finish_reason: string | null
  error_code: string | null
  output_tokens: number | null
}

let server: LlmServer
let functions: FunctionsUnderTest
let visitor: TestVisitor

before(async () => {
  server = await startLlmServer()
  functions = await startProcess()
  visitor = await signInAnonymously()
})
after(async () => {
  await functions.idle()
  await server.close()
})

/** The functions in a memory of their own, all asking the same model. */
function startProcess(): Promise<FunctionsUnderTest> {
  const models = createModels({
    providers: { 'openai-compatible': { apiKey: undefined, baseUrl: server.baseUrl } },
    rejectParameter: () => undefined,
  })
  const model = models.modelFor(ownServerModel('fake'))
  assert.ok(model)
  return startFunctions({ model })
}

type SendOptions = { as?: TestVisitor; from?: FunctionsUnderTest; origin?: string }

function send(body: Record<string, unknown>, options: SendOptions = {}): Promise<Response> {
  const { as = visitor, from = functions, origin } = options
  const message = { siteKey, clientMessageId: crypto.randomUUID(), content: 'Hello', ...body }
  const request = { body: message, token: as.token, ...(origin !== undefined && { origin }) }
  return from.chat(pageRequest('/chat', request))
}

/** Sends and reads the answer to its end. */
async function exchange(body: Record<string, unknown> = {}, options: SendOptions = {}) {
  const response = await send(body, options)
  assert.equal(response.status, 200, await (response.ok ? '' : response.clone().text()))
  const events = await readEvents(response).rest()
  const first = events[0]?.event
  assert.ok(first?.type === 'meta')
  return { meta: first, events, text: textOf(events), last: events.at(-1)?.event }
}

function resume(streamId: string, after?: number, from = functions, as = visitor) {
  const headers: Record<string, string> =
    after === undefined ? {} : { 'last-event-id': String(after) }
  const request = { method: 'GET', token: as.token, headers }
  return from.chat(pageRequest(`/chat/stream/${streamId}`, request))
}

function stop(streamId: string, from = functions, as = visitor): Promise<Response> {
  return from.chat(pageRequest(`/chat/stream/${streamId}/stop`, { token: as.token }))
}

function messagesOf(chatId: string): Promise<StoredMessage[]> {
  return asService(`messages?chat_id=eq.${chatId}&order=created_at,role`)
}

/** Status and problem of a refusal, which the page can always read. */
async function problemOf(answering: Promise<Response>): Promise<[number, Problem]> {
  const response = await answering
  assert.ok(response.headers.get('access-control-allow-origin'))
  return [response.status, (await response.json()) as Problem]
}

describe('sending a message', () => {
  it('streams the answer and keeps the whole turn', async () => {
    server.behave(answer(['Hi', ' there', '!']))
    const { meta, text, last } = await exchange({ characterSlug: 'ada', content: 'Hello, Ada' })
    assert.equal(text, 'Hi there!')
    assert.ok(last?.type === 'message-end' && last.messageId === meta.messageId)
    const stored = await messagesOf(meta.chatId)
    assert.equal(stored.length, 3)
    const question = stored.find(({ id }) => id === meta.userMessageId)
    const reply = stored.find(({ id }) => id === meta.messageId)
    assert.equal(question?.content, 'Hello, Ada')
    assert.equal(reply?.parent_id, question?.id)
    assert.deepEqual(
      [reply?.status, reply?.content, reply?.finish_reason, reply?.output_tokens],
      ['complete', 'Hi there!', 'stop', 3],
    )
  })

  it('stores the message before any model is asked', async () => {
    const byHand = server.byHand()
    const response = await send({ content: 'Is it safe?' })
    const events = readEvents(response)
    const meta = await events.nextOf('meta')
    const upstream = await byHand
    const [question] = (await messagesOf(meta.chatId)).filter(({ role }) => role === 'user')
    assert.equal(question?.content, 'Is it safe?')
    upstream.text('Yes')
    upstream.finish()
    upstream.done()
    await events.rest()
  })

  it('shows the model the character and the conversation so far', async () => {
    server.behave(answer(['First answer']))
    const { meta } = await exchange({ characterSlug: 'ada', content: 'First question' })
    await exchange({ chatId: meta.chatId, content: 'Second question' })
    const { request } = server.exchanges.at(-1) ?? {}
    const messages = request?.['messages'] as { role: string; content: string }[]
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['system', 'assistant', 'user', 'assistant', 'user'],
    )
    assert.match(messages[0]?.content ?? '', /You are Ada/u)
    assert.deepEqual(
      messages.slice(2).map(({ content }) => content),
      ['First question', 'First answer', 'Second question'],
    )
  })

  it('keeps emoji, right-to-left text and combining marks byte for byte', async () => {
    const content = '👩‍👩‍👧‍👦 שלום e\u0301 ﷺ \u202eabc\u202c \u{1f1fa}\u{1f1e6} "\\u0041" \r\n\t|'
    const pieces = ['נכון ', '👍', '🏽 e', '\u0301']
    server.behave(answer(pieces))
    const { meta, text } = await exchange({ content })
    assert.equal(text, pieces.join(''))
    const stored = await messagesOf(meta.chatId)
    assert.equal(stored.find(({ id }) => id === meta.userMessageId)?.content, content)
    assert.equal(stored.find(({ id }) => id === meta.messageId)?.content, pieces.join(''))
  })

  it('adds a variant when an answer is asked for again', async () => {
    server.behave(answer(['One']))
    const { meta } = await exchange({})
    server.behave(answer(['Two']))
    const again = await exchange({
      chatId: meta.chatId,
      regenerateMessageId: meta.messageId,
      content: undefined,
    })
    assert.equal(again.text, 'Two')
    assert.equal(again.meta.userMessageId, meta.userMessageId)
    const replies = (await messagesOf(meta.chatId)).filter(
      ({ parent_id }) => parent_id === meta.userMessageId,
    )
    assert.deepEqual(replies.map(({ content }) => content).sort(), ['One', 'Two'])
  })

  it('runs a turn once, however often it is sent', async () => {
    const byHand = server.byHand()
    const asked = server.exchanges.length
    const clientMessageId = crypto.randomUUID()
    const elsewhere = await startProcess()
    const responses = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        send({ clientMessageId }, { from: index % 2 === 0 ? functions : elsewhere }),
      ),
    )
    const upstream = await byHand
    for (const word of ['Only', ' one', ' answer']) upstream.text(word)
    upstream.finish()
    upstream.done()
    const all = await Promise.all(responses.map((response) => readEvents(response).rest()))
    for (const events of all) assert.deepEqual(events, all[0])
    assert.equal(textOf(all[0] ?? []), 'Only one answer')
    assert.equal(server.exchanges.length, asked + 1)
    await elsewhere.idle()
  })

  it('goes on and is stored when the visitor leaves', async () => {
    const byHand = server.byHand()
    const events = readEvents(await send({}))
    const meta = await events.nextOf('meta')
    const upstream = await byHand
    upstream.text('You')
    await events.nextOf('text-delta')
    await events.cancel()
    upstream.text(' left')
    upstream.finish()
    upstream.done()
    await functions.idle()
    const reply = (await messagesOf(meta.chatId)).find(({ id }) => id === meta.messageId)
    assert.deepEqual([reply?.status, reply?.content], ['complete', 'You left'])
  })
})

describe('a model that fails', () => {
  it('leaves a failed answer that the same message tries again', async () => {
    server.behave(failWith(503))
    const clientMessageId = crypto.randomUUID()
    const { meta, last } = await exchange({ clientMessageId })
    assert.ok(last?.type === 'error' && last.code === 'model_unavailable')
    const [reply] = (await messagesOf(meta.chatId)).filter(({ id }) => id === meta.messageId)
    assert.deepEqual([reply?.status, reply?.error_code], ['failed', 'status_503'])

    server.behave(answer(['Better now']))
    const again = await exchange({ clientMessageId })
    assert.equal(again.text, 'Better now')
    assert.equal(again.meta.messageId, meta.messageId)
  })

  it('keeps what was said when it breaks off', async () => {
    server.behave(truncateAfter(['Half', ' an answer']))
    const { meta, last, text } = await exchange({})
    assert.equal(text, 'Half an answer')
    assert.ok(last?.type === 'error' && last.code === 'stream_interrupted')
    const [reply] = (await messagesOf(meta.chatId)).filter(({ id }) => id === meta.messageId)
    assert.deepEqual([reply?.status, reply?.content], ['interrupted', 'Half an answer'])
  })
})

describe('coming back', () => {
  for (const where of ['the same process', 'another process'] as const) {
    it(`shows the rest of a running stream from ${where}`, async () => {
      const byHand = server.byHand()
      const from = where === 'the same process' ? functions : await startProcess()
      const events = readEvents(await send({}))
      const meta = await events.nextOf('meta')
      const upstream = await byHand
      upstream.text('Before')
      await events.nextOf('text-delta')
      await events.cancel()
      const resumed = readEvents(await resume(meta.streamId, 5, from))
      upstream.text(' and after')
      upstream.finish()
      upstream.done()
      const rest = await resumed.rest()
      assert.equal(rest[0]?.sequence, 6)
      assert.equal(textOf(rest), ' and after')
      assert.equal(rest.at(-1)?.event.type, 'message-end')
    })
  }

  it('shows a finished stream again, event for event', async () => {
    server.behave(answer(['One', ' two']))
    const { meta, events } = await exchange({})
    const replayed = readEvents(await resume(meta.streamId))
    assert.deepEqual(await replayed.rest(), events)
  })

  it('is for nobody else, and gives no hint that there is something', async () => {
    server.behave(answer(['One']))
    const { meta } = await exchange({})
    const other = await signInAnonymously()
    const theirs = await problemOf(resume(meta.streamId, 0, functions, other))
    const nobodys = await problemOf(resume(crypto.randomUUID(), 0, functions, other))
    assert.equal(theirs[0], 404)
    assert.deepEqual(theirs, nobodys)
    const noId = await problemOf(resume('not-an-id'))
    assert.deepEqual(noId, nobodys)
  })

  for (const id of ['-1', '1.5', 'abc', '99999999999999999999']) {
    it(`refuses "${id}" as a place`, async () => {
      const request = { method: 'GET', token: visitor.token, headers: { 'last-event-id': id } }
      const path = `/chat/stream/${crypto.randomUUID()}`
      const [status, problem] = await problemOf(functions.chat(pageRequest(path, request)))
      assert.deepEqual([status, problem.field], [400, 'last-event-id'])
    })
  }
})

describe('stopping', () => {
  for (const where of ['the same process', 'another process'] as const) {
    it(`from ${where} closes the model’s connection and keeps the text`, async () => {
      const byHand = server.byHand()
      const from = where === 'the same process' ? functions : await startProcess()
      const events = readEvents(await send({}))
      const meta = await events.nextOf('meta')
      const upstream = await byHand
      upstream.text('So far')
      await events.nextOf('text-delta')
      const startedAt = performance.now()
      const response = await stop(meta.streamId, from)
      assert.equal(response.status, 202)
      assert.deepEqual(await response.json(), { outcome: 'stopping' })
      await upstream.closed
      assert.ok(performance.now() - startedAt < 1000)
      const last = (await events.rest()).at(-1)?.event
      assert.ok(last?.type === 'message-end' && last.finishReason === 'stopped')
      const [reply] = (await messagesOf(meta.chatId)).filter(({ id }) => id === meta.messageId)
      assert.deepEqual([reply?.status, reply?.content], ['stopped', 'So far'])
      assert.deepEqual(await (await stop(meta.streamId, from)).json(), { outcome: 'ended' })
    })
  }

  it('works while the model is silent, from another process', async () => {
    const byHand = server.byHand()
    const events = readEvents(await send({}))
    const meta = await events.nextOf('meta')
    const upstream = await byHand
    const elsewhere = await startProcess()
    const startedAt = performance.now()
    await stop(meta.streamId, elsewhere)
    await upstream.closed
    assert.ok(performance.now() - startedAt < 1000)
    await events.rest()
  })

  it('is for nobody else', async () => {
    const byHand = server.byHand()
    const events = readEvents(await send({}))
    const meta = await events.nextOf('meta')
    const upstream = await byHand
    const other = await signInAnonymously()
    const [status, problem] = await problemOf(stop(meta.streamId, functions, other))
    assert.deepEqual([status, problem.code], [404, 'stream_not_found'])
    upstream.text('Still here')
    upstream.finish()
    upstream.done()
    assert.equal((await events.rest()).at(-1)?.event.type, 'message-end')
  })
})

describe('a request that cannot be', () => {
  it('names the running stream when another message is sent meanwhile', async () => {
    const byHand = server.byHand()
    const events = readEvents(await send({}))
    const meta = await events.nextOf('meta')
    const upstream = await byHand
    const [status, problem] = await problemOf(send({ chatId: meta.chatId, content: 'And?' }))
    assert.deepEqual([status, problem.code], [409, 'turn_in_progress'])
    assert.equal(problem.streamId, meta.streamId)
    upstream.text('Done')
    upstream.finish()
    upstream.done()
    await events.rest()
    const stored = await messagesOf(meta.chatId)
    assert.equal(stored.filter(({ content }) => content === 'And?').length, 0)
  })

  it('refuses another text under the same id', async () => {
    server.behave(answer(['One']))
    const clientMessageId = crypto.randomUUID()
    await exchange({ clientMessageId, content: 'One text' })
    const [status, problem] = await problemOf(send({ clientMessageId, content: 'Another' }))
    assert.deepEqual([status, problem.code], [409, 'idempotency_conflict'])
  })

  it('tells another visitor’s chat from none in nothing', async () => {
    server.behave(answer(['One']))
    const { meta } = await exchange({})
    const other = await signInAnonymously()
    const theirs = await problemOf(send({ chatId: meta.chatId }, { as: other }))
    const nobodys = await problemOf(send({ chatId: crypto.randomUUID() }, { as: other }))
    assert.deepEqual([theirs[0], theirs[1].code], [404, 'chat_not_found'])
    assert.deepEqual(theirs, nobodys)
  })

  const refused: [name: string, body: Record<string, unknown>, status: number, code: string][] = [
    ['an unknown site', { siteKey: 'nowhere' }, 404, 'site_not_found'],
    ['an unknown character', { characterSlug: 'nobody' }, 404, 'character_not_found'],
    ['an unknown field', { admin: true }, 400, 'invalid_request'],
    ['an empty message', { content: '' }, 400, 'invalid_request'],
    ['a blank message', { content: ' \n ' }, 400, 'invalid_request'],
    ['8,001 characters', { content: 'a'.repeat(8001) }, 400, 'invalid_request'],
    ['NUL', { content: 'a\0' }, 400, 'invalid_request'],
    ['a lone surrogate', { content: '\ud83d' }, 400, 'invalid_request'],
    ['a chat id that is no id', { chatId: '1' }, 400, 'invalid_request'],
    [
      'an answer that does not exist',
      { regenerateMessageId: '5f0c2f7c-3d0e-4a0e-8a58-0f4a2f7f8f11', content: undefined },
      400,
      'invalid_request',
    ],
  ]
  for (const [name, body, status, code] of refused) {
    it(`answers ${status} to ${name} and asks no model`, async () => {
      const asked = server.exchanges.length
      const [givenStatus, problem] = await problemOf(send(body))
      assert.deepEqual([givenStatus, problem.code], [status, code])
      if (code === 'invalid_request') assert.ok(problem.field)
      assert.equal(server.exchanges.length, asked)
    })
  }

  it('does not regenerate what is no answer of that chat', async () => {
    server.behave(answer(['One']))
    const { meta } = await exchange({})
    for (const regenerateMessageId of [crypto.randomUUID(), meta.userMessageId]) {
      const body = { chatId: meta.chatId, regenerateMessageId, content: undefined }
      const [status, problem] = await problemOf(send(body))
      assert.deepEqual([status, problem.code], [404, 'message_not_found'])
    }
  })

  it('does not serve pages the site does not allow', async () => {
    for (const origin of ['https://evil.example', 'http://localhost.evil.example', 'null']) {
      const response = await send({}, { origin })
      assert.equal(response.status, 403)
      assert.equal(((await response.json()) as Problem).code, 'origin_not_allowed')
    }
  })

  it('keeps a visitor of one site out of another', async () => {
    server.behave(answer(['One']))
    await exchange({})
    const otherKey = `other-${crypto.randomUUID().slice(0, 8)}`
    const site = { site_key: otherKey, name: 'Other', allowed_origins: ['http://localhost:*'] }
    await asService('sites', { method: 'POST', body: { ...site, default_language: 'en' } })
    const [status, problem] = await problemOf(send({ siteKey: otherKey }))
    assert.deepEqual([status, problem.code], [403, 'wrong_site'])
  })

  it('takes a token whose user is gone for none', async () => {
    const gone = crypto.randomUUID()
    const [status, problem] = await problemOf(
      send({}, { as: { id: gone, token: await forgeToken(gone) } }),
    )
    assert.deepEqual([status, problem.code], [401, 'unauthorized'])
  })

  it('refuses malformed JSON, other types and other methods', async () => {
    const { token } = visitor
    const call = (request: Parameters<typeof pageRequest>[1]) =>
      problemOf(functions.chat(pageRequest('/chat', { token, ...request })))
    assert.equal((await call({ body: '{"siteKey":' }))[0], 400)
    const headers = { 'content-type': 'text/plain' }
    assert.equal((await call({ body: '{}', headers }))[0], 415)
    assert.equal((await call({ method: 'PUT', body: {} }))[0], 405)
    assert.equal((await call({ method: 'GET' }))[0], 405)
  })

  for (const [name, size] of Object.entries({
    'of declared 10 MB after its first bytes': { declaredBytes: 10 * 1024 ** 2, sentBytes: 1024 },
    'in chunks where it passes the limit': { sentBytes: 33 * 1024 },
  })) {
    it(`cuts off a body ${name}, over a real connection`, async () => {
      const headers = { authorization: `Bearer ${visitor.token}`, origin: allowedOrigin }
      const url = `${environment.supabaseUrl}/functions/v1/chat`
      const response = await beginUpload(url, { headers, ...size })
      assert.match(response, /^HTTP\/1\.1 413 /u)
      assert.match(response, /"code":"body_too_large"/u)
    })
  }

  it('says when the database is away', async () => {
    const cutOff = await startFunctions({ supabaseUrl: 'http://127.0.0.1:1' })
    const [status, problem] = await problemOf(send({}, { from: cutOff }))
    assert.deepEqual([status, problem.code], [503, 'database_unavailable'])
    assert.equal(cutOff.logged[0]?.['code'], 'database_unavailable')
  })

  it('never logs what a person said', async () => {
    server.behave(failWith(500))
    const secret = 'a very private matter'
    await exchange({ content: secret })
    await problemOf(send({ content: secret, chatId: crypto.randomUUID() }))
    assert.ok(functions.logged.length > 0)
    assert.ok(!JSON.stringify(functions.logged).includes(secret))
  })
})
