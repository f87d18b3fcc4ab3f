import { expect } from 'chai'
import { accessToken, ids, tokenResponse } from '../../test-support/conversation-fixtures.ts'
import { ScriptedApi, type ScriptedRoutes } from '../../test-support/scripted-api.ts'
import { newSiteKey } from '../../test-support/test-page.ts'
import { siteStorage } from '../site-storage.ts'
import { ApiClient } from './api-client.ts'
import { VisitorAuth, type VisitorAuthOptions } from './visitor-auth.ts'

const signUpRoute = 'POST /auth/v1/signup'
const renewRoute = 'POST /auth/v1/token'

const goodRoutes = {
  [signUpRoute]: [{ json: tokenResponse() }],
  [renewRoute]: [{ json: tokenResponse({ serial: 2 }) }],
}

/** One tab after another of the same browser. */
async function browser(routes: ScriptedRoutes = goodRoutes) {
  const api = await ScriptedApi.start({ ...goodRoutes, ...routes })
  const siteKey = newSiteKey()
  const openTab = (options: Partial<VisitorAuthOptions> = {}) =>
    new VisitorAuth({
      apiUrl: api.url,
      siteKey,
      publishableKey: 'sb_publishable_test',
      storage: siteStorage(siteKey, () => localStorage),
      handedOver: () => undefined,
      fetch: (...input) => fetch(...input),
      ...options,
    })
  return { api, siteKey, openTab }
}

const signIn = { signIn: true }

describe('a visitor', () => {
  it('is nobody until it matters', async () => {
    const { openTab } = await browser({})
    const auth = openTab()
    expect(await auth.accessToken({ signIn: false })).to.equal(null)
    expect(await auth.visitorId()).to.equal(null)
  })

  it('is signed in once, however many calls and tabs need it at the same time', async () => {
    const { api, openTab } = await browser()
    const auth = openTab()
    const other = openTab()
    const tokens = await Promise.all([
      auth.accessToken(signIn),
      auth.accessToken(signIn),
      other.accessToken(signIn),
    ])
    expect(new Set(tokens)).to.deep.equal(new Set([accessToken()]))
    const [request, ...more] = await api.received(signUpRoute, 1)
    expect(more).to.be.empty
    expect(request?.body).to.deep.equal({})
    expect(request?.headers['apikey']).to.equal('sb_publishable_test')
  })

  it('stays the same one after a reload', async () => {
    const { api, openTab } = await browser()
    await openTab().accessToken(signIn)
    const reloaded = openTab()
    expect(await reloaded.accessToken({ signIn: false })).to.equal(accessToken())
    expect(await reloaded.visitorId()).to.equal(ids.visitor)
    expect(await api.received(signUpRoute, 1)).to.have.length(1)
  })

  it('renews a token before it expires, once for all tabs', async () => {
    const { api, openTab } = await browser({
      [signUpRoute]: [{ json: tokenResponse({ expiresIn: 30 }) }],
    })
    await openTab().accessToken(signIn)
    const tokens = await Promise.all([openTab().accessToken(signIn), openTab().accessToken(signIn)])
    expect(tokens).to.deep.equal([accessToken(ids.visitor, 2), accessToken(ids.visitor, 2)])
    const [request, ...more] = await api.received(renewRoute, 1)
    expect(more).to.be.empty
    expect(request?.body).to.deep.equal({ refresh_token: 'refresh-1' })
  })

  it('is kept as long as the page where the browser stores nothing', async () => {
    const { siteKey, openTab } = await browser()
    const storage = siteStorage(siteKey, () => {
      throw new DOMException('denied', 'SecurityError')
    })
    await openTab({ storage }).accessToken(signIn)
    expect(await openTab({ storage }).visitorId()).to.equal(ids.visitor)
  })

  it('is kept again once another script has emptied the storage', async () => {
    const { openTab, siteKey } = await browser()
    const auth = openTab()
    await auth.accessToken(signIn)
    expect(await auth.visitorId()).to.equal(ids.visitor)
    for (const key of Object.keys(localStorage)) {
      if (key.includes(siteKey)) localStorage.removeItem(key)
    }
    expect(await auth.accessToken({ signIn: false })).to.equal(accessToken())
    expect(await openTab().visitorId()).to.equal(ids.visitor)
  })

  it('is the one the page hands over, who is never stored', async () => {
    const { siteKey, openTab } = await browser()
    const lent = { accessToken: accessToken('a0000000-0000-4000-8000-00000000000b') }
    const auth = openTab({ handedOver: () => lent })
    expect(await auth.accessToken(signIn)).to.equal(lent.accessToken)
    expect(await auth.visitorId()).to.equal('a0000000-0000-4000-8000-00000000000b')
    expect(Object.keys(localStorage).filter((key) => key.includes(siteKey))).to.be.empty
  })

  it('is asked of the page before each call when the page hands over a function', async () => {
    const { openTab } = await browser()
    let serial = 0
    const source = () => Promise.resolve({ accessToken: accessToken(ids.visitor, (serial += 1)) })
    const auth = openTab({ handedOver: () => source })
    expect(await auth.accessToken(signIn)).to.equal(accessToken(ids.visitor, 1))
    expect(await auth.accessToken(signIn)).to.equal(accessToken(ids.visitor, 2))
  })

  it('is nobody, and nobody is signed up, while the page’s function knows of none', async () => {
    const { api, siteKey, openTab } = await browser()
    for (const source of [() => null, () => undefined, () => Promise.resolve(undefined)]) {
      const auth = openTab({ handedOver: () => source })
      expect(await auth.accessToken(signIn)).to.equal(null)
      expect(await auth.visitorId()).to.equal(null)
    }
    expect(await api.received(signUpRoute, 0)).to.be.empty
    expect(Object.keys(localStorage).filter((key) => key.includes(siteKey))).to.be.empty
  })

  it('is renewed in memory when the page hands over how', async () => {
    const { siteKey, openTab } = await browser()
    const expiresAt = Date.now() / 1000 + 30
    const lent = { accessToken: accessToken(), refreshToken: 'refresh-1', expiresAt }
    const auth = openTab({ handedOver: () => lent })
    expect(await auth.accessToken(signIn)).to.equal(accessToken(ids.visitor, 2))
    expect(await auth.accessToken(signIn)).to.equal(accessToken(ids.visitor, 2))
    expect(Object.keys(localStorage).filter((key) => key.includes(siteKey))).to.be.empty
  })

  it('gets another token when the server refuses one, and the call is made again', async () => {
    const refused = { status: 401, json: { code: 'unauthorized', message: '' } }
    const { api, openTab } = await browser({ 'GET /rest/v1/chats': [refused, { json: [] }] })
    const auth = openTab()
    await auth.accessToken(signIn)
    const publishableKey = 'sb_publishable_test'
    const client = new ApiClient({
      apiUrl: api.url,
      publishableKey,
      auth,
      fetch: (...input) => fetch(...input),
    })
    expect((await client.call('/rest/v1/chats', {})).status).to.equal(200)
    const requests = await api.received('GET /rest/v1/chats', 2)
    expect(requests.map(({ headers }) => headers['authorization'])).to.deep.equal([
      `Bearer ${accessToken()}`,
      `Bearer ${accessToken(ids.visitor, 2)}`,
    ])
  })
})
