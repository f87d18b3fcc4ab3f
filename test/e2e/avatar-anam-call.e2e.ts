import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import type { Page } from 'playwright-core'
import { callFlags } from '../../scripts/browser.ts'
import { AnamEngine, engineKey } from '../fixtures/anam-engine/anam-engine.ts'
import type { EngineSession } from '../fixtures/anam-engine/engine-session.ts'
import type { EngineFaults } from '../fixtures/anam-engine/faults.ts'
import { type CompanionPage, companionOn } from './companion-page.ts'
import { setStage } from './stage.ts'

let engine: AnamEngine

const stage = setStage({
  flags: callFlags,
  site: true,
  async environment() {
    engine = await AnamEngine.start()
    return { ANAM_API_KEY: engineKey, ANAM_BASE_URL: engine.url }
  },
})

after(() => engine.close())
afterEach(() => {
  engine.faults = {}
})

/** A visitor's page with Nora on it, who has a video face. */
async function visit(url: string): Promise<CompanionPage> {
  const page = await stage.newVisitor({ locale: 'en-US' })
  await page.goto(url)
  const companion = companionOn(page)
  await companion.open()
  return companion
}

/** The same, with a call that begins. */
async function call(url = stage.widget.hostUrl): Promise<CompanionPage> {
  const companion = await visit(url)
  await companion.button('Talk aloud').click()
  return companion
}

/** The same, once she begins to say something in her video; and Anam's end of it. */
async function callVideo(
  url = stage.widget.hostUrl,
): Promise<{ companion: CompanionPage; session: EngineSession }> {
  const beginning = engine.nextSession()
  const companion = await call(url)
  const session = await beginning
  await session.until(({ talk }) => talk.length > 0)
  return { companion, session }
}

const video = (page: Page) => page.locator('visavis-call video')
const drawing = (page: Page) => page.locator('visavis-call .face svg')

const sources: [name: string, url: () => string][] = [
  ['as it is built', () => stage.widget.hostUrl],
  ['from its sources', () => stage.stack.foreignUrl ?? ''],
]
for (const [name, url] of sources) {
  test(`an answer is said by a video face as it is written, in the shadow root of a panel ${name}`, async () => {
    const { companion, session } = await callVideo(url())
    const width = await video(companion.page).evaluate((face) => {
      const shown = face as HTMLVideoElement
      return new Promise((resolve) =>
        shown.requestVideoFrameCallback(() => resolve(shown.videoWidth)),
      )
    })
    assert.equal(width, 256)
    await session.until(({ talk }) => talk.at(-1)?.endOfSpeech === true)
    const greeting = session.said()

    const answer = await companion.ask('Good evening')
    await session.until(({ talk }) => talk.filter(({ endOfSpeech }) => endOfSpeech).length === 2)
    const words = (text: string) => text.replaceAll(/\s+/gu, ' ').trim()
    assert.equal(words(session.said().slice(greeting.length)), words(answer))
    await companion.page.context().close()
    await session.until(({ isOpen }) => !isOpen)
  })
}

test('what a visitor says to a video face becomes a message of the same chat', async () => {
  const { companion, session } = await callVideo()
  session.bargeIn('Tell me about the rain')
  await companion.answers.nth(1).waitFor()
  assert.deepEqual(await companion.texts(companion.visitorMessages), ['Tell me about the rain'])
})

const losses: [name: string, lose: (session: EngineSession) => void][] = [
  ['Anam ends the session', (session) => session.end('Out of time')],
  ['the connection is cut', (session) => session.dropPeer()],
]
for (const [name, lose] of losses) {
  test(`a drawn face goes on with everything that was said when ${name}`, async () => {
    const { companion, session } = await callVideo()
    const first = await companion.ask('Good evening')
    lose(session)
    await drawing(companion.page).waitFor()
    await video(companion.page).waitFor({ state: 'detached' })
    const second = await companion.ask('Are you still there?')
    assert.deepEqual(await companion.texts(companion.visitorMessages), [
      'Good evening',
      'Are you still there?',
    ])
    const answers = await companion.texts(companion.answers)
    assert.deepEqual(
      answers.slice(1).map((text) => text.trim()),
      [first, second],
    )
  })
}

const absences: [name: string, faults: EngineFaults][] = [
  ['there is no plan', { token: { status: 402 } }],
  ['too many look at once', { maxSessions: 0 }],
]
for (const [name, faults] of absences) {
  test(`a drawn face comes instead when ${name}`, async () => {
    engine.faults = faults
    const companion = await call()
    await drawing(companion.page).waitFor()
    assert.equal(await video(companion.page).count(), 0)
    assert.ok((await companion.ask('Good evening')).length > 0)
  })
}

test('a drawn face comes instead when no picture arrives for as long as a visitor waits', async () => {
  engine.faults = { media: 'none' }
  const beginning = engine.nextSession()
  const companion = await visit(stage.widget.hostUrl)
  await companion.page.clock.install()
  await companion.button('Talk aloud').click()
  const session = await beginning
  await session.until(({ isConnected }) => isConnected)
  await companion.page.clock.fastForward(15_000)
  await drawing(companion.page).waitFor()
  assert.equal(await video(companion.page).count(), 0)
  assert.ok((await companion.ask('Good evening')).length > 0)
})
