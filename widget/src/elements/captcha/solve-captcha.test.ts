import { expect } from 'chai'
import { mountOpen } from '../../../look/mount.ts'
import type { ConversationError } from '../../transports/conversation-error.ts'
import type { Turnstile, TurnstileOptions } from './load-turnstile.ts'
import { solveCaptcha } from './solve-captcha.ts'

/** Turnstile as the page has it already; each test says what it draws. */
const turnstile = { render: () => null, remove: () => undefined } as Turnstile
Object.assign(window, { turnstile })

const captcha = { provider: 'turnstile', siteKey: '1x00000000000000000000AA' } as const

async function challenged(render: Turnstile['render']) {
  const host = await mountOpen()
  const drawn = new Promise<TurnstileOptions>((resolve) => {
    turnstile.render = (container, options) => {
      resolve(options)
      return render(container, options)
    }
  })
  const solved = solveCaptcha(captcha, { host, panel: host.panel })
  const outcome = solved.catch((error: unknown) => (error as ConversationError).code)
  return { host, outcome, options: await drawn }
}

describe('a captcha', () => {
  afterEach(() => document.body.replaceChildren())

  it('gives the token of a solved challenge, and leaves nothing on the page', async () => {
    const { host, outcome, options } = await challenged(() => 'cf-1')
    options.callback('token')
    expect(await outcome).to.equal('token')
    expect(host.querySelector('[slot=captcha]')).to.equal(null)
  })

  for (const nothing of [null, undefined]) {
    it(`has failed at once where Turnstile draws nothing: ${nothing}`, async () => {
      expect(await (await challenged(() => nothing)).outcome).to.equal('captcha_failed')
    })
  }

  it('has failed once its element is taken off the page, before or after it was drawn', async () => {
    const { host, outcome } = await challenged(() => 'cf-1')
    host.remove()
    expect(await outcome).to.equal('captcha_failed')
    const gone = await challenged(() => (document.body.replaceChildren(), 'cf-2'))
    expect(await gone.outcome).to.equal('captcha_failed')
  })
})
