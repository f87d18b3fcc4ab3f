import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { after, test } from 'node:test'
import type { BrowserContextOptions, ConsoleMessage, Frame, Page } from 'playwright-core'
import type { StaticServer } from '../../scripts/measure/static-server.ts'
import { axeViolations } from './axe.ts'
import { watchViolations } from './built-widget.ts'
import { companionOn } from './companion-page.ts'
import { type HostPage, type HostPagesOptions, serveHostPages } from './host-pages/host-pages.ts'
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

const polluted = `<script>
  Object.assign(Object.prototype, { isAdmin: true, extend() {}, options: {} })
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

/** Every event that the widget tells its page, by its name. */
const events = readdirSync(new URL('../../widget/src/events', import.meta.url))
  .filter((file) => file !== 'visavis-event.ts')
  .map((file) => `visavis-${file.replace(/^visavis-|\.ts$/gu, '')}`)

const tall = 'height: 3000px; margin: 0'

/** A tag with other attributes besides its own; the first of a name counts. */
const tagWith =
  (attributes: string) =>
  ({ siteKey, apiUrl }: HostPagesOptions) =>
    `${attributes.replaceAll('API', apiUrl)} data-site-key="${siteKey}" data-api-url="${apiUrl}"`

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
  '/transition': {},
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
  '/polluted': { head: polluted },
  '/transform': { head: `<style>body { transform: translateZ(0); ${tall} }</style>` },
  '/filter': { head: `<style>body { filter: sepia(0.1); ${tall} }</style>` },
  '/contain': { head: `<style>body { contain: paint; ${tall} }</style>` },
  '/own': { tag: '', head: `<style>main { transform: translateZ(0); ${tall} }</style>` },
  '/zoom': { html: 'style="zoom: 1.5"' },
  '/unselectable': { head: '<style>* { -webkit-user-select: none; user-select: none }</style>' },
  '/keyless': { tag: '' },
  '/late': {},
  '/slash': { tag: tagWith('data-api-url="API// "') },
  '/service': { tag: tagWith('data-api-url="API/rest/v1"') },
  '/path': { tag: tagWith('data-api-url="API/project"') },
  '/no-such-key': { tag: tagWith('data-site-key="no-such-key" data-mode="avatar"') },
  '/no-such-character': { tag: tagWith('data-character="nobody"') },
  '/values': {
    tag: tagWith(
      'data-theme="neon" data-placement="top" data-mode="vide" data-lang="de" data-open="false"',
    ),
  },
  '/other-names': {
    tag: tagWith(
      'data-language="ru" data-prefix="a" data-children="b" data-session="c" data-show="d" data-start="e" data-0="f"',
    ),
  },
  '/taken': {
    head: `<script>customElements.define('psy-avatar', class extends HTMLElement {})</script>`,
  },
  '/without-connections': {
    policy: ({ scriptOrigin }) => `default-src 'none'; script-src ${scriptOrigin}`,
  },
  '/without-parts': { policy: ({ scriptOrigin }) => `script-src ${scriptOrigin}/visavis.js` },
  '/without-styles': { policy: () => `style-src 'none'` },
  '/stopped': {
    head: `<script>for (const type of ${JSON.stringify(events)})
      window.addEventListener(type, (event) => event.stopImmediatePropagation(), true)</script>`,
  },
}

let host: StaticServer | undefined

/** A name in a network of one's own: what is served there without encryption is not secure. */
const insecureName = 'shop.example'

const stage = setStage({
  flags: [`--host-resolver-rules=MAP ${insecureName} 127.0.0.1`],
  async prepare(stack) {
    const { apiUrl, siteKey } = stack
    const { scriptOrigin } = stage.widget
    host = await serveHostPages(pages, { scriptOrigin, apiUrl, siteKey })
    await stack.query(
      'update public.sites set allowed_origins = allowed_origins || $1::text[] where site_key = $2',
      [[`http://${insecureName}:*`], siteKey],
    )
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
  await companionOn(page).send(text)
  await isAnswered(page, text)
  assert.deepEqual(await axeViolations(page), [])
}

async function isAnswered(place: Page | Frame, text: string): Promise<void> {
  const companion = companionOn(place)
  await companion.visitorMessages.filter({ hasText: text }).waitFor()
  await companion.answers.nth(1).locator('[part~=actions]').waitFor({ state: 'attached' })
}

