import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  messagesOf,
  problemOf,
  startConversations,
  type Conversations,
} from '../../../test/fixtures/conversations.ts'
import { readEvents } from '../../../test/fixtures/event-reader.ts'
import {
  allowedOrigin,
  asService,
  environment,
  forgeToken,
  pageRequest,
  signInAnonymously,
  startFunctions,
} from '../../../test/fixtures/functions-under-test.ts'
import { answer, failWith } from '../../../test/fixtures/llm-server.ts'
import { beginUpload } from '../../../test/fixtures/unfinished-upload.ts'
import { routes } from '../_shared/routes.ts'
import type { Problem } from '../_shared/wire/problem.ts'

let talk: Conversations
before(async () => {
  talk = await startConversations()
})
after(() => talk.close())

describe('a request that cannot be', () => {
  it('names the running stream when another message is sent meanwhile', async () => {
    const byHand = talk.server.byHand()
    const events = readEvents(await talk.send({}))
    const meta = await events.nextOf('meta')
    const upstream = await byHand
    const [status, problem] = await problemOf(talk.send({ chatId: meta.chatId, content: 'And?' }))
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
    talk.server.behave(answer(['One']))
    const clientMessageId = crypto.randomUUID()
    await talk.exchange({ clientMessageId, content: 'One text' })
    const [status, problem] = await problemOf(talk.send({ clientMessageId, content: 'Another' }))
    assert.deepEqual([status, problem.code], [409, 'idempotency_conflict'])
  })

  it('tells another visitor’s chat from none in nothing', async () => {
    talk.server.behave(answer(['One']))
    const { meta } = await talk.exchange({})
    const other = await signInAnonymously()
    const theirs = await problemOf(talk.send({ chatId: meta.chatId }, { as: other }))
    const nobodys = await problemOf(talk.send({ chatId: crypto.randomUUID() }, { as: other }))
    assert.deepEqual([theirs[0], theirs[1].code], [404, 'chat_not_found'])
    assert.deepEqual(theirs, nobodys)
  })

  const refused: [name: string, body: Record<string, unknown>, status: number, code: string][] = [
    ['an unknown site', { siteKey: 'nowhere' }, 404, 'site_not_found'],
    ['an unknown character', { characterSlug: 'nobody' }, 404, 'character_not_found'],
    ['an unknown field', { admin: true }, 400, 'invalid_request'],
    ['an empty message', { content: '' }, 400, 'invalid_request'],
    ['a blank message', { content: ' \n ' }, 400, 'invalid_request'],
    ['an invisible message', { content: '\u200b\u2060\u3164' }, 400, 'invalid_request'],
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
      const asked = talk.server.exchanges.length
      const [givenStatus, problem] = await problemOf(talk.send(body))
      assert.deepEqual([givenStatus, problem.code], [status, code])
      if (code === 'invalid_request') assert.ok(problem.field)
      assert.equal(talk.server.exchanges.length, asked)
    })
  }

  it('does not regenerate what is no answer of that chat', async () => {
    talk.server.behave(answer(['One']))
    const { meta } = await talk.exchange({})
    for (const regenerateMessageId of [crypto.randomUUID(), meta.userMessageId]) {
      const body = { chatId: meta.chatId, regenerateMessageId, content: undefined }
      const [status, problem] = await problemOf(talk.send(body))
      assert.deepEqual([status, problem.code], [404, 'message_not_found'])
    }
  })

  it('does not serve pages the site does not allow', async () => {
    for (const origin of ['https://evil.example', 'http://localhost.evil.example', 'null']) {
      const response = await talk.send({}, { origin })
      assert.equal(response.status, 403)
      assert.equal(((await response.json()) as Problem).code, 'origin_not_allowed')
    }
  })

  it('keeps a visitor of one site out of another', async () => {
    talk.server.behave(answer(['One']))
    await talk.exchange({})
    const otherKey = `other-${crypto.randomUUID().slice(0, 8)}`
    const site = { site_key: otherKey, name: 'Other', allowed_origins: ['http://localhost:*'] }
    await asService('sites', { method: 'POST', body: { ...site, default_language: 'en' } })
    const [status, problem] = await problemOf(talk.send({ siteKey: otherKey }))
    assert.deepEqual([status, problem.code], [403, 'wrong_site'])
  })

  it('takes a token whose user is gone for none', async () => {
    const gone = crypto.randomUUID()
    const [status, problem] = await problemOf(
      talk.send({}, { as: { id: gone, token: await forgeToken(gone) } }),
    )
    assert.deepEqual([status, problem.code], [401, 'unauthorized'])
  })

  it('refuses malformed JSON, other types and other methods', async () => {
    const { token } = talk.visitor
    const call = (request: Parameters<typeof pageRequest>[1]) =>
      problemOf(talk.functions.chat(pageRequest('/chat', { token, ...request })))
    assert.equal((await call({ body: '{"siteKey":' }))[0], 400)
    const headers = { 'content-type': 'text/plain' }
    assert.equal((await call({ body: '{}', headers }))[0], 415)
    assert.equal((await call({ method: 'PUT', body: {} }))[0], 405)
    assert.equal((await call({ method: 'GET' }))[0], 405)
  })

  for (const [name, size] of Object.entries({
    'of declared 10 MB after its first bytes': { declaredBytes: 10 * 1024 ** 2, sentBytes: 1024 },
    'in chunks where it passes the limit': { sentBytes: routes.chat.converse.maxBodyBytes + 1024 },
  })) {
    it(`cuts off a body ${name}, over a real connection`, async () => {
      const headers = { authorization: `Bearer ${talk.visitor.token}`, origin: allowedOrigin }
      const url = `${environment.supabaseUrl}/functions/v1/chat`
      const response = await beginUpload(url, { headers, ...size })
      assert.match(response, /^HTTP\/1\.1 413 /u)
      assert.match(response, /"code":"body_too_large"/u)
    })
  }

  it('says when the database is away', async () => {
    const cutOff = await startFunctions({ changes: { supabaseUrl: 'http://127.0.0.1:1' } })
    const [status, problem] = await problemOf(talk.send({}, { from: cutOff }))
    assert.deepEqual([status, problem.code], [503, 'database_unavailable'])
    assert.equal(cutOff.logged[0]?.['code'], 'database_unavailable')
  })

  it('never logs what a person said', async () => {
    talk.server.behave(failWith(500))
    const secret = 'a very private matter'
    await talk.exchange({ content: secret })
    await problemOf(talk.send({ content: secret, chatId: crypto.randomUUID() }))
    assert.ok(talk.functions.logged.length > 0)
    assert.ok(!JSON.stringify(talk.functions.logged).includes(secret))
  })
})
