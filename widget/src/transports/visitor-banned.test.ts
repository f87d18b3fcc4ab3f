import { expect } from 'chai'
import { authRefusals } from '../../../scripts/stack/auth/recorded-answers.ts'
import { accessToken, ids } from '../../test-support/conversation-fixtures.ts'
import {
  signUpRoute,
  renewRoute,
  other,
  signIn,
  refused,
  renewed,
  browser,
  outcomeOf,
  codeOf,
} from '../../test-support/visitor-device.ts'
import type { ConversationError } from './conversation-error.ts'

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
