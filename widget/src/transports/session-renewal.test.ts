import { expect } from 'chai'
import { authRefusals, type AuthRefusal } from '../../../scripts/stack/auth/recorded-answers.ts'
import { accessToken, ids, tokenResponse } from '../../test-support/conversation-fixtures.ts'
import { ManualClock } from '../../test-support/manual-clock.ts'
import {
  ScriptedApi,
  type ScriptedAnswer,
  type ScriptedRoutes,
} from '../../test-support/scripted-api.ts'
import { newSiteKey } from '../../test-support/test-page.ts'
import { siteStorage } from '../site-storage.ts'
import { ApiClient } from './api-client.ts'
import { ConversationError } from './conversation-error.ts'
import { VisitorAuth, type VisitorAuthOptions } from './visitor-auth.ts'

const signUpRoute = 'POST /auth/v1/signup'
const renewRoute = 'POST /auth/v1/token'
const chatRoute = 'POST /functions/v1/chat'

const other = 'a0000000-0000-4000-8000-000000000009'
const signIn = { signIn: true }

const refused = ({ status, body }: AuthRefusal): ScriptedAnswer => ({ status, json: body })
const renewed: ScriptedAnswer = { json: tokenResponse({ serial: 2, expiresIn: 30 }) }
const newcomer: ScriptedAnswer = { json: tokenResponse({ visitorId: other }) }
const html: ScriptedAnswer = { steps: [{ raw: '<h1>Please wait</h1>' }], type: 'text/html' }

/** A browser whose visitor's token has all but run out. */
async function browser(routes: ScriptedRoutes) {
  const api = await ScriptedApi.start({
    [signUpRoute]: [newcomer],
    [renewRoute]: [renewed],
    [chatRoute]: [{ json: {} }],
    ...routes,
  })
  const siteKey = newSiteKey()
  const storage = siteStorage(siteKey, () => localStorage)
  const session = { accessToken: accessToken(), refreshToken: 'refresh-1', expiresAt: Date.now() }
  storage.write('visitor', session)
  const clock = new ManualClock()
  const openTab = (options: Partial<VisitorAuthOptions> = {}) =>
    new VisitorAuth({
      apiUrl: api.url,
      siteKey,
      publishableKey: 'sb_publishable_test',
      storage,
      handedOver: () => undefined,
      fetch: (...input) => fetch(...input),
      clock,
      ...options,
    })
  const client = (auth: VisitorAuth) =>
    new ApiClient({
      apiUrl: api.url,
      publishableKey: 'sb_publishable_test',
      auth,
      fetch: (...input) => fetch(...input),
    })
  return { api, storage, session, clock, openTab, client }
}

/** What came of it; time passes meanwhile. */
async function outcomeOf(
  asking: Promise<string | null>,
  clock: ManualClock,
): Promise<string | null | ConversationError> {
  return clock.passWhile(asking.catch((error: unknown) => error as ConversationError))
}

const codeOf = (outcome: unknown) => (outcome instanceof ConversationError ? outcome.code : outcome)

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

describe('a banned visitor', () => {
  const banned = refused(authRefusals.userBanned)

  it('gets no new identity while the ban lasts, in no tab, and is back when it ends', async () => {
    const { api, clock, openTab } = await browser({ [renewRoute]: [banned] })
    const auth = openTab()
    const outcome = (await outcomeOf(auth.accessToken(signIn), clock)) as ConversationError
    expect(outcome.code).to.equal('visitor_banned')
    expect(codeOf(await outcomeOf(openTab().accessToken(signIn), clock))).to.equal('visitor_banned')
    expect(await auth.visitorId()).to.equal(ids.visitor)
    expect(await api.received(signUpRoute, 0)).to.be.empty
    await api.script({ [renewRoute]: [renewed] })
    await clock.pass(outcome.retryAfterMs)
    expect(await outcomeOf(auth.accessToken(signIn), clock)).to.equal(accessToken(ids.visitor, 2))
  })

  it('is back some minutes after the ban has ended, however long it was', async () => {
    const { clock, openTab } = await browser({ [renewRoute]: [banned] })
    const auth = openTab()
    for (let times = 0; times < 8; times += 1) {
      const { retryAfterMs } = (await outcomeOf(
        auth.accessToken(signIn),
        clock,
      )) as ConversationError
      expect(retryAfterMs).to.be.within(60_000, 375_000)
      await clock.pass(retryAfterMs)
    }
  })

  it('gets none either when the session ends during the ban, for a day', async () => {
    const { api, storage, clock, openTab } = await browser({
      [renewRoute]: [banned, refused(authRefusals.refreshTokenNotFound)],
    })
    await outcomeOf(openTab().accessToken(signIn), clock)
    const reloaded = openTab()
    expect(codeOf(await outcomeOf(reloaded.accessToken(signIn), clock))).to.equal('visitor_banned')
    expect(await api.received(signUpRoute, 0)).to.be.empty
    const remembered = storage.read('visitor') as { bannedAt: number }
    storage.write('visitor', { ...remembered, bannedAt: remembered.bannedAt - 86_400_000 })
    expect(await outcomeOf(openTab().accessToken(signIn), clock)).to.equal(accessToken(other))
  })
})

