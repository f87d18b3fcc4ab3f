import { expect } from 'chai'
import { mountOpen } from '../../../look/mount.ts'
import type { ConversationError } from '../../transports/conversation-error.ts'
import type { Turnstile, TurnstileOptions } from './load-turnstile.ts'
import { solveCaptcha } from './solve-captcha.ts'

/** Turnstile as the page has it already; each test says what it draws. */
const turnstile = { render: () => null, remove: () => undefined } as Turnstile
Object.assign(window, { turnstile })

const captcha = { provider: 'turnstile', siteKey: '1x00000000000000000000AA' } as const

async function challenged(render: Turnstile['render'], abandoned = new AbortController()) {
  const host = await mountOpen()
  const removed: string[] = []
  turnstile.remove = (widgetId) => void removed.push(widgetId)
  const drawn = new Promise<TurnstileOptions>((resolve) => {
    turnstile.render = (container, options) => {
      resolve(options)
      return render(container, options)
    }
  })
  const solved = solveCaptcha(captcha, { host, panel: host.panel }, abandoned.signal)
  const outcome = solved.catch((error: unknown) => (error as ConversationError).code)
  return { host, outcome, options: await drawn, abandoned, removed }
}

describe('a captcha', () => {
  afterEach(() => document.body.replaceChildren())

  it('gives the token of a solved challenge, and leaves nothing on the page', async () => {
    const { host, outcome, options, removed } = await challenged(() => 'cf-1')
    options.callback('token')
    expect(await outcome).to.equal('token')
    expect(host.querySelector('[slot=captcha]')).to.equal(null)
    expect(host.panel.querySelector('[slot=above-composer]')).to.equal(null)
    expect(removed).to.deep.equal(['cf-1'])
  })

  for (const nothing of [null, undefined]) {
    it(`has failed at once where Turnstile draws nothing: ${nothing}`, async () => {
      expect(await (await challenged(() => nothing)).outcome).to.equal('captcha_failed')
    })
  }

  it('has failed where Turnstile throws, as at a key that is none', async () => {
    const refusing = () => {
      throw new Error('[Cloudflare Turnstile] Invalid input for parameter "sitekey"')
    }
    expect(await (await challenged(refusing)).outcome).to.equal('captcha_failed')
  })

  const endings = [
    'error-callback',
    'expired-callback',
    'timeout-callback',
    'unsupported-callback',
  ] as const
  for (const ending of endings) {
    it(`has failed when Turnstile says so: ${ending}`, async () => {
      const { host, outcome, options, removed } = await challenged(() => 'cf-1')
      const handled = options[ending]()
      // Turnstile complains on the page's console about errors that nobody takes.
      if (ending === 'error-callback') expect(handled).to.equal(true)
      expect(await outcome).to.equal('captcha_failed')
      expect(host.querySelector('[slot=captcha]')).to.equal(null)
      expect(removed).to.deep.equal(['cf-1'])
    })
  }

  it('has failed once its element is taken off the page, before or after it was drawn', async () => {
    const { host, outcome } = await challenged(() => 'cf-1')
    host.remove()
    expect(await outcome).to.equal('captcha_failed')
    const gone = await challenged(() => (document.body.replaceChildren(), 'cf-2'))
    expect(await gone.outcome).to.equal('captcha_failed')
  })

  it('has failed once nobody waits for it, and is gone', async () => {
    const { host, outcome, abandoned, removed } = await challenged(() => 'cf-1')
    abandoned.abort()
    expect(await outcome).to.equal('captcha_failed')
    expect(host.querySelector('[slot=captcha]')).to.equal(null)
    expect(removed).to.deep.equal(['cf-1'])
  })

  it('is not drawn for whoever has gone already', async () => {
    const host = await mountOpen()
    turnstile.render = () => expect.fail('drawn for nobody')
    const place = { host, panel: host.panel }
    const codeOf = (error: unknown) => (error as ConversationError).code
    const abandoned = await solveCaptcha(captcha, place, AbortSignal.abort()).catch(codeOf)
    expect(abandoned).to.equal('captcha_failed')
    host.remove()
    const { signal } = new AbortController()
    expect(await solveCaptcha(captcha, place, signal).catch(codeOf)).to.equal('captcha_failed')
  })

  it('has failed when the panel is closed over it, but goes on where it wants no hand', async () => {
    const { host, outcome, options } = await challenged(() => 'cf-1')
    options['before-interactive-callback']()
    host.hide()
    expect(await outcome).to.equal('captcha_failed')

    const silent = await challenged(() => 'cf-2')
    silent.host.hide()
    silent.options.callback('token')
    expect(await silent.outcome).to.equal('token')

    const late = await challenged(() => 'cf-3')
    late.host.hide()
    late.options['before-interactive-callback']()
    expect(await late.outcome).to.equal('captcha_failed')
  })
})
