import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import * as v from 'valibot'
import {
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
import { AvatarSessionResponse, AvatarSessionState } from '../_shared/wire/avatar-session.ts'

const apiKey = 'a-key-that-nobody-may-see'
const sessionToken = 'a-token-for-one-browser'
const avatarId = '30fa96d0-26c4-4e55-94a0-517025942e18'
const voiceId = '6bfbe25a-979d-40f3-a92b-5394170af54b'

/** What Anam answers next, and what it was asked. */
let answerWith: { status: number; body: string } | 'nothing'
let asked: { authorization: string | undefined; path: string | undefined; body: unknown }[] = []
let anam: Server
let functions: FunctionsUnderTest
let visitor: TestVisitor

before(async () => {
  anam = createServer((incoming, outgoing) => {
    let text = ''
    incoming.on('data', (chunk: Uint8Array) => (text += new TextDecoder().decode(chunk)))
    incoming.on('end', () => {
      const { authorization } = incoming.headers
      asked.push({ authorization, path: incoming.url, body: JSON.parse(text) })
      if (answerWith === 'nothing') return
      outgoing.writeHead(answerWith.status, { 'content-type': 'application/json' })
      outgoing.end(answerWith.body)
    })
  })
  await new Promise<void>((resolve) => anam.listen(0, '127.0.0.1', resolve))
  const { port } = anam.address() as AddressInfo
  const changes = { anam: { apiKey, baseUrl: `http://127.0.0.1:${port}` } }
  functions = await startFunctions({ changes })
  visitor = await signInAnonymously()
  await setFace('nora', { anam_avatar_id: avatarId, anam_voice_id: voiceId })
  await setFace('grace', { anam_avatar_id: null, anam_voice_id: null })
})

after(async () => {
  anam.closeAllConnections()
  await new Promise((resolve) => anam.close(resolve))
})

function setFace(slug: string, face: Record<string, string | null>) {
  return asService(`characters?slug=eq.${slug}`, { method: 'PATCH', body: face })
}

async function call(path: string, body?: unknown, who: TestVisitor = visitor) {
  const request = pageRequest(`/avatar-session${path}`, { body, token: who.token })
  return functions['avatar-session'](request)
}

/** Begins a session with a character that has a video face. */
async function begin(body: object = {}, who: TestVisitor = visitor) {
  answerWith = { status: 200, body: JSON.stringify({ sessionToken }) }
  asked = []
  const response = await call('', { siteKey, characterSlug: 'nora', ...body }, who)
  const text = await response.text()
  assert.equal(response.status, 200, text)
  const session = v.parse(AvatarSessionResponse, JSON.parse(text))
  assert.ok(session.mode === 'anam')
  return { response, text, session }
}

async function touch(sessionId: string, who: TestVisitor = visitor) {
  const response = await call(`/${sessionId}/touch`, undefined, who)
  return v.parse(AvatarSessionState, await response.json())
}

describe('beginning a session with an avatar', () => {
  it('hands over a token and nothing else of Anam’s', async () => {
    const { response, text, session } = await begin()
    assert.equal(session.sessionToken, sessionToken)
    assert.equal(session.maxSeconds, 600)
    assert.ok(session.apiUrl?.startsWith('http://127.0.0.1:'))
    assert.equal(response.headers.get('cache-control'), 'no-store')
    assert.ok(!text.includes(apiKey) && !text.includes(avatarId))
  })

  it('decides alone what the token is good for', async () => {
    await begin()
    assert.equal(asked.length, 1)
    const [{ authorization, path, body } = assert.fail()] = asked
    assert.equal(authorization, `Bearer ${apiKey}`)
    assert.equal(path, '/v1/auth/session-token')
    const { personaConfig, sessionOptions } = body as {
      personaConfig: Record<string, unknown>
      sessionOptions: Record<string, unknown>
    }
    assert.equal(personaConfig['llmId'], 'CUSTOMER_CLIENT_V1')
    assert.equal(personaConfig['avatarId'], avatarId)
    assert.equal(personaConfig['voiceId'], voiceId)
    assert.equal(personaConfig['languageCode'], 'en')
    assert.equal(personaConfig['maxSessionLengthSeconds'], 600)
    assert.equal(personaConfig['systemPrompt'], undefined)
    assert.deepEqual(sessionOptions['sessionReplay'], { enableSessionReplay: false })
  })

  it('is for the page itself where the character has no video face', async () => {
    asked = []
    const response = await call('', { siteKey, characterSlug: 'grace' })
    assert.deepEqual(await response.json(), { mode: 'local' })
    assert.deepEqual([response.status, asked.length], [200, 0])
  })

  it('is for the page itself without a key', async () => {
    const keyless = await startFunctions({ changes: { anam: undefined } })
    const body = { siteKey, characterSlug: 'nora' }
    const request = pageRequest('/avatar-session', { body, token: visitor.token })
    const response = await keyless['avatar-session'](request)
    assert.equal(response.status, 200)
    assert.deepEqual(await response.json(), { mode: 'local' })
  })

  const refusals: [
    answer: { status: number; body: string } | 'nothing',
    code: string,
    ours: number,
  ][] = [
    [{ status: 400, body: '{"message":"bad"}' }, 'avatar_unavailable', 502],
    [{ status: 401, body: '{}' }, 'avatar_unavailable', 502],
    [{ status: 402, body: '{}' }, 'avatar_no_plan', 402],
    [{ status: 403, body: '{}' }, 'avatar_unavailable', 502],
    [{ status: 429, body: '{}' }, 'avatar_limit_reached', 429],
    [{ status: 500, body: '<html>' }, 'avatar_unavailable', 502],
    [{ status: 503, body: '{}' }, 'avatar_busy', 503],
    [{ status: 200, body: '{"token":1}' }, 'avatar_unavailable', 502],
    [{ status: 200, body: 'no JSON' }, 'avatar_unavailable', 502],
    ['nothing', 'avatar_unavailable', 502],
  ]
  for (const [answer, code, ours] of refusals) {
    const name = answer === 'nothing' ? answer : `${answer.status} ${answer.body}`
    it(`answers ${code} when Anam answers ${name}, and leaves no session behind`, async () => {
      const newcomer = await signInAnonymously()
      answerWith = answer
      const response = await call('', { siteKey, characterSlug: 'nora' }, newcomer)
      const text = await response.text()
      const problem = JSON.parse(text) as { code: string }
      assert.deepEqual([response.status, problem.code], [ours, code])
      assert.ok(!text.includes(apiKey))
      const rows = await asService(`calls?visitor_id=eq.${newcomer.id}&select=end_reason`)
      assert.deepEqual(rows, [{ end_reason: 'failed' }])
    })
  }

  const refused: [name: string, body: unknown, status: number, code: string][] = [
    ['an unknown site', { siteKey: 'nowhere' }, 404, 'site_not_found'],
    ['an unknown character', { siteKey, characterSlug: 'nobody' }, 404, 'character_not_found'],
    ['somebody else’s chat', { siteKey, chatId: avatarId }, 404, 'chat_not_found'],
    ['a persona of the page’s own', { siteKey, avatarId }, 400, 'invalid_request'],
    ['no site key', {}, 400, 'invalid_request'],
  ]
  for (const [name, body, status, code] of refused) {
    it(`answers ${status} to ${name}`, async () => {
      asked = []
      const response = await call('', body)
      const problem = (await response.json()) as { code: string }
      assert.deepEqual([response.status, problem.code, asked.length], [status, code, 0])
    })
  }

  it('tells a visitor who is gone to sign in anew', async () => {
    const id = crypto.randomUUID()
    const response = await call('', { siteKey }, { id, token: await forgeToken(id) })
    assert.equal(response.status, 401)
  })
})

describe('a session with an avatar', () => {
  it('lasts until its visitor ends it', async () => {
    const { session } = await begin()
    assert.deepEqual(await touch(session.sessionId), { isLive: true, endReason: null })
    assert.equal((await call(`/${session.sessionId}/end`)).status, 204)
    assert.deepEqual(await touch(session.sessionId), { isLive: false, endReason: 'left' })
  })

  it('is taken over by the next one of the same visitor', async () => {
    const { session } = await begin()
    const { session: next } = await begin()
    assert.deepEqual(await touch(session.sessionId), { isLive: false, endReason: 'taken_over' })
    assert.deepEqual(await touch(next.sessionId), { isLive: true, endReason: null })
  })

  it('is one of many that are begun at once', async () => {
    const begun = await Promise.all(Array.from({ length: 8 }, () => begin()))
    const states = await Promise.all(begun.map(({ session }) => touch(session.sessionId)))
    assert.equal(states.filter(({ isLive }) => isLive).length, 1)
  })

  it('is over ten seconds after its last sign of life', async () => {
    const { session } = await begin()
    const ago = new Date(Date.now() - 11_000).toISOString()
    await asService(`calls?id=eq.${session.sessionId}`, {
      method: 'PATCH',
      body: { last_seen_at: ago },
    })
    assert.deepEqual(await touch(session.sessionId), { isLive: false, endReason: 'lost' })
  })

  it('is nobody else’s to keep or to end', async () => {
    const { session } = await begin()
    const other = await signInAnonymously()
    assert.deepEqual(await touch(session.sessionId, other), { isLive: false, endReason: null })
    assert.equal((await call(`/${session.sessionId}/end`, undefined, other)).status, 204)
    assert.equal((await touch(session.sessionId)).isLive, true)
  })

  it('leaves neither key nor token in the log', () => {
    const log = JSON.stringify(functions.logged)
    assert.ok(functions.logged.length > 0)
    assert.ok(!log.includes(apiKey) && !log.includes(sessionToken) && !log.includes(visitor.token))
    assert.ok(!JSON.stringify(environment).includes(apiKey))
  })
})

describe('a page', () => {
  it('is told beforehand who has a video face', async () => {
    const features = async (characterSlug: string, from = functions) => {
      const request = pageRequest('/session', { body: { siteKey, characterSlug } })
      const response = await from.session(request)
      return ((await response.json()) as { features: unknown }).features
    }
    assert.deepEqual(await features('nora'), { voice: false, avatar: true })
    assert.deepEqual(await features('grace'), { voice: false, avatar: false })
    const keyless = await startFunctions({ changes: { anam: undefined } })
    assert.deepEqual(await features('nora', keyless), { voice: false, avatar: false })
  })
})