describe('a new visitor', () => {
  async function newBrowser(routes: ScriptedRoutes) {
    const device = await browser(routes)
    device.storage.write('visitor', null)
    return device
  }

  it('is told how long to wait when too many have come from the same address', async () => {
    const limit = refused(authRefusals.requestRateLimit)
    const { api, clock, openTab } = await newBrowser({ [signUpRoute]: [limit, newcomer] })
    const auth = openTab()
    const outcome = (await outcomeOf(auth.accessToken(signIn), clock)) as ConversationError
    expect(outcome.code).to.equal('too_many_visitors')
    expect(outcome.retryAfterMs).to.be.within(120_000, 150_000)
    await clock.pass(60_000)
    const again = (await outcomeOf(auth.accessToken(signIn), clock)) as ConversationError
    expect(again.retryAfterMs).to.be.within(50_000, 90_000)
    expect(await api.received(signUpRoute, 1)).to.have.length(1)
    await clock.pass(again.retryAfterMs)
    expect(await outcomeOf(auth.accessToken(signIn), clock)).to.equal(accessToken(other))
  })

  const closed: [AuthRefusal, string][] = [
    [authRefusals.anonymousSignInsOff, 'sign_in_off'],
    [authRefusals.signUpsOff, 'sign_in_off'],
    [authRefusals.captchaMissing, 'captcha_failed'],
  ]
  for (const [refusal, code] of closed) {
    it(`is told what stands in the way, and the owner what to do: ${refusal.body.error_code}`, async () => {
      const { clock, openTab } = await newBrowser({ [signUpRoute]: [refused(refusal)] })
      const said: string[] = []
      const { error } = console
      console.error = (text: string) => said.push(text)
      const outcome = await outcomeOf(openTab().accessToken(signIn), clock)
      console.error = error
      expect(codeOf(outcome)).to.equal(code)
      expect(said.join())
        .to.match(/^Visavis: .*/u)
        .and.to.contain(refusal.body.msg)
    })
  }

  it('is one, where two tabs sign up at once without locks', async () => {
    const { clock, openTab, storage } = await newBrowser({
      [signUpRoute]: [{ json: tokenResponse() }, newcomer],
    })
    const denied = () => Promise.reject(new DOMException('denied', 'SecurityError'))
    const locks = { request: denied } as unknown as LockManager
    const tokens = await Promise.all(
      [openTab({ locks }), openTab({ locks })].map((auth) =>
        outcomeOf(auth.accessToken(signIn), clock),
      ),
    )
    expect(new Set(tokens)).to.have.length(1)
    expect((storage.read('visitor') as { accessToken: string }).accessToken).to.equal(tokens[0])
  })

  it('shows the captcha’s token to Auth, and a fresh one each time', async () => {
    const { api, clock, openTab } = await newBrowser({
      [signUpRoute]: [refused(authRefusals.captchaMissing), newcomer],
    })
    let solved = 0
    const auth = openTab({ challenge: () => Promise.resolve(`token-${(solved += 1)}`) })
    expect(codeOf(await outcomeOf(auth.accessToken(signIn), clock))).to.equal('captcha_failed')
    expect(await outcomeOf(auth.accessToken(signIn), clock)).to.equal(accessToken(other))
    const requests = await api.received(signUpRoute, 2)
    expect(requests.map(({ body }) => body)).to.deep.equal([
      { gotrue_meta_security: { captcha_token: 'token-1' } },
      { gotrue_meta_security: { captcha_token: 'token-2' } },
    ])
  })

  it('stands before no captcha any more once that is abandoned, and another tab goes on', async () => {
    const { api, clock, openTab } = await newBrowser({})
    let stands = () => {}
    const standing = new Promise<void>((resolve) => (stands = resolve))
    const challenge = (signal: AbortSignal) =>
      new Promise<string>((_, reject) => {
        signal.addEventListener('abort', () => reject(new ConversationError('captcha_failed')))
        stands()
      })
    const auth = openTab({ challenge })
    const outcome = outcomeOf(auth.accessToken(signIn), clock)
    const solving = openTab({ challenge: () => Promise.resolve('token') })
    const neighbour = outcomeOf(solving.accessToken(signIn), clock)
    await standing
    auth.abandonChallenge()
    expect(codeOf(await outcome)).to.equal('captcha_failed')
    expect(await neighbour).to.equal(accessToken(other))
    expect(await outcomeOf(auth.accessToken(signIn), clock)).to.equal(accessToken(other))
    expect(await api.received(signUpRoute, 1)).to.have.length(1)
  })

  it('does not wait for ever for a tab that is asleep', async () => {
    const { clock, openTab } = await newBrowser({})
    const asleep = {
      // Whoever sets no limit waits for ever; for whoever does, it is over.
      request: (_name: string, { signal }: LockOptions) =>
        new Promise((_, reject) => {
          if (signal) reject(new DOMException('timed out', 'TimeoutError'))
        }),
    } as unknown as LockManager
    expect(await outcomeOf(openTab({ locks: asleep }).accessToken(signIn), clock)).to.equal(
      accessToken(other),
    )
  })

  it('is nobody while the captcha does not load', async () => {
    const { api, clock, openTab } = await newBrowser({})
    const blocked = () => Promise.reject(new ConversationError('captcha_blocked'))
    const outcome = await outcomeOf(openTab({ challenge: blocked }).accessToken(signIn), clock)
    expect(codeOf(outcome)).to.equal('captcha_blocked')
    expect(await api.received(signUpRoute, 0)).to.be.empty
  })
})