/** What the page's owner is told from now on. */
function toldOn(page: Page): string[] {
  const told: string[] = []
  page.on('console', (line) => {
    if (isTold(line)) told.push(line.text())
  })
  return told
}

const isTold = (line: ConsoleMessage) => line.text().startsWith('Visavis: ')

/** The element, as far as pages use it here. */
type PsyAvatar = HTMLElement & {
  readonly ready: Promise<{ readonly site: object }>
  show(): Promise<void>
}

const notSetUp = 'This chat is not set up for this page. Please tell the site’s owner.'

for (const framework of ['react', 'vue']) {
  test(`a page in ${framework} opens it by a property, and the tag adds no launcher`, async () => {
    const page = await visit(`/${framework}`)
    await page.getByRole('button', { name: 'Help' }).click()
    await companionOn(page).answers.first().waitFor()
    await talk(page, 'Hello')
    assert.equal(await page.locator('psy-avatar').count(), 1)
    assert.equal(await page.locator('psy-avatar').getAttribute('site-key'), stage.stack.siteKey)
  })
}

for (const [library, go] of [
  ['turbo', (page: Page) => page.getByRole('link', { name: 'Next' }).click()],
  ['htmx', (page: Page) => page.getByRole('link', { name: 'Next' }).click()],
  // As Astro does it: the head's children, the root's attributes and the body, in a view transition.
  [
    'transition',
    (page: Page) =>
      page.evaluate(async () => {
        const { documentElement: root, head, body } = document
        const next = body.cloneNode(true) as HTMLElement
        next.prepend(Object.assign(document.createElement('h1'), { textContent: 'Next' }))
        await document.startViewTransition(() => {
          for (const { name } of [...root.attributes]) root.removeAttribute(name)
          head.replaceChildren(...head.children)
          body.replaceWith(next)
        }).finished
      }),
  ],
] as const) {
  test(`where a ${library} replaces the page, the launcher stays with its conversation`, async () => {
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
  // Longer than the launcher waits for a page to be at rest.
  await page.evaluate(async () => {
    document.documentElement.remove()
    await new Promise((resolve) => setTimeout(resolve, 300))
    document.append(document.createElement('html'))
    document.documentElement.append(document.createElement('body'))
  })
  await companion.launcher.waitFor()
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
  assert.deepEqual(await axeViolations(page, '[role=complementary]'), [])
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
    assert.deepEqual(await axeViolations(page), [])
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
    assert.deepEqual(await axeViolations(page), [])
  })
}

for (const path of ['/old-libraries', '/zones', '/frozen', '/polluted']) {
  test(`it talks on a page with ${path.slice(1)}`, async () => {
    const page = await visit(path)
    await companionOn(page).open()
    await talk(page, 'Hello')
    assert.equal(await companionOn(page).answers.count(), 2)
  })
}

test('it talks, in writing and aloud, on a page that stops all it is told', async () => {
  const page = await visit('/stopped')
  const companion = companionOn(page)
  await companion.open()
  await talk(page, 'Hello')
  await companion.button('Talk aloud').click()
  await page.locator('visavis-call .face svg').waitFor()
  await companion.send('And aloud')
  await page.locator('visavis-call .captions b').waitFor()
  await companion.answers.nth(2).waitFor()
})

