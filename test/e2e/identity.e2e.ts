import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import type { Page, Route } from 'playwright-core'
import { authRefusals, type AuthRefusal } from '../../scripts/stack/auth/recorded-answers.ts'
import { closeServer, listenOnFreePort } from '../../scripts/stack/listen.ts'
import { strictContentSecurityPolicy } from '../../site/foreign/content-security-policy.ts'
import { startTurnstileServer, type TurnstileServer } from '../fixtures/turnstile-server.ts'
import { watchViolations } from './built-widget.ts'
import { companionOn, type CompanionPage } from './companion-page.ts'
import { setStage } from './stage.ts'

let turnstile: TurnstileServer
const stage = setStage({
  environment: () => Promise.resolve({ TURNSTILE_SITE_KEY: '1x00000000000000000000AA' }),
  async auth() {
    turnstile = await startTurnstileServer('the-secret')
    return { captcha: { secret: 'the-secret', verifierUrl: turnstile.verifierUrl } }
  },
})
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

type Script = (route: Route) => Promise<void> | void

const arrives: Script = (route) =>
  route.fulfill({ contentType: 'text/javascript', body: turnstileScript })
const isBlocked: Script = (route) => route.abort('blockedbyclient')

/** A page with a Turnstile whose script comes from here, or from nowhere. */
async function visit(script = arrives): Promise<Visit> {
  const page = await stage.newVisitor({ locale: 'en-US' })
  return enter(page, { script })
}

async function enter(
  page: Page,
  { script = arrives, url = stage.widget.hostUrl } = {},
): Promise<Visit> {
  const scripts: string[] = []
  await page.exposeFunction('issueToken', () => turnstile.issueToken())
  await page.route(scriptPattern, (route) => {
    scripts.push(route.request().url())
    return script(route)
  })
  await page.goto(url)
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
  const blocked = await visit(isBlocked)
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

const tooMany = 'Many new people have come here from your network. Your words stay here.'

test('the visitor whom Auth’s limit keeps out reads until when, and keeps their words', async () => {
  const before = await people()
  const { companion } = await visit()
  const { page, composer } = companion
  await page.route('**/auth/v1/signup', (route) => {
    const { status, body } = authRefusals.requestRateLimit
    return route.fulfill({ status, json: body, headers: { 'access-control-allow-origin': '*' } })
  })
  await companion.send('Hello there')
  await checkbox(companion).click()
  const sentence = companion.visitorMessages.getByText(tooMany)
  await sentence.waitFor()
  assert.match(await sentence.innerText(), /Try again in \d+ minutes?, at \d+:\d+/u)
  assert.equal(await composer.inputValue(), 'Hello there')

  // Nobody is asked for a challenge that would be of no use yet.
  await companion.button('Try again').click()
  await sentence.waitFor()
  assert.equal(await checkbox(companion).count(), 0)
  await page.reload()
  await companion.launcher.click()
  await companion.visitorMessages.getByText('Not sent').waitFor()
  assert.equal(await composer.inputValue(), 'Hello there')
  assert.equal(await people(), before)
})

const departures: Record<string, (companion: CompanionPage) => Promise<unknown>> = {
  'is stopped': (companion) => companion.button('Stop the answer').click(),
  'closes the panel': ({ launcher }) => launcher.click(),
  'is taken off the page': ({ page }) =>
    page.locator('psy-avatar').evaluate((element) => element.remove()),
}
for (const [name, depart] of Object.entries(departures)) {
  test(`a visitor who ${name} before a challenge keeps no other tab waiting, and their words`, async () => {
    const before = await people()
    const { companion } = await visit()
    await companion.send('Hello there')
    await checkbox(companion).waitFor()
    const next = await enter(await companion.page.context().newPage())
    await next.companion.send('And from here')
    await depart(companion)
    await checkbox(companion).waitFor({ state: 'detached' })
    const ended = next.companion.nextEnd()
    await checkbox(next.companion).click()
    await ended
    assert.equal(await people(), before + 1)

    await companion.page.reload()
    await companion.launcher.click()
    await companion.visitorMessages.getByText('Hello there').waitFor()
    assert.equal(await people(), before + 1)
  })
}

test('a captcha’s script that neither comes nor fails is given up, and taken when it comes', async () => {
  let arriveLate = () => Promise.resolve()
  const { companion } = await visit((route) => {
    arriveLate = async () => arrives(route)
  })
  const { page } = companion
  await page.clock.install()
  const asked = page.waitForRequest(scriptPattern)
  await companion.send('Hello there')
  await asked
  await page.clock.runFor(20_000)
  await page.getByText('did not load').waitFor()
  assert.equal(await companion.composer.inputValue(), 'Hello there')
  await arriveLate()
  await companion.button('Try again').click()
  const ended = companion.nextEnd()
  await checkbox(companion).click()
  await ended
})

type Violations = () => Promise<string[]>

/** A page as strict as can be, with what the embedding guide asks for a captcha. */
async function visitStrictly(policies: string): Promise<Visit & { violations: Violations }> {
  const { apiUrl, siteKey } = stage.stack
  const { scriptOrigin: siteUrl } = stage.widget
  const policy = strictContentSecurityPolicy({ siteUrl, apiUrl })
    .replace('script-src', 'script-src https://challenges.cloudflare.com')
    .replace('trusted-types lit-html', `trusted-types ${policies}`)
  const host = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy })
    response.end(`<!doctype html><html lang="en"><title>Host</title><body>
      <script type="module" src="${siteUrl}/visavis.js" data-site-key="${siteKey}"></script>`)
  })
  const port = await listenOnFreePort(host, 0)
  const page = await stage.newVisitor({ locale: 'en-US' })
  page.on('close', () => void closeServer(host))
  const violations = await watchViolations(page)
  const entered = await enter(page, { url: `http://localhost:${port}/` })
  await entered.companion.send('Hello there')
  return { ...entered, violations }
}

test('a captcha keeps a strict policy with Trusted Types', async () => {
  const { companion, violations } = await visitStrictly('lit-html visavis-turnstile')
  const ended = companion.nextEnd()
  await checkbox(companion).click()
  await ended
  assert.deepEqual(await violations(), [])
  await companion.page.close()
})

test('a page whose policy lets no captcha in turns new visitors away in a sentence', async () => {
  const { companion, scripts } = await visitStrictly('lit-html')
  await companion.page.getByText('did not load').waitFor()
  assert.equal(await companion.composer.inputValue(), 'Hello there')
  assert.deepEqual(scripts, [])
  await companion.page.close()
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
