import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { StaticServer } from '../../scripts/measure/static-server.ts'
import { axeViolations } from './axe.ts'
import { companionOn } from './companion-page.ts'
import { type HostPage, serveHostPages } from './host-pages/host-pages.ts'
import { setStage, there } from './stage.ts'

/** Libraries of old that replace and extend what the language has, as much as they do of it. */
const oldLibraries = `<script>
  Array.from = (item) => item == null ? [] : Array.prototype.slice.call(item)
  Array.prototype.find = function (value) { return this[this.indexOf(value)] }
  Array.prototype.entries = function () { return this.slice() }
  Array.prototype.each = function (act) { for (const item of this) act(item) }
  String.prototype.toJSON = Number.prototype.toJSON = function () { return this.valueOf() }
  Function.prototype.bind = function (self, ...first) { const act = this
    return function (...rest) { return act.apply(self, [...first, ...rest]) } }
  window.Event = function (event) { this.event = event }
  window.Element = function (tag) { return document.createElement(tag) }
  Element.prototype = HTMLElement.prototype.__proto__
  Element.prototype.hide = Element.prototype.show = function () { return this }
  window.Request = window.Hash = window.Class = function () {}
</script>`

const zones = `<script>
  for (const name of ['setTimeout', 'setInterval', 'requestAnimationFrame', 'queueMicrotask']) {
    const own = window[name]
    window[name] = function (act, ...rest) { return own.call(window, function () { return act.apply(this, arguments) }, ...rest) }
  }
  const listen = EventTarget.prototype.addEventListener
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    return listen.call(this, type, listener, options)
  }
  const ask = window.fetch
  window.fetch = async function () { const answer = await ask.apply(this, arguments); return answer }
</script>`

const frozen = `<script>
  for (const it of [Object, Array, Function, String, Promise, Map, Set, JSON, Math]) {
    Object.freeze(it)
    if (it.prototype) Object.freeze(it.prototype)
  }
</script>`

const shortcuts = (capture: boolean) => `<script>
  document.addEventListener('keydown', (event) => {
    if (/^(input|textarea)$/i.test(event.target.tagName)) return
    if ('/jks? '.includes(event.key)) event.preventDefault()
  }, ${capture})
  document.onkeypress = () => false
  document.addEventListener('paste', (event) => event.preventDefault(), ${capture})
</script>`

const trap = (capture: boolean) => `<div id="modal"><button>Theirs</button></div><script>
  document.addEventListener('focusin', (event) => {
    if (!modal.contains(event.target)) modal.querySelector('button').focus()
  }, ${capture})
</script>`

const tall = 'height: 3000px; margin: 0'

const pages: Record<string, HostPage> = {
  '/react': { tag: '', body: '<div id="app"></div>', after: '/built/react.js' },
  '/vue': { tag: '', body: '<div id="app"></div>', after: '/built/vue.js' },
  '/turbo': {
    head: '<script src="/turbo.js"></script>',
    body: '<a href="/turbo-next">Next</a>',
  },
  '/turbo-next': {
    head: '<script src="/turbo.js"></script>',
    body: '<h1>Next</h1><a href="/turbo">Back</a>',
  },
  '/htmx': {
    head: '<script src="/htmx.js"></script>',
    body: '<a hx-get="/fragment" hx-target="body" href="#">Next</a>',
  },
  '/fragment': { tag: null, body: '<h1>Next</h1>' },
  '/bootstrap': {
    head: '<script src="/bootstrap.js" defer></script>',
    body: `<div class="modal" id="modal" tabindex="-1"><div class="modal-dialog"><button>Theirs</button></div></div>`,
  },
  '/trap-bubbling': { body: trap(false) },
  '/trap-capturing': { body: trap(true) },
  '/shortcuts': { head: shortcuts(false) },
  '/shortcuts-capturing': { head: shortcuts(true) },
  '/old-libraries': { head: oldLibraries },
  '/zones': { head: zones },
  '/frozen': { head: frozen },
  '/transform': { head: `<style>body { transform: translateZ(0); ${tall} }</style>` },
  '/filter': { head: `<style>body { filter: sepia(0.1); ${tall} }</style>` },
  '/contain': { head: `<style>body { contain: paint; ${tall} }</style>` },
  '/own': { tag: '', head: `<style>main { transform: translateZ(0); ${tall} }</style>` },
  '/zoom': { html: 'style="zoom: 1.5"' },
  '/unselectable': { head: '<style>* { -webkit-user-select: none; user-select: none }</style>' },
  '/keyless': { tag: '' },
  '/late': {},
  '/stopped': {
    head: `<script>for (const type of ['visavis-ready', 'visavis-message-delta', 'visavis-message-end'])
      window.addEventListener(type, (event) => event.stopImmediatePropagation(), true)</script>`,
  },
}