test('a launcher is in the corner, whatever its page does to its elements', async () => {
  for (const path of ['/transform', '/filter', '/contain', '/own']) {
    const page = await visit(path)
    if (path === '/own') {
      await page.evaluate(() => {
        const main = document.createElement('main')
        const avatar = document.createElement('psy-avatar')
        main.append(
          Object.assign(avatar, document.documentElement.dataset, { placement: 'floating' }),
        )
        document.body.append(main)
      })
    }
    const box = await companionOn(page).launcher.boundingBox()
    assert.ok(box && box.y > 600 && box.y < 720, `${path}: at ${box?.y}`)
    await companionOn(page).open()
    assert.deepEqual(await axeViolations(page), [], path)
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
  assert.deepEqual(await axeViolations(page), [])
})

for (const viewport of [
  { width: 844, height: 390 },
  { width: 568, height: 320 },
]) {
  const { width, height } = viewport
  test(`on a phone held sideways, ${width} × ${height}, one writes and reads`, async () => {
    const page = await visit('/late', { viewport, hasTouch: true })
    const companion = companionOn(page)
    const launcher = await companion.launcher.boundingBox()
    assert.ok(launcher && launcher.y + launcher.height <= height, JSON.stringify(launcher))
    await companion.open()
    await talk(page, 'Hello')
    const panel = await page.locator('psy-avatar dialog').boundingBox()
    assert.deepEqual(panel, { x: 0, y: 0, width, height })
    const composer = await companion.composer.boundingBox()
    assert.ok(composer && composer.y + composer.height <= height, JSON.stringify(composer))
    const text = await companion.answers.last().locator('[part~=text]').boundingBox()
    assert.ok(text)
    const seen = Math.min(text.y + text.height, composer.y) - Math.max(text.y, 0)
    assert.ok(seen >= 24, `${seen} of ${text.height} pixels of the answer are seen`)
  })
}

test('what floats is not printed', async () => {
  const page = await visit('/late')
  await companionOn(page).open()
  await page.emulateMedia({ media: 'print' })
  assert.equal(await companionOn(page).launcher.isVisible(), false)
  assert.equal(await companionOn(page).composer.isVisible(), false)
})

for (const [path, told, read] of [
  ['/no-such-key', /"no-such-key"/u, notSetUp],
  ['/no-such-character', /"nobody"/u, 'This companion is not here any more.'],
  ['/service', /\/rest\/v1".+without a path/u, notSetUp],
  ['/path', /\/project".+without a path/u, notSetUp],
  ['/without-connections', /Content Security Policy.+connect-src/u, notSetUp],
] as const) {
  test(`what is wrong with ${path} is told once, and the visitor reads something that helps`, async () => {
    const page = await stage.newVisitor({ locale: 'en-US' })
    const sentences = toldOn(page)
    const failures: Error[] = []
    page.on('pageerror', (error) => failures.push(error))
    const sentence = page.waitForEvent('console', isTold)
    await page.goto(there(host).origin + path)
    const happened = await page.evaluate(async () => {
      const happened: string[] = []
      addEventListener('visavis-call-start', ({ type }) => happened.push(type), true)
      const avatar = document.querySelector('psy-avatar') as PsyAvatar
      void avatar.ready.then(() => happened.push('ready'))
      await avatar.show()
      return happened
    })
    await page.getByText(read).waitFor()
    assert.match((await sentence).text(), told)
    assert.match((await sentence).text(), /guides\/embed\.html#when-it-does-not-come$/u)
    await page.evaluate(() => document.querySelector<PsyAvatar>('psy-avatar')?.show())
    assert.deepEqual(await axeViolations(page), [])
    assert.equal(sentences.length, 1, sentences.join('\n'))
    assert.deepEqual([...happened, ...failures], [])
    assert.equal(await page.locator('visavis-call').count(), 0)
  })
}

test('an address that was pasted with slashes is its project’s, and the session is promised to all who ask', async () => {
  const page = await visit('/slash')
  const sentences = toldOn(page)
  const ready = page.evaluate(
    async () => (await document.querySelector<PsyAvatar>('psy-avatar')?.ready)?.site,
  )
  await companionOn(page).open()
  await talk(page, 'Hello')
  const later = await page.evaluate(
    async () => (await document.querySelector<PsyAvatar>('psy-avatar')?.ready)?.site,
  )
  assert.ok(later)
  assert.deepEqual(await ready, later)
  assert.deepEqual(sentences, [])
})

test('values that mean nothing are told, each once, and a false flag is a flag', async () => {
  const page = await stage.newVisitor({ locale: 'en-US' })
  const sentences = toldOn(page)
  const values = ['theme="neon"', 'placement="top"', 'mode="vide"', 'lang="de"', 'open="false"']
  const told = Promise.all(
    values.map((value) => page.waitForEvent('console', (line) => line.text().includes(value))),
  )
  await page.goto(`${there(host).origin}/values`)
  await companionOn(page).answers.first().waitFor()
  await told
  await talk(page, 'Hello')
  assert.equal(sentences.length, values.length, sentences.join('\n'))
})

test('what other tools write on the tag does nothing', async () => {
  const page = await visit('/other-names')
  await companionOn(page).open()
  await talk(page, 'Hello')
})

test('an element’s name that another script has taken is told, and stands in the launcher’s place', async () => {
  const page = await stage.newVisitor({ locale: 'en-US' })
  const sentence = page.waitForEvent('console', isTold)
  await page.goto(`${there(host).origin}/taken`)
  await page.getByText('another script has taken its name').waitFor()
  assert.match((await sentence).text(), /<psy-avatar>.+guides\/embed\.html/u)
  assert.deepEqual(await axeViolations(page, '[role=complementary]'), [])
})

test('where a policy keeps the script’s parts out, the visitor reads so and the browser names the directive', async () => {
  const page = await visit('/without-parts')
  const refusal = page.waitForEvent('console', (line) => line.text().includes('script-src'))
  await companionOn(page).launcher.click()
  await page.getByText('Not loaded. Reload the page.').waitFor()
  assert.match((await refusal).text(), /load-panel/u)
  assert.deepEqual(await axeViolations(page), [])
})

test('a policy that lets no styles in is kept, and it looks as it should', async () => {
  const page = await stage.newVisitor({ locale: 'en-US' })
  const violations = await watchViolations(page)
  await page.goto(`${there(host).origin}/without-styles`)
  await companionOn(page).open()
  await talk(page, 'Hello')
  const panel = await page.locator('psy-avatar dialog').boundingBox()
  assert.ok(panel && panel.width < 500 && panel.x > 600, JSON.stringify(panel))
  // What axe does to a page is not the widget's.
  assert.deepEqual(await violations(), [])
})

test('on a page that is not secure one copies by selecting, or reads that one cannot', async () => {
  const page = await stage.newVisitor({ locale: 'en-US' })
  const { port } = new URL(there(host).origin)
  await page.goto(`http://${insecureName}:${port}/late`)
  assert.equal(await page.evaluate(() => isSecureContext), false)
  const companion = companionOn(page)
  await companion.open()
  await talk(page, 'Hello')
  const message = companion.visitorMessages.first()
  await companion.act(message, 'Copy')
  await message.getByRole('button', { name: 'Copied' }).waitFor()
  await companion.composer.click()
  await page.keyboard.press('ControlOrMeta+V')
  assert.equal(await companion.composer.inputValue(), 'Hello')
  await page.evaluate('document.execCommand = () => false')
  await companion.act(companion.answers.last(), 'Copy')
  await page.getByText('Not copied: the browser does not allow it.').waitFor()
})

/** Puts a frame into a page of another site. */
async function frameOn(page: Page, path: string, sandbox?: string): Promise<Frame> {
  const { origin } = there(host)
  if (page.url() === 'about:blank') {
    await page.goto(`${origin.replace('127.0.0.1', 'localhost')}/fragment`)
  }
  await page.evaluate(
    async ({ src, sandbox }) => {
      const frame = document.createElement('iframe')
      if (sandbox) frame.setAttribute('sandbox', sandbox)
      Object.assign(frame, { src, width: 400, height: 640 })
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
      document.body.append(frame)
      await loaded
    },
    { src: origin + path, sandbox },
  )
  const frame = page.frame({ url: origin + path })
  assert.ok(frame)
  return frame
}

test('in a frame of another site without storage and channels it talks, whether locks are refused or never come, and says what is lost', async () => {
  const page = await stage.newVisitor({ locale: 'en-US', viewport: { width: 1280, height: 800 } })
  await page.addInitScript({
    content: `if (window !== top) {
      const refuse = () => { throw new DOMException('denied', 'SecurityError') }
      Object.defineProperty(window, 'localStorage', { get: refuse })
      Object.defineProperty(window, 'sessionStorage', { get: refuse })
      Object.defineProperty(window, 'BroadcastChannel', { value: undefined })
      LockManager.prototype.request = location.search === '?locks=refused'
        ? async () => refuse()
        : () => new Promise(() => {})
    }`,
  })
  const frames = [
    await frameOn(page, '/late?locks=refused'),
    await frameOn(page, '/late?locks=silent'),
  ]
  for (const frame of frames) {
    await companionOn(frame).open()
    await companionOn(frame).send('Hello')
  }
  for (const frame of frames) {
    await isAnswered(frame, 'Hello')
    await frame.getByText('after a reload the conversation begins anew').waitFor()
    assert.deepEqual(await axeViolations(frame), [])
  }
})

test('in a frame whose sandbox leaves it no origin the visitor reads so, and the owner what to add', async () => {
  const page = await stage.newVisitor({ locale: 'en-US' })
  const sentence = page.waitForEvent('console', isTold)
  const frame = await frameOn(page, '/late', 'allow-scripts')
  await companionOn(frame).launcher.click()
  await frame.getByText(notSetUp).waitFor()
  assert.match((await sentence).text(), /allow-same-origin/u)
})
