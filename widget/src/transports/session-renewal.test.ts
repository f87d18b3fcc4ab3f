import { expect } from 'chai'
import { authRefusals } from '../../../scripts/stack/auth/recorded-answers.ts'
import { accessToken, ids, tokenResponse } from '../../test-support/conversation-fixtures.ts'
import { type ScriptedAnswer } from '../../test-support/scripted-api.ts'
import {
  signUpRoute,
  renewRoute,
  chatRoute,
  other,
  signIn,
  refused,
  renewed,
  newcomer,
  html,
  browser,
  outcomeOf,
  codeOf,
} from '../../test-support/visitor-device.ts'
import type { ConversationError } from './conversation-error.ts'

describe('a session that has run out', () => {
  const passing: [string, ScriptedAnswer, string][] = [
    ['too many requests', refused(authRefusals.requestRateLimit), 'rate_limited'],
    ['a gateway’s too many requests', { status: 429 }, 'rate_limited'],
    ['a timeout', { status: 408 }, 'auth_unavailable'],
    ['a database that restarts', refused(authRefusals.unexpectedFailure), 'auth_unavailable'],
    ['a bad gateway', { status: 502 }, 'auth_unavailable'],
    ['a service that is away', { status: 503 }, 'auth_unavailable'],
    ['a worker at its limits', { status: 546 }, 'auth_unavailable'],
    ['a web page', html, 'auth_unavailable'],
    ['nothing at all', { steps: [] }, 'auth_unavailable'],
    [
      'half an answer',
      { steps: [{ raw: '{"access_token":"ey' }, { cut: true }] },
      'auth_unavailable',
    ],
    ['an answer without a token', { json: {} }, 'auth_unavailable'],
    ['another visitor’s token', newcomer, 'auth_unavailable'],
    ['a key that is not the project’s', { status: 401 }, 'auth_unavailable'],
    ['an address that is not there', { status: 404 }, 'auth_unavailable'],
    ['a proxy’s own sign-in', { ...html, status: 401 }, 'auth_unavailable'],
    ['a firewall', { ...html, status: 403 }, 'auth_unavailable'],
    [
      'a code that nobody knows',
      { status: 400, json: { code: 400, error_code: 'weather', msg: '' } },
      'auth_unavailable',
    ],
    [
      'an ending in other words',
      { status: 400, json: { code: 'session_expired' } },
      'auth_unavailable',
    ],
    ['half a session', { json: { access_token: accessToken(ids.visitor, 2) } }, 'auth_unavailable'],
    [
      'a session of nobody',
      { json: { ...tokenResponse(), access_token: 'x' } },
      'auth_unavailable',
    ],
    [
      'a refusal that ends no session',
      refused(authRefusals.invalidRefreshToken),
      'auth_unavailable',
    ],
    [
      'an ending that is not Auth’s',
      { ...refused(authRefusals.refreshTokenNotFound), status: 500 },
      'auth_unavailable',
    ],
  ]
  for (const [name, answer, code] of passing) {
    it(`stays the visitor’s through ${name}, and says when to try again`, async () => {
      const { api, storage, session, clock, openTab } = await browser({ [renewRoute]: [answer] })
      const auth = openTab()
      const outcome = await outcomeOf(auth.accessToken(signIn), clock)
      expect(codeOf(outcome)).to.equal(code)
      expect((outcome as ConversationError).retryAfterMs).to.be.greaterThan(0)
      expect(storage.read('visitor')).to.deep.equal(session)
      expect(await auth.visitorId()).to.equal(ids.visitor)
      await api.script({ [renewRoute]: [renewed] })
      await clock.pass((outcome as ConversationError).retryAfterMs)
      expect(await outcomeOf(auth.accessToken(signIn), clock)).to.equal(accessToken(ids.visitor, 2))
      expect(await api.received(signUpRoute, 0)).to.be.empty
    })
  }

  it('is renewed by itself when the trouble was short', async () => {
    const { api, clock, openTab } = await browser({ [renewRoute]: [{ status: 503 }, renewed] })
    const outcome = await outcomeOf(openTab().accessToken(signIn), clock)
    expect(outcome).to.equal(accessToken(ids.visitor, 2))
    expect(await api.received(renewRoute, 2)).to.have.length(2)
  })

  it('is not asked about again before the time is over, and each time later', async () => {
    const limit = refused(authRefusals.requestRateLimit)
    const { api, clock, openTab } = await browser({ [renewRoute]: [limit] })
    const auth = openTab()
    const waits: number[] = []
    for (let times = 0; times < 4; times += 1) {
      const first = (await outcomeOf(auth.accessToken(signIn), clock)) as ConversationError
      const again = (await outcomeOf(auth.accessToken(signIn), clock)) as ConversationError
      expect(again.code).to.equal('rate_limited')
      expect(again.retryAfterMs).to.be.at.most(first.retryAfterMs)
      waits.push(first.retryAfterMs)
      await clock.pass(first.retryAfterMs)
    }
    expect(await api.received(renewRoute, 4)).to.have.length(4)
    expect([...waits].sort((one, next) => one - next)).to.deep.equal(waits)
  })

  it('waits as long as Auth says, where it does', async () => {
    const { clock, openTab } = await browser({})
    const answer = new Response(null, { status: 429, headers: { 'retry-after': '70' } })
    const auth = openTab({ fetch: () => Promise.resolve(answer) })
    const outcome = (await outcomeOf(auth.accessToken(signIn), clock)) as ConversationError
    expect(outcome.retryAfterMs).to.equal(70_000)
  })

  const endings = {
    refreshTokenNotFound: authRefusals.refreshTokenNotFound,
    refreshTokenAlreadyUsed: authRefusals.refreshTokenAlreadyUsed,
    sessionNotFound: authRefusals.sessionNotFound,
    sessionExpired: authRefusals.sessionExpired,
    userNotFound: authRefusals.userNotFound,
  }
  for (const [name, ending] of Object.entries(endings)) {
    it(`gives way to a new visitor’s on Auth’s own word: ${name}`, async () => {
      const { storage, session, clock, openTab } = await browser({
        [renewRoute]: [refused(ending)],
      })
      const auth = openTab()
      expect(await outcomeOf(auth.accessToken({ signIn: false }), clock)).to.equal(null)
      expect(storage.read('visitor')).to.deep.equal(session)
      expect(await outcomeOf(auth.accessToken(signIn), clock)).to.equal(accessToken(other))
      expect(await auth.visitorId()).to.equal(other)
    })
  }

  it('is kept aside until the new one has worked', async () => {
    const { storage, session, clock, openTab, client } = await browser({
      [renewRoute]: [refused(authRefusals.refreshTokenNotFound)],
    })
    const auth = openTab()
    await outcomeOf(auth.accessToken(signIn), clock)
    expect(storage.read('visitor-before')).to.deep.equal(session)
    await client(auth).call('/functions/v1/chat', { method: 'POST' }, signIn)
    expect(storage.read('visitor-before')).to.equal(undefined)
    expect(await auth.visitorId()).to.equal(other)
  })

  it('comes back when the new one is refused and Auth has changed its mind', async () => {
    const { storage, clock, openTab, client } = await browser({
      [renewRoute]: [refused(authRefusals.refreshTokenNotFound), renewed],
      [chatRoute]: [{ status: 401, json: {} }, { json: {} }],
    })
    const auth = openTab()
    await outcomeOf(auth.accessToken(signIn), clock)
    await client(auth).call('/functions/v1/chat', { method: 'POST' }, signIn)
    expect(await auth.visitorId()).to.equal(ids.visitor)
    expect(storage.read('visitor-before')).to.equal(undefined)
  })

  it('is not over when another tab has replaced it meanwhile', async () => {
    const { api, storage, clock, openTab } = await browser({
      [renewRoute]: [{ steps: [{ wait: 'sibling' }], status: 400 }],
    })
    const answer = openTab({
      fetch: async (...input) => {
        const response = await fetch(...input)
        const { status, body } = authRefusals.refreshTokenAlreadyUsed
        await response.text()
        return Response.json(body, { status })
      },
    }).accessToken(signIn)
    await api.received(renewRoute, 1)
    const sibling = {
      ...(storage.read('visitor') as object),
      accessToken: accessToken(ids.visitor, 3),
    }
    storage.write('visitor', {
      ...sibling,
      refreshToken: 'refresh-3',
      expiresAt: Date.now() + 3_600_000,
    })
    await api.release('sibling')
    expect(await outcomeOf(answer, clock)).to.equal(accessToken(ids.visitor, 3))
    expect(await api.received(signUpRoute, 0)).to.be.empty
  })

  it('is asked for at once where nobody was reached before, as when the network is back', async () => {
    const { api, clock, openTab } = await browser({})
    let isOnline = false
    const auth = openTab({
      fetch: (...input) =>
        isOnline ? fetch(...input) : Promise.reject(new TypeError('Failed to fetch')),
    })
    for (let times = 0; times < 5; times += 1) {
      expect(codeOf(await outcomeOf(auth.accessToken(signIn), clock))).to.equal('offline')
    }
    isOnline = true
    expect(await outcomeOf(auth.accessToken(signIn), clock)).to.equal(accessToken(ids.visitor, 2))
    expect(await api.received(renewRoute, 1)).to.have.length(1)
  })

  const hour = 3_600_000
  for (const [name, expiresAt] of [
    ['days ahead', Date.now() - 72 * hour],
    ['days behind', Date.now() + 72 * hour],
    ['at the beginning of time', 3 * hour - Date.now()],
  ] as const) {
    it(`stays the visitor’s on a device whose clock was ${name}`, async () => {
      const unauthorized = { status: 401, json: { code: 'unauthorized', message: '' } }
      const { api, storage, session, clock, openTab, client } = await browser({
        'GET /rest/v1/chats':
          expiresAt > Date.now() ? [unauthorized, { json: [] }] : [{ json: [] }],
      })
      storage.write('visitor', { ...session, expiresAt })
      const auth = openTab()
      const response = await clock.passWhile(client(auth).call('/rest/v1/chats', {}))
      expect(response.status).to.equal(200)
      expect(await auth.visitorId()).to.equal(ids.visitor)
      expect(await api.received(renewRoute, 1)).to.have.length(1)
      expect(await api.received(signUpRoute, 0)).to.be.empty
    })
  }

  for (const [name, answer] of [
    ['that lasts for ever', { ...tokenResponse({ serial: 2 }), expires_in: 1e308 }],
    ['that has run out already', { ...tokenResponse({ serial: 2 }), expires_in: -7200 }],
  ] as const) {
    it(`is still known after a reload as one ${name}`, async () => {
      const { api, clock, openTab } = await browser({ [renewRoute]: [{ json: answer }] })
      expect(await outcomeOf(openTab().accessToken(signIn), clock)).to.equal(
        accessToken(ids.visitor, 2),
      )
      expect(await openTab().visitorId()).to.equal(ids.visitor)
      expect(await outcomeOf(openTab().accessToken(signIn), clock)).to.equal(
        accessToken(ids.visitor, 2),
      )
      expect(await api.received(signUpRoute, 0)).to.be.empty
    })
  }

  const waits: [string, string, number][] = [
    ['no number', 'soon', 0],
    ['a past date', 'Wed, 21 Oct 2015 07:28:00 GMT', 0],
    ['less than nothing', '-120', 0],
    ['more than an hour', '999999999', hour],
    ['a date in a year', new Date(Date.now() + 8760 * hour).toUTCString(), hour],
    ['a date in some minutes', new Date(Date.now() + 300_000).toUTCString(), 120_000],
  ]
  for (const [name, retryAfter, leastMs] of waits) {
    it(`waits sensibly where Auth says ${name}`, async () => {
      const { clock, openTab, session, storage } = await browser({})
      const answer = () =>
        new Response(null, { status: 429, headers: { 'retry-after': retryAfter } })
      const auth = openTab({ fetch: () => Promise.resolve(answer()) })
      const outcome = (await outcomeOf(auth.accessToken(signIn), clock)) as ConversationError
      expect(outcome.code).to.equal('rate_limited')
      expect(outcome.retryAfterMs).to.be.within(Math.max(leastMs, 5000), hour)
      expect(storage.read('visitor')).to.deep.equal(session)
    })
  }

  it('is renewed where the browser refuses its locks', async () => {
    const { clock, openTab } = await browser({})
    const denied = () => Promise.reject(new DOMException('denied', 'SecurityError'))
    const locks = { request: denied, query: denied } as unknown as LockManager
    const outcome = await outcomeOf(openTab({ locks }).accessToken(signIn), clock)
    expect(outcome).to.equal(accessToken(ids.visitor, 2))
  })

  it('is known to a page whose storage another script has emptied', async () => {
    const { api, storage, clock, openTab } = await browser({})
    const auth = openTab()
    await auth.visitorId()
    storage.write('visitor', null)
    expect(await outcomeOf(auth.accessToken(signIn), clock)).to.equal(accessToken(ids.visitor, 2))
    expect(await api.received(signUpRoute, 0)).to.be.empty
  })

  it('says nothing of the one that the page lends next', async () => {
    const { api, clock, openTab } = await browser({
      [renewRoute]: [refused(authRefusals.userBanned), newcomer],
    })
    const lent = { accessToken: accessToken(), refreshToken: 'refresh-1', expiresAt: 1 }
    let loan = lent
    const auth = openTab({ handedOver: () => loan })
    expect(codeOf(await outcomeOf(auth.accessToken(signIn), clock))).to.equal('visitor_banned')
    loan = { ...lent, accessToken: accessToken(other, 7), refreshToken: 'refresh-7' }
    expect(await outcomeOf(auth.accessToken(signIn), clock)).to.equal(accessToken(other))
    loan = lent
    expect(codeOf(await outcomeOf(auth.accessToken(signIn), clock))).to.equal('visitor_banned')
    expect(await api.received(renewRoute, 2)).to.have.length(2)
  })

  it('is renewed for the page that lent it, again and again', async () => {
    const { api, clock, openTab } = await browser({
      [renewRoute]: [renewed, { json: tokenResponse({ serial: 3, expiresIn: 30 }) }],
    })
    const lent = { accessToken: accessToken(), refreshToken: 'refresh-1', expiresAt: 1 }
    const auth = openTab({ handedOver: () => lent })
    expect(await outcomeOf(auth.accessToken(signIn), clock)).to.equal(accessToken(ids.visitor, 2))
    expect(await outcomeOf(auth.accessToken(signIn), clock)).to.equal(accessToken(ids.visitor, 3))
    const requests = await api.received(renewRoute, 2)
    expect(requests.map(({ body }) => body)).to.deep.equal([
      { refresh_token: 'refresh-1' },
      { refresh_token: 'refresh-2' },
    ])
  })
})
