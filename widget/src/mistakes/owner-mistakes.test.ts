import { expect } from 'chai'
import { ScriptedApi } from '../../test-support/scripted-api.ts'
import { problemOf } from '../transports/conversation-error.ts'
import { openSession } from '../transports/open-session.ts'

const route = 'POST /functions/v1/session'

describe('a mistake of the page’s owner', () => {
  const { warn } = console
  const told: string[] = []
  beforeEach(() => {
    told.length = 0
    console.warn = (text: string) => told.push(text)
  })
  afterEach(() => (console.warn = warn))

  const open = (apiUrl: string, siteKey: string) =>
    openSession((...input) => fetch(...input), apiUrl, { siteKey }).catch(problemOf)

  it('is told once, with a link to the guide: a key that is not there', async () => {
    const refusal = { status: 404, json: { code: 'site_not_found', message: '' } }
    const api = await ScriptedApi.start({ [route]: [refusal, refusal] })
    expect(await open(api.url, 'no-such-key')).to.equal('site_not_found')
    await open(api.url, 'no-such-key')
    expect(told).to.have.length(1)
    expect(told[0]).to.match(/no-such-key.+guides\/embed\.html#/u)
  })

  it('is told: no key at all, and the visitor reads that nothing is set up', async () => {
    const api = await ScriptedApi.start({ [route]: [{ status: 400 }] })
    expect(await open(api.url, '')).to.equal('site_not_found')
    expect(told.join()).to.contain('data-site-key')
  })

  it('is told: an origin that is not allowed', async () => {
    const refusal = { status: 403, json: { code: 'origin_not_allowed', message: '' } }
    const api = await ScriptedApi.start({ [route]: [refusal] })
    expect(await open(api.url, 'demo')).to.equal('origin_not_allowed')
    expect(told.join()).to.contain(location.origin)
  })

  for (const path of ['/rest/v1', '/project', '/?demo']) {
    it(`is told: an address with ${path} at its end`, async () => {
      expect(await open(location.origin + path, 'demo')).to.equal('site_not_found')
      expect(told.join()).to.contain(path)
    })
  }

  for (const address of ['htps://project.example', 'javascript:alert(1)', 'project.example:8000']) {
    it(`is told at once: ${address}, which is no address of the web`, async () => {
      expect(await open(address, 'demo')).to.equal('site_not_found')
      expect(told.join()).to.contain(address)
    })
  }
})
