import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { callFlags } from '../../scripts/browser.ts'
import { closeServer, listenOnFreePort } from '../../scripts/stack/listen.ts'
import { strictContentSecurityPolicy } from '../../site/foreign/content-security-policy.ts'
import { AnamEngine, engineKey } from '../fixtures/anam-engine/anam-engine.ts'
import { patiently } from '../fixtures/anam-engine/patience.ts'
import { watchViolations } from './built-widget.ts'
import { type CompanionPage, companionOn } from './companion-page.ts'
import { setStage } from './stage.ts'

let engine: AnamEngine

const stage = setStage({
  flags: callFlags,
  async environment() {
    engine = await AnamEngine.start()
    return { ANAM_API_KEY: engineKey, ANAM_BASE_URL: engine.url }
  },
})

after(() => engine.close())

/** The policy that the embedding guide asks for, on a page that grants nothing else. */
const guided = () =>
  strictContentSecurityPolicy({ siteUrl: stage.widget.scriptOrigin, apiUrl: stage.stack.apiUrl })

type Visit = {
  companion: CompanionPage
  violations: () => Promise<string[]>
  leave: () => Promise<void>
}

/** A call with a character, on a page that sends this policy. */
async function call(character: string, policy: string): Promise<Visit> {
  const host = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy })
    response.end(`<!doctype html><html lang="en"><title>Host</title><body>
      <script type="module" src="${stage.widget.scriptOrigin}/visavis.js"
        data-site-key="${stage.stack.siteKey}" data-character="${character}"></script></body></html>`)
  })
  const port = await listenOnFreePort(host, 0)
  const page = await stage.newVisitor({ locale: 'en-US' })
  await page.addInitScript({ content: recogniser })
  const violations = await watchViolations(page)
  await page.goto(`http://localhost:${port}/`)
  const companion = companionOn(page)
  await companion.open()
  await companion.button('Talk aloud').click()
  return {
    companion,
    violations,
    leave: async () => {
      await page.context().close()
      await closeServer(host)
    },
  }
}

/** A recogniser on the device, which this browser has not: it hears, and understands nothing. */
const recogniser = `
  class SpeechRecognition extends EventTarget {
    static available = async () => 'available'
    start() {}
    stop() { this.dispatchEvent(new Event('end')) }
    abort() {}
  }
  Object.assign(globalThis, { SpeechRecognition })`

/** Resolves when a file of this name has been asked for. */
async function fileIsLoaded(name: string): Promise<void> {
  const isLoaded = () => stage.widget.requestedPaths.some((path) => path.includes(name))
  const load = async () => {
    while (!isLoaded()) await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await patiently(load(), () => `Nobody asked for ${name}`)
}

test('what the guide asks for is enough to be spoken to and to be heard', async () => {
  const { companion, violations, leave } = await call('grace', guided())
  await companion.page.locator('visavis-call .captions b').waitFor()
  await companion.button('Microphone').click()
  await companion.microphoneIs('on')
  await fileIsLoaded('rnnoise')
  await companion.ask('Good evening')
  assert.deepEqual(await violations(), [])
  await leave()
})

test('a page that grants nothing for the microphone is not asked for it, and the call goes on', async () => {
  const policy = guided()
    .replace(` ${stage.widget.scriptOrigin};`, ';')
    .replace(" 'wasm-unsafe-eval'", '')
  const { companion, violations, leave } = await call('grace', policy)
  await companion.page.locator('visavis-call .captions b').waitFor()
  await companion.button('Microphone').click()
  await companion.microphoneIs('on')
  await companion.ask('Good evening')
  assert.deepEqual(await violations(), [])
  await leave()
})

test('a live video needs Anam’s addresses besides', async () => {
  const socketUrl = engine.url.replace('http:', 'ws:')
  const policy = guided().replace('connect-src', `connect-src ${engine.url} ${socketUrl}`)
  const beginning = engine.nextSession()
  const { companion, violations, leave } = await call('nora', policy)
  const session = await beginning
  await session.until(({ talk }) => talk.length > 0)
  await companion.button('Microphone').click()
  await companion.microphoneIs('on')
  await companion.ask('Good evening')
  assert.deepEqual(await violations(), [])
  assert.equal(await companion.page.locator('visavis-call video').count(), 1)
  await leave()
})
