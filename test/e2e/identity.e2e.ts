import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { authRefusals, type AuthRefusal } from '../../scripts/stack/auth/recorded-answers.ts'
import { startTurnstileServer, type TurnstileServer } from '../fixtures/turnstile-server.ts'
import { companionOn, type CompanionPage } from './companion-page.ts'
import { setStage } from './stage.ts'

let turnstile: TurnstileServer
const stage = setStage(
  undefined,
  () => Promise.resolve({ TURNSTILE_SITE_KEY: '1x00000000000000000000AA' }),
  async () => {
    turnstile = await startTurnstileServer('the-secret')
    return { captcha: { secret: 'the-secret', verifierUrl: turnstile.verifierUrl } }
  },
)
after(() => turnstile.close())

const scriptPattern = 'https://challenges.cloudflare.com/**'
const renewPattern = '**/auth/v1/token?*'

/** What Turnstile's script does: it draws into an element and calls back with a token. */
const turnstileScript = `
  window.turnstile = {
    render(container, options) {
      options['before-interactive-callback']()
      const box = document.createElement('button')
      box.textContent = 'I am human (' + options.language + ', ' + options.size + ')'
      box.style.cssText = 'inline-size: 100%; block-size: 65px'
      box.onclick = async () => {
        if (window.challengeFails) options['error-callback']('300010')
        else options.callback(await window.issueToken())
      }
      container.append(box)
      return 'cf-1'
    },
    remove() {},
  }`

type Visit = { companion: CompanionPage; scripts: string[] }

/** A page with a Turnstile whose script comes from here, or from nowhere. */
async function visit({ isBlocked = false } = {}): Promise<Visit> {
  const page = await stage.newVisitor({ locale: 'en-US' })
  const scripts: string[] = []
  await page.exposeFunction('issueToken', () => turnstile.issueToken())
  await page.route(scriptPattern, (route) => {
    scripts.push(route.request().url())
    if (isBlocked) return route.abort('blockedbyclient')
    return route.fulfill({ contentType: 'text/javascript', body: turnstileScript })
  })
  await page.goto(stage.stack.foreignUrl ?? '')
  const companion = companionOn(page)
  await companion.open()
  return { companion, scripts }
}

const checkbox = ({ page }: CompanionPage) => page.getByRole('button', { name: 'I am human' })

/** A visitor who has had an answer. */
async function acquainted(): Promise<CompanionPage> {
  const { companion } = await visit()
  const ended = companion.nextEnd()
  await companion.send('Hello there')
  await checkbox(companion).click()
  await ended
  return companion
}

type Session = { accessToken: string; expiresAt: number }

const storedSession = (page: Page) =>
  page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.endsWith(':visitor')) ?? ''
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Session
  })

async function visitorId(page: Page): Promise<string> {
  const { accessToken } = await storedSession(page)
  const claims = Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()
  return (JSON.parse(claims) as { sub: string }).sub
}

async function expireToken(page: Page): Promise<void> {
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.endsWith(':visitor')) ?? ''
    const session = JSON.parse(localStorage.getItem(key) ?? '') as Session
    localStorage.setItem(key, JSON.stringify({ ...session, expiresAt: Date.now() - 1 }))
  })
}

const answerRenewals = (page: Page, { status, body }: AuthRefusal) =>
  page.route(renewPattern, (route) =>
    route.fulfill({
      status,
      json: body,
      headers: {
        'access-control-allow-origin': '*',
      },
    }),
  )

async function reopen({ page, launcher, answers }: CompanionPage): Promise<void> {
  await page.reload()
  await launcher.click()
  await answers.first().waitFor()
}

const people = async () => (await stage.stack.query('select id from auth.users')).length

test('a new visitor shows once that they are human, in the panel, and only when they write', async () => {
  const { companion, scripts } = await visit()
  assert.deepEqual(scripts, [])
  const ended = companion.nextEnd()
  await companion.send('Hello there')
  await companion.page.getByText('A short check that you are human').waitFor()
  const panel = await companion.page.locator('visavis-panel [part=panel]').boundingBox()
  const box = await checkbox(companion).boundingBox()
  assert.ok(panel && box && box.y > panel.y && box.y + box.height < panel.y + panel.height)
  await checkbox(companion).click()
  await ended
  await checkbox(companion).waitFor({ state: 'detached' })
  assert.match(await companion.ask('And again?'), /\S/u)
  assert.deepEqual(scripts, [
    'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit',
  ])
})

test('a captcha that is blocked or fails is told in a sentence, and the words stay', async () => {
  const before = await people()
  const blocked = await visit({ isBlocked: true })
  await blocked.companion.send('Hello there')
  await blocked.companion.page.getByText('did not load').waitFor()
  assert.equal(await blocked.companion.composer.inputValue(), 'Hello there')

  const { companion } = await visit()
  await companion.page.evaluate(() => Object.assign(window, { challengeFails: true }))
  await companion.send('Hello there')
  await checkbox(companion).click()
  await companion.page.getByText('did not succeed').waitFor()
  assert.equal(await companion.composer.inputValue(), 'Hello there')
  assert.equal(await people(), before)

  await companion.page.evaluate(() => Object.assign(window, { challengeFails: false }))
  const ended = companion.nextEnd()
  await companion.button('Try again').click()
  await checkbox(companion).click()
  await ended
  assert.equal(await people(), before + 1)
})

test('too many requests on renewal cost neither the visitor nor the chat', async () => {
  const companion = await acquainted()
  const { page } = companion
  const visitor = await visitorId(page)
  const before = await people()
  await expireToken(page)
  await answerRenewals(page, authRefusals.requestRateLimit)
  await reopen(companion)
  await page.getByText(/Your conversation is safe here\. Try again in \d+ second/u).waitFor()
  assert.equal(await visitorId(page), visitor)
  assert.equal(await companion.visitorMessages.count(), 0)

  await page.unroute(renewPattern)
  await companion.visitorMessages.first().waitFor()
  assert.deepEqual(await companion.texts(companion.visitorMessages), ['Hello there'])
  assert.match(await companion.ask('Are you still here?'), /\S/u)
  assert.equal(await visitorId(page), visitor)
  assert.equal(await people(), before)
})

test('a banned visitor reads so, becomes nobody else, and is back after the ban', async () => {
  const companion = await acquainted()
  const { page } = companion
  const visitor = await visitorId(page)
  const before = await people()
  await stage.stack.query(
    `update auth.users set banned_until = now() + interval '1 hour' where id = $1`,
    [visitor],
  )
  await expireToken(page)
  await reopen(companion)
  await page.getByText('has closed the chat for you').waitFor()
  await companion.send('Let me in')
  await companion.visitorMessages.getByText('has closed the chat for you').waitFor()
  assert.deepEqual([await people(), await visitorId(page)], [before, visitor])

  await stage.stack.query('update auth.users set banned_until = null where id = $1', [visitor])
  await reopen(companion)
  await companion.visitorMessages.getByText('Hello there').waitFor()
  assert.equal(await visitorId(page), visitor)
})
