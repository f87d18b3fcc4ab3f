import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { serveStatic } from '../../scripts/measure/static-server.ts'
import { axeViolations } from './axe.ts'
import { watchViolations } from './built-widget.ts'
import { companionOn } from './companion-page.ts'
import { setStage } from './stage.ts'

const stage = setStage()

async function visit(path = '', options: BrowserContextOptions = {}): Promise<Page> {
  const page = await stage.newVisitor({ locale: 'en-US', ...options })
  await page.goto(new URL(path, stage.widget.hostUrl).href, { waitUntil: 'networkidle' })
  return page
}

test('a strict policy with Trusted Types is kept from the closed launcher to an answer', async () => {
  const page = await stage.newVisitor({ locale: 'en-US' })
  const violations = await watchViolations(page)
  await page.goto(new URL('strict', stage.widget.hostUrl).href)
  const companion = companionOn(page)
  await companion.open()
  const answer = await companion.ask('Hello **there**, [look](https://example.com)')

  assert.ok(answer.length > 0)
  assert.deepEqual(await violations(), [])
})

for (const [character, files] of [
  ['nora', ['visavis']],
  ['tikhon', ['looks', 'portrait', 'tikhon', 'visavis']],
] as const) {
  test(`before the first click a page with ${character} loads the script’s own files only and stores nothing`, async () => {
    const page = await stage.newVisitor({ locale: 'en-US' })
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    const { apiUrl, siteKey } = stage.stack
    const { scriptOrigin } = stage.widget
    const host = await serveStatic({
      '/': `<!doctype html><html lang="en"><title>Host</title><body>
        <script type="module" src="${scriptOrigin}/visavis.js" data-site-key="${siteKey}"
          data-api-url="${apiUrl}" data-character="${character}"></script></body></html>`,
    })
    await page.goto(`${host.origin}/`, { waitUntil: 'networkidle' })
    await companionOn(page).launcher.waitFor()
    await host.close()

    const foreign = requests.filter((url) => !url.startsWith(host.origin))
    assert.deepEqual(
      foreign.filter((url) => !url.startsWith(scriptOrigin)),
      [],
    )
    const names = foreign.map((url) => /\/([\w-]+?)(?:-[\w-]{8})?\.js$/u.exec(url)?.[1] ?? url)
    assert.deepEqual(names.sort(), files)
    const stored = await page.evaluate(async () => [
      localStorage.length,
      sessionStorage.length,
      (await indexedDB.databases()).length,
      document.cookie.length,
    ])
    assert.deepEqual(stored, [0, 0, 0, 0])
  })
}

test('a visitor with nothing but a keyboard opens, writes, acts on an answer and closes', async () => {
  const page = await visit()
  const companion = companionOn(page)
  await companion.launcher.focus()
  await page.keyboard.press('Enter')
  await companion.composer.waitFor()
  const hasFocus = () => companion.composer.evaluate((field) => field.matches(':focus'))
  while (!(await hasFocus())) await page.evaluate(() => new Promise(requestAnimationFrame))
  await companion.answers.first().waitFor()

  const ended = companion.nextEnd()
  await page.keyboard.type('Hello from the keyboard')
  await page.keyboard.press('Enter')
  await ended
  await companion.button('Send').waitFor()

  const again = companion.nextEnd()
  const action = companion.answers.last().getByRole('button', { name: 'Answer again' })
  for (let stop = 0; stop < 12; stop += 1) {
    await page.keyboard.press('Shift+Tab')
    const toolbar = companion.answers.last().getByRole('toolbar')
    if (await toolbar.evaluate((element) => element.matches(':focus-within'))) break
  }
  for (let step = 0; step < 6; step += 1) {
    if (await action.evaluate((element) => element.matches(':focus'))) break
    await page.keyboard.press('ArrowRight')
  }
  await page.keyboard.press('Enter')
  await again
  await companion.answers.last().getByText('2/2').waitFor()

  await page.keyboard.press('Escape')
  await companion.composer.waitFor({ state: 'hidden' })
  assert.equal(
    await companion.launcher.evaluate((button) => button.matches(':focus')),
    true,
    'the focus goes back to the launcher',
  )
})

test('axe finds nothing, open and closed, light and dark, wide and narrow, in both directions', async () => {
  for (const width of [320, 1280]) {
    const page = await visit('', { viewport: { width, height: 720 } })
    const companion = companionOn(page)
    const seesNothing = async (state: string) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        for (const direction of ['ltr', 'rtl']) {
          await page.evaluate((dir) => (document.documentElement.dir = dir), direction)
          const where = `${state}, ${colorScheme} ${width} ${direction}`
          assert.deepEqual(await axeViolations(page), [], where)
        }
      }
    }
    await seesNothing('closed')
    await companion.open()
    await seesNothing('greeting')
    await companion.ask('Hello')
    await companion.button('Send').waitFor()
    await seesNothing('answered')
  }
})

test('two widgets and a hostile style sheet share a page without harm', async () => {
  const page = await visit()
  await page.addStyleTag({
    content: '* { all: unset !important; } psy-avatar { display: none }',
  })
  await page.evaluate((siteKey) => {
    const second = document.createElement('voice-consultant')
    second.setAttribute('site-key', siteKey)
    second.setAttribute('character', 'grace')
    document.body.append(second)
  }, stage.stack.siteKey)
  const consultant = page.locator('voice-consultant')
  await consultant.locator('[part~=launcher]').click()
  const composer = consultant.getByRole('textbox')
  await composer.waitFor()
  const size = await composer.evaluate((field) => getComputedStyle(field).fontSize)
  assert.ok(Number.parseFloat(size) >= 16, `the composer's text is ${size}`)
  await consultant.getByText('Grace').first().waitFor()
})

for (const { part, item } of [
  { part: 'header-menu', item: null },
  { part: 'open-chat-list', item: 'Your conversations' },
]) {
  test(`who finds ${part} gone after a deployment is asked to reload, and nothing typed is lost`, async () => {
    const page = await visit()
    const companion = companionOn(page)
    await companion.open()
    await companion.ask('Hello')
    await companion.composer.fill('What I was about to say')
    const asked: string[] = []
    const former = new RegExp(`/assets/${part}-[^/]+\\.js$`)
    await page.route(former, (route) => {
      asked.push(route.request().url())
      return route.fulfill({ status: 404, headers: { 'access-control-allow-origin': '*' } })
    })
    await companion.button('Menu').click()
    if (item) await page.getByRole('menuitem', { name: item }).click()
    const notice = page.locator('psy-avatar [part~=notice]')
    await notice.getByText('Reload the page: your words stay here.').waitFor()
    assert.equal(asked.length, 1)
    assert.equal(await companion.composer.inputValue(), 'What I was about to say')

    await page.unroute(former)
    await page.reload({ waitUntil: 'networkidle' })
    if (!(await companion.composer.isVisible())) await companion.open()
    await companion.visitorMessages.first().waitFor()
    assert.equal(await companion.composer.inputValue(), 'What I was about to say')
    assert.deepEqual(await companion.texts(companion.visitorMessages), ['Hello'])
    await companion.button('Menu').click()
    await page.getByRole('menuitem', { name: 'New chat' }).waitFor()
  })
}
