import { expect } from 'chai'
import { authRefusals, type AuthRefusal } from '../../../scripts/stack/auth/recorded-answers.ts'
import { accessToken, tokenResponse } from '../../test-support/conversation-fixtures.ts'
import type { ScriptedRoutes } from '../../test-support/scripted-api.ts'
import {
  signUpRoute,
  other,
  signIn,
  refused,
  newcomer,
  browser,
  outcomeOf,
  codeOf,
} from '../../test-support/visitor-device.ts'
import { ConversationError } from './conversation-error.ts'
import { deferred } from '../deferred.ts'

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
    const standing = deferred()
    const challenge = (signal: AbortSignal) =>
      new Promise<string>((_, reject) => {
        signal.addEventListener('abort', () => reject(new ConversationError('captcha_failed')))
        standing.resolve()
      })
    const auth = openTab({ challenge })
    const outcome = outcomeOf(auth.accessToken(signIn), clock)
    const solving = openTab({ challenge: () => Promise.resolve('token') })
    const neighbour = outcomeOf(solving.accessToken(signIn), clock)
    await standing.promise
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