let host: StaticServer | undefined

const stage = setStage({
  async prepare({ apiUrl, siteKey }) {
    const { scriptOrigin } = stage.widget
    host = await serveHostPages(pages, { scriptOrigin, apiUrl, siteKey })
  },
})
after(() => host?.close())

async function visit(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await stage.newVisitor({ locale: 'en-US', ...options })
  await page.goto(there(host).origin + path)
  return page
}

/** Says something and reads what is answered, whatever the page does with its events. */
async function talk(page: Page, text: string): Promise<void> {
  const companion = companionOn(page)
  await companion.send(text)
  await companion.visitorMessages.filter({ hasText: text }).waitFor()
  await companion.answers.nth(1).locator('[part~=actions]').waitFor({ state: 'attached' })
}

for (const framework of ['react', 'vue']) {
  test(`a page in ${framework} opens it by a property, and the tag adds no launcher`, async () => {
    const page = await visit(`/${framework}`)
    await page.getByRole('button', { name: 'Help' }).click()
    await companionOn(page).answers.first().waitFor()
    await talk(page, 'Hello')
    assert.equal(await page.locator('psy-avatar').count(), 1)
    assert.equal(await page.locator('psy-avatar').getAttribute('site-key'), stage.stack.siteKey)
    assert.deepEqual(await axeViolations(page), [])
  })
}

for (const [library, go] of [
  ['turbo', (page: Page) => page.getByRole('link', { name: 'Next' }).click()],
  ['htmx', (page: Page) => page.getByRole('link', { name: 'Next' }).click()],
] as const) {
  test(`where ${library} replaces the page, the launcher stays with its conversation`, async () => {
    const page = await visit(`/${library}`)
    const companion = companionOn(page)
    await companion.open()
    await talk(page, 'Hello')
    await go(page)
    await page.getByRole('heading', { name: 'Next' }).waitFor()
    assert.equal(await page.locator('psy-avatar').count(), 1)
    assert.equal(await companion.visitorMessages.count(), 1)
    await companion.send('And again')
    await companion.answers.nth(2).waitFor()
  })
}

test('the launcher outlives a body and a whole document that are replaced', async () => {
  const page = await visit('/late')
  const companion = companionOn(page)
  await companion.open()
  await talk(page, 'Hello')
  await page.evaluate(() => {
    document.body.replaceWith(document.createElement('body'))
    document.body.innerHTML = '<p>New</p>'
  })
  assert.equal(await companion.visitorMessages.count(), 1)
  await page.evaluate(() => {
    document.documentElement.innerHTML = '<head></head><body><h1>Newer</h1></body>'
  })
  await companion.launcher.waitFor()
  assert.equal(await page.locator('psy-avatar').count(), 1)
  assert.equal(await companion.visitorMessages.count(), 1)
})

test('the tag’s launcher leaves as soon as a page has an element of its own, in a shadow too', async () => {
  const page = await visit('/late')
  const launcher = page.locator('html > psy-avatar')
  await launcher.waitFor({ state: 'attached' })
  await page.evaluate(() => {
    const box = document.createElement('div')
    box.id = 'box'
    box.attachShadow({ mode: 'open' }).append(document.createElement('voice-consultant'))
    document.body.append(box)
  })
  await launcher.waitFor({ state: 'detached' })
  await page.evaluate(() => document.querySelector('#box')?.remove())
  await launcher.waitFor({ state: 'attached' })
})

test('a tag without a key says so on the page and in the console', async () => {
  const page = await stage.newVisitor({ locale: 'en-US' })
  const told = page.waitForEvent('console', (line) => line.text().includes('data-site-key'))
  await page.goto(`${there(host).origin}/keyless`)
  await page.getByText('the script tag has no data-site-key').waitFor()
  assert.match((await told).text(), /guides\/embed\.html/u)
  await page.evaluate(() => document.body.append(document.createElement('psy-avatar')))
  await page.getByText('the script tag has no data-site-key').waitFor({ state: 'detached' })
})

