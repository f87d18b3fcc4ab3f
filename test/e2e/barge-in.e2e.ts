import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { callFlags } from '../../scripts/browser.ts'
import { type LlmServer, startLlmServer } from '../fixtures/llm-server.ts'
import { type Clip, harmlessClips, interruptionClips } from '../fixtures/microphone/clips.ts'
import { listenTo } from '../fixtures/microphone/listen-to.ts'
import { record, type Take } from '../fixtures/microphone/recording.ts'
import { createSpokenSounds } from '../fixtures/microphone/spoken-sounds.ts'
import { call, type CallPage } from './call-page.ts'
import { setStage } from './stage.ts'

const question = 'Tell me something long'

/** No two words are the same, so that a caption tells where the voice is; and they never run out. */
const syllables = [...'bdfgklmnprstvz'].flatMap((consonant) =>
  [...'aeiou'].map((vowel) => consonant + vowel),
)
const words = syllables.flatMap((first) => syllables.map((last) => first + last))
const wordsOfSentence = 6
const wordsEveryMs = 400

/** For what takes a second on a machine that is not busy. */
const patienceMs = 100_000

let llm: LlmServer
let clips: { interruptions: Clip[]; harmless: Clip[] }

const folder = mkdtempSync(join(tmpdir(), 'visavis-microphone-'))
/** The browser reads it anew whenever a page opens its microphone. */
const wav = join(folder, 'microphone.wav')

const stage = setStage({
  flags: [...callFlags, `--use-file-for-fake-audio-capture=${wav}%noloop`],
  async environment() {
    llm = await startLlmServer()
    return { OPENAI_COMPATIBLE_BASE_URL: llm.baseUrl, OPENAI_COMPATIBLE_MODEL: 'fake-model' }
  },
})

before(async () => {
  const say = await createSpokenSounds()
  clips = { interruptions: interruptionClips(say, 2), harmless: harmlessClips(say) }
})
after(async () => {
  await rm(folder, { recursive: true })
  await llm.close()
})

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
  readonly visitor: CallPage
  readonly takes: readonly Take[]
  /** Resolves when the microphone has played so much. */
  readonly played: (ms: number) => Promise<void>
}

/**
 * A call in which the character is heard; its visitor's microphone will hear these clips, the first
 * so long after it opened: by default, when speech can be told from noise for sure.
 */
async function callOver(heard: readonly Clip[], beforeMs = 6000): Promise<Visit> {
  const recording = record(heard, { beforeMs, afterMs: () => 1500 })
  await writeFile(wav, recording.wav)
  const page = await stage.newVisitor({ locale: 'en-US' })
  page.setDefaultTimeout(patienceMs)
  await listenTo(page, recording.takes)
  const visitor = await call(stage, { page })
  await visitor.send(question)
  await visitor.told('visavis-caption', words[0])
  // What is said before the voice has loaded makes no sound.
  await page.waitForFunction(() => globalThis.heard.speaker.some(({ spoken }) => spoken > 0.01))
  return {
    visitor,
    takes: recording.takes,
    played: async (ms) => {
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
  const { visitor } = await callOver([clip])
  const { page } = visitor
  const asked = llm.byHand()
  await visitor.button('Microphone').click()

  const next = await asked
  await answer.stopped
  assert.equal(await statusOfAnswer(), 'stopped')
  assert.deepEqual(await visitor.texts(visitor.visitorMessages), [question, clip.words])
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
  await visitor.told('visavis-caption', 'Understood')
})

test('coughs, things and agreement do not stop it for good: it goes on at the word it left', async () => {
  const answer = answerAtLength()
  const names = ['coughs in a row', 'laughter', 'a double click', 'a cup', '“угу”', '“mm-hm”']
  const harmless = clips.harmless.filter(({ name }) => names.includes(name))
  assert.equal(harmless.length, names.length)
  const { visitor, takes, played } = await callOver(harmless)
  const ended = visitor.nextEnd()
  await visitor.button('Microphone').click()

  await played((takes.at(-1)?.toMs ?? 0) + 1000)
  answer.end()
  await ended
  const written: string[] = (await visitor.texts(visitor.answers)).at(-1)?.match(/\p{L}+/gu) ?? []
  await visitor.told('visavis-caption', written.at(-1))
  assert.equal(await statusOfAnswer(), 'complete')
  assert.deepEqual(await visitor.texts(visitor.visitorMessages), [question])

  let furthest = -1
  let word = -1
  let isLeft = false
  for (const { type, detail } of await visitor.everything()) {
    if (type === 'visavis-mind-state-change') isLeft ||= detail === 'listening'
    const place = written.indexOf(detail)
    if (place === -1) continue
    assert.ok(place <= furthest + 1, 'no word is left out')
    if (isLeft) assert.equal(place, word, 'it goes on at the word it left')
    // What was too quiet to be understood is said again: of the rest of a sentence and the next one.
    assert.ok(place > word - 2 * wordsOfSentence, 'it does not begin anew')
    furthest = Math.max(furthest, place)
    word = place
    isLeft = false
  }
  const speaker = await visitor.page.evaluate(() => globalThis.heard.speaker)
  assert.ok(
    speaker.some(({ spoken, played }) => played <= spoken / 10),
    'it was ducked meanwhile',
  )
})

test('what is said while the microphone’s button is held is a message', async () => {
  const answer = answerAtLength()
  const [clip] = clips.interruptions
  assert.ok(clip)
  const { visitor } = await callOver([clip], 500)
  const { page } = visitor
  await visitor.button('Microphone').hover()
  await page.mouse.down()
  await answer.stopped
  await page.locator('visavis-call .captions', { hasText: clip.words }).waitFor()
  assert.deepEqual(await visitor.texts(visitor.visitorMessages), [question])
  await page.mouse.up()

  await visitor.visitorMessages.nth(1).waitFor()
  assert.deepEqual(await visitor.texts(visitor.visitorMessages), [question, clip.words])
  await visitor.button('Microphone').waitFor()
})
