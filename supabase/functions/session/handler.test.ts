import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import * as v from 'valibot'
import {
  environment,
  pageRequest,
  siteKey,
  startFunctions,
  type FunctionsUnderTest,
} from '../../../test/fixtures/functions-under-test.ts'
import { SessionResponse } from '../_shared/wire/session.ts'

let functions: FunctionsUnderTest

before(async () => {
  functions = await startFunctions()
})

async function open(body: unknown, request: Parameters<typeof pageRequest>[1] = {}) {
  const response = await functions.session(pageRequest('/session', { body, ...request }))
  return { response, answer: (await response.json()) as Record<string, unknown> }
}

describe('opening a session', () => {
  it('gives a page all it needs, and nothing of the prompt', async () => {
    const { response, answer } = await open({ siteKey, language: 'ru' })
    assert.equal(response.status, 200)
    const session = v.parse(SessionResponse, answer)
    assert.equal(session.character.language, 'ru')
    assert.ok(session.characters.length >= 4)
    assert.equal(session.publishableKey, environment.publishableKey)
    assert.deepEqual(session.features, { voice: false, avatar: false })
    for (const card of [session.character, ...session.characters]) {
      assert.deepEqual(Object.keys(card).sort(), [
        'description',
        'greeting',
        'id',
        'language',
        'name',
        'portrait',
        'slug',
        'tagline',
      ])
    }
    assert.ok(!JSON.stringify(answer).includes(environment.secretKey))
  })

  it('names the captcha only where Auth asks for one', async () => {
    const { answer: plain } = await open({ siteKey })
    assert.equal(v.parse(SessionResponse, plain).captcha, undefined)
    const guarded = await startFunctions({
      changes: { turnstileSiteKey: '1x00000000000000000000AA' },
    })
    const response = await guarded.session(pageRequest('/session', { body: { siteKey } }))
    const { captcha } = v.parse(SessionResponse, await response.json())
    assert.deepEqual(captcha, { provider: 'turnstile', siteKey: '1x00000000000000000000AA' })
  })

  it('finds a character by its slug, whatever the language', async () => {
    const { answer } = await open({ siteKey, characterSlug: 'grace', language: 'ru' })
    assert.equal(v.parse(SessionResponse, answer).character.slug, 'grace')
  })

  it('takes a language that is not spoken here as none, so that the site’s own holds', async () => {
    const { answer: own } = await open({ siteKey })
    const { answer } = await open({ siteKey, language: 'fr-CA' })
    assert.deepEqual(answer, own)
    const { answer: regional } = await open({ siteKey, language: 'ru_RU' })
    assert.equal(v.parse(SessionResponse, regional).character.language, 'ru')
  })

  const refused: [name: string, body: unknown, origin: string, status: number, code: string][] = [
    ['an unknown site', { siteKey: 'nowhere' }, 'http://localhost:1', 404, 'site_not_found'],
    ['another origin', { siteKey }, 'https://evil.example', 403, 'origin_not_allowed'],
    ['no web origin', { siteKey }, 'null', 403, 'origin_not_allowed'],
    [
      'an unknown character',
      { siteKey, characterSlug: 'nobody' },
      'http://localhost:1',
      404,
      'character_not_found',
    ],
    ['no site key', {}, 'http://localhost:1', 400, 'invalid_request'],
    [
      'what is no language',
      { siteKey, language: 'fr, en' },
      'http://localhost:1',
      400,
      'invalid_request',
    ],
    ['an unknown field', { siteKey, admin: true }, 'http://localhost:1', 400, 'invalid_request'],
    ['malformed JSON', '{', 'http://localhost:1', 400, 'invalid_request'],
  ]
  for (const [name, body, origin, status, code] of refused) {
    it(`answers ${status} to ${name}`, async () => {
      const { response, answer } = await open(body, { origin })
      assert.deepEqual([response.status, answer['code']], [status, code])
    })
  }

  it('is a POST', async () => {
    const response = await functions.session(pageRequest('/session', { method: 'GET' }))
    assert.equal(response.status, 405)
  })
})
