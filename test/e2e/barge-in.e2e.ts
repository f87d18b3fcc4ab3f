import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { callFlags, launchBrowser } from '../../scripts/browser.ts'
import { type LlmServer, startLlmServer } from '../fixtures/llm-server.ts'
import { type Clip, harmlessClips, interruptionClips } from '../fixtures/microphone/clips.ts'
import { listenTo } from '../fixtures/microphone/listen-to.ts'
import { record, type Take } from '../fixtures/microphone/recording.ts'
import { createSpokenSounds } from '../fixtures/microphone/spoken-sounds.ts'
import { companionOn, type CompanionPage } from './companion-page.ts'
import { setStage } from './stage.ts'

declare global {
  /** Every word that was heard, in order, with those that were heard again. */
  var captions: string[]
}

const question = 'Tell me something long'

/** No two words are the same, so that a caption tells where the voice is. */
const syllables = [...'bdfgklmnprstvz'].flatMap((consonant) =>
  [...'aeiou'].map((vowel) => consonant + vowel),
)
const words = syllables.flatMap((first) => ['mo', 'ri'].map((last) => first + last))
const wordsOfSentence = 6
const wordsEveryMs = 400

/** For what takes a second on a machine that is not busy. */
const patienceMs = 100_000

let llm: LlmServer
let browser: Browser
let folder: string
let clips: { interruptions: Clip[]; harmless: Clip[] }

const stage = setStage(undefined, async () => {
  llm = await startLlmServer()
  return { OPENAI_COMPATIBLE_BASE_URL: llm.baseUrl, OPENAI_COMPATIBLE_MODEL: 'fake-model' }
})

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visavis-microphone-'))
  browser = await launchBrowser([...callFlags, `--use-file-for-fake-audio-capture=${wav()}%noloop`])
  const say = await createSpokenSounds()
  clips = { interruptions: interruptionClips(say, 2), harmless: harmlessClips(say) }
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})
after(async () => {
  await browser.close()
  await rm(folder, { recursive: true })
  await llm.close()
})

/** The browser reads it anew whenever a page opens its microphone. */
const wav = () => join(folder, 'microphone.wav')

/** An answer that goes on being written until the test has it end, or its visitor. */
function answerAtLength(): { end: () => void; stopped: Promise<void> } {
  let isEnding = false
  let stop: () => void = () => undefined
  const stopped = new Promise<void>((resolve) => (stop = resolve))
  llm.behave(async (exchange) => {
    for (const [index, word] of words.entries()) {
      if (exchange.isClosed) return stop()
      if (isEnding) break
      exchange.text(index % wordsOfSentence === 0 && index > 0 ? `. ${word}` : ` ${word}`)
      await new Promise((resolve) => setTimeout(resolve, wordsEveryMs))
    }
    exchange.finish()
    exchange.done()
  })
  return { end: () => (isEnding = true), stopped }
}

type Visit = {
  readonly companion: CompanionPage
  readonly takes: readonly Take[]
  /** Resolves when the microphone has played so much. */
  played(ms: number): Promise<void>
}

/** A call in which the character speaks; its visitor's microphone will hear these clips. */
async function callOver(heard: readonly Clip[], beforeMs = 2500): Promise<Visit> {
  const recording = record(heard, { beforeMs, afterMs: () => 1500 })
  await writeFile(wav(), recording.wav)
  const page = await (await browser.newContext({ locale: 'en-US' })).newPage()
  page.setDefaultTimeout(patienceMs)
  await listenTo(page, recording.takes)
  await page.addInitScript(() => {
    const captions: string[] = []
    Object.assign(globalThis, { captions })
    document.addEventListener('caption', (event) => {
      const { speaker, word } = event as unknown as { speaker: string; word: string }
      if (speaker === 'character' && word !== captions.at(-1)) captions.push(word)
    })
  })
  await page.goto(stage.stack.foreignUrl ?? '')
  const companion = companionOn(page)
  await companion.open()
  await companion.button('Talk aloud').click()
  await page.locator('visavis-call .face svg').waitFor()
  await companion.send(question)
  const [first = ''] = words
  await page.waitForFunction((word) => globalThis.captions.includes(word), first)
  return {
    companion,
    takes: recording.takes,
    async played(ms) {
      await page.waitForFunction(
        (until) => (globalThis.heard.microphone.at(-1)?.fileMs ?? 0) > until,
        ms,
        { polling: 100 },
      )
    },
  }
}