for (const path of ['/trap-bubbling', '/trap-capturing', '/bootstrap']) {
  test(`one writes in the widget although ${path} pulls the focus back`, async () => {
    const page = await visit(path)
    const companion = companionOn(page)
    await companion.open()
    await page.evaluate((isBootstrap) => {
      const modal = document.querySelector<HTMLElement>('#modal') as HTMLElement
      if (!isBootstrap) return modal.querySelector('button')?.focus()
      const { bootstrap } = globalThis as never as {
        bootstrap: { Modal: new (element: HTMLElement) => { show(): void } }
      }
      new bootstrap.Modal(modal).show()
      return undefined
    }, path === '/bootstrap')
    await companion.composer.click()
    await page.keyboard.type('Hello there')
    assert.equal(await companion.composer.inputValue(), 'Hello there')
  })
}

for (const path of ['/shortcuts', '/shortcuts-capturing']) {
  test(`what one types on ${path} arrives, and so does what one pastes`, async () => {
    const page = await visit(path)
    const companion = companionOn(page)
    await companion.open()
    await companion.composer.click()
    await page.keyboard.type('a/b jk s? z')
    await page.waitForFunction(
      () =>
        document
          .querySelector('psy-avatar')
          ?.shadowRoot?.querySelector('visavis-panel')
          ?.shadowRoot?.querySelector('visavis-composer')
          ?.shadowRoot?.querySelector('textarea')?.value.length === 11,
    )
    assert.equal([...(await companion.composer.inputValue())].sort().join(''), '   /?abjksz')
  })
}

for (const path of ['/old-libraries', '/zones', '/frozen', '/stopped']) {
  test(`it talks on a page with ${path.slice(1)}`, async () => {
    const page = await visit(path)
    await companionOn(page).open()
    await talk(page, 'Hello')
    assert.equal(await companionOn(page).answers.count(), 2)
  })
}

test('a launcher is in the corner, whatever its page does to its elements', async () => {
  for (const path of ['/transform', '/filter', '/contain', '/own']) {
    const page = await visit(path)
    if (path === '/own') {
      await page.evaluate(() => {
        const main = document.createElement('main')
        main.innerHTML = '<psy-avatar placement="floating"></psy-avatar>'
        document.body.append(main)
      })
    }
    const box = await companionOn(page).launcher.boundingBox()
    assert.ok(box && box.y > 600 && box.y < 720, `${path}: at ${box?.y}`)
    await page.context().close()
  }
})

test('on a page that is zoomed the whole panel is on the screen', async () => {
  const page = await visit('/zoom')
  await companionOn(page).open()
  const box = await page.locator('psy-avatar dialog').boundingBox()
  assert.ok(box && box.y >= 0 && box.x >= 0 && box.y + box.height <= 720, JSON.stringify(box))
  assert.deepEqual(await axeViolations(page), [])
})

test('what was said can be selected where the page forbids its own text to be', async () => {
  const page = await visit('/unselectable')
  const companion = companionOn(page)
  await companion.open()
  const selects = await companion.answers
    .first()
    .evaluate((message) => getComputedStyle(message).userSelect)
  assert.equal(selects, 'text')
})

test('what floats is not printed', async () => {
  const page = await visit('/late')
  await companionOn(page).open()
  await page.emulateMedia({ media: 'print' })
  assert.equal(await companionOn(page).launcher.isVisible(), false)
  assert.equal(await companionOn(page).composer.isVisible(), false)
})

test('in a frame of another site without storage, locks or channels it talks, and says what is lost', async () => {
  const page = await stage.newVisitor({ locale: 'en-US' })
  await page.addInitScript({
    content: `
      const refuse = () => { throw new DOMException('denied', 'SecurityError') }
      Object.defineProperty(window, 'localStorage', { get: refuse })
      Object.defineProperty(window, 'sessionStorage', { get: refuse })
      Object.defineProperty(window, 'BroadcastChannel', { value: undefined })
      LockManager.prototype.request = async () => refuse()`,
  })
  await page.goto(`${there(host).origin}/late`)
  await companionOn(page).open()
  await talk(page, 'Hello')
  await page.getByText('after a reload the conversation begins anew').waitFor()
})