const statusOfAnswer = async (): Promise<string | undefined> => {
  const rows = await stage.stack.query<{ status: string }>(
    `select a.status from public.messages as a
     join public.messages as q on q.id = a.parent_id
     where q.content = $1 order by a.created_at desc limit 1`,
    [question],
  )
  return rows[0]?.status
}

test('who speaks is given silence and then the turn, and the answer is left where it was cut', async () => {
  const answer = answerAtLength()
  const [clip] = clips.interruptions
  assert.ok(clip)
  const { companion } = await callOver([clip])
  const { page } = companion
  const asked = llm.byHand()
  await companion.button('Microphone').click()

  const next = await asked
  await answer.stopped
  assert.equal(await statusOfAnswer(), 'stopped')
  assert.deepEqual(await companion.texts(companion.visitorMessages), [question, clip.words])
  const speaker = await page.evaluate(() => globalThis.heard.speaker)
  const ducked = speaker.findIndex(({ spoken, played }) => played <= spoken / 10)
  assert.notEqual(ducked, -1, 'it was ducked')
  const isSilent = speaker.slice(ducked).some(({ spoken }) => spoken < 0.001)
  assert.ok(isSilent, 'it was silent after that')
  const mouth = await page.locator('visavis-call .face [data-shape]').elementHandle()
  await page.waitForFunction((drawn) => {
    const [open] = (drawn as SVGElement | null)?.dataset['shape']?.split(' ') ?? []
    return Number(open) < 0.05
  }, mouth)

  next.text('Understood.')
  next.finish()
  next.done()
  await page.waitForFunction(() => globalThis.captions.at(-1) === 'Understood')
})

test('coughs, things and agreement do not stop it for good: it goes on at the word it left', async () => {
  const answer = answerAtLength()
  const names = ['coughs in a row', 'laughter', 'a double click', 'a cup', '“угу”', '“mm-hm”']
  const harmless = clips.harmless.filter(({ name }) => names.includes(name))
  assert.equal(harmless.length, names.length)
  const visit = await callOver(harmless)
  const { companion } = visit
  const ended = companion.nextEnd()
  await companion.button('Microphone').click()

  await visit.played((visit.takes.at(-1)?.toMs ?? 0) + 1000)
  answer.end()
  await ended
  await companion.page.locator('visavis-call .captions').waitFor()
  const written: string[] =
    (await companion.texts(companion.answers)).at(-1)?.match(/\p{L}+/gu) ?? []
  const last = written.at(-1) ?? ''
  await companion.page.waitForFunction((word) => globalThis.captions.at(-1) === word, last)
  assert.equal(await statusOfAnswer(), 'complete')
  assert.deepEqual(await companion.texts(companion.visitorMessages), [question])

  const heard = (await companion.page.evaluate(() => globalThis.captions)).map((word) =>
    written.indexOf(word),
  )
  const answered = heard.slice(heard.indexOf(0))
  const furthest = answered.map((_, place) => Math.max(-1, ...answered.slice(0, place)))
  assert.ok(
    answered.every((word, place) => word <= (furthest[place] ?? -1) + 1),
    'no word is left out',
  )
  assert.ok(
    answered.every((word, place) => place === 0 || word >= (answered[place - 1] ?? 0) - 2),
    'it does not begin anew',
  )
  const speaker = await companion.page.evaluate(() => globalThis.heard.speaker)
  assert.ok(
    speaker.some(({ spoken, played }) => played <= spoken / 10),
    'it was ducked meanwhile',
  )
})

test('what is said while the microphone’s button is held is a message', async () => {
  const answer = answerAtLength()
  const [clip] = clips.interruptions
  assert.ok(clip)
  const { companion } = await callOver([clip], 500)
  const { page } = companion
  await companion.button('Microphone').hover()
  await page.mouse.down()
  await answer.stopped
  await page.locator('visavis-call .captions', { hasText: clip.words }).waitFor()
  assert.deepEqual(await companion.texts(companion.visitorMessages), [question])
  await page.mouse.up()

  await companion.visitorMessages.nth(1).waitFor()
  assert.deepEqual(await companion.texts(companion.visitorMessages), [question, clip.words])
  await companion.button('Microphone').waitFor()
})
