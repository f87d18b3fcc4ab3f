import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { callFlags } from '../../scripts/browser.ts'
import { AnamEngine, engineKey } from '../fixtures/anam-engine/anam-engine.ts'
import type { EngineSession } from '../fixtures/anam-engine/engine-session.ts'
import { type LlmExchange, type LlmServer, startLlmServer } from '../fixtures/llm-server.ts'
import { type CallPage, visit } from './call-page.ts'
import { setStage } from './stage.ts'

/** No two words are the same, so that a caption tells where the voice is; and they never run out. */
const syllables = [...'bdfgklmnprstvz'].flatMap((consonant) =>
  [...'aeiou'].map((vowel) => consonant + vowel),
)
const words = syllables.flatMap((first) => syllables.map((last) => first + last))
const [firstWord = ''] = words
const wordsEveryMs = 200
const lastWord = 'goodbye'

let engine: AnamEngine
let llm: LlmServer

const stage = setStage({
  flags: callFlags,
  async environment() {
    engine = await AnamEngine.start()
    llm = await startLlmServer()
    return {
      ANAM_API_KEY: engineKey,
      ANAM_BASE_URL: engine.url,
      OPENAI_COMPATIBLE_BASE_URL: llm.baseUrl,
      OPENAI_COMPATIBLE_MODEL: 'fake-model',
    }
  },
})

after(async () => {
  await llm.close()
  await engine.close()
})

/** A call with a video, and Anam's end of it. */
async function callVideo(): Promise<{ visitor: CallPage; session: EngineSession }> {
  const beginning = engine.nextSession()
  const visitor = await visit(stage)
  await visitor.button('Talk aloud').click()
  const session = await beginning
  // It can be told something by then.
  await session.until(({ talk }) => talk.length > 0)
  return { visitor, session }
}

type Interrupted = {
  readonly visitor: CallPage
  readonly session: EngineSession
  /** The word that was left, and its place in what the page was told. */
  readonly left: string
  readonly at: number
  /** Lets the model come to an end. */
  readonly end: () => void
  /** Resolves when the model's answer is stopped. */
  readonly stopped: Promise<void>
}

/** Over a long answer, in a call that hears the visitor, something is done. */
async function whileItSpeaks(interrupt: (session: EngineSession) => void): Promise<Interrupted> {
  const { visitor, session } = await callVideo()
  await visitor.button('Microphone').click()
  await visitor.microphoneIs('on')
  let isEnding = false
  let stop: () => void = () => undefined
  const stopped = new Promise<void>((resolve) => (stop = resolve))
  llm.behave(async (exchange) => {
    for (const [index, word] of words.entries()) {
      if (exchange.isClosed) return stop()
      if (isEnding) break
      exchange.text(index % 6 === 0 && index > 0 ? `. ${word}` : ` ${word}`)
      await new Promise((resolve) => setTimeout(resolve, wordsEveryMs))
    }
    exchange.text(` ${lastWord}`)
    exchange.finish()
    exchange.done()
  })
  await visitor.send('Tell me something long')
  const begun = await visitor.told('visavis-caption', firstWord)
  interrupt(session)
  const at = await visitor.told('visavis-mind-state-change', 'listening', begun)
  const captions = (await visitor.everything())
    .slice(0, at)
    .filter(({ type }) => type === 'visavis-caption')
  const left = captions.at(-1)?.detail ?? ''
  return { visitor, session, left, at, end: () => (isEnding = true), stopped }
}

const harmless: [name: string, sound: (session: EngineSession) => void][] = [
  ['a cough', (session) => session.cough()],
  ['a cut of which it is not told why', (session) => session.cutShort()],
  ['“mm-hm”', (session) => session.bargeIn('Mm-hm.')],
  [
    '“mm-hm”, and “okay” before it has found its voice again',
    (session) => {
      session.bargeIn('Mm-hm.')
      const left = session.talk.at(-1)?.correlationId
      void session
        .until(({ talk }) => talk.at(-1)?.correlationId !== left)
        .then(() => session.bargeIn('Okay.'))
    },
  ],
]
for (const [name, sound] of harmless) {
  test(`a video face goes on after ${name} at the word it left, and its answer is not stopped`, async () => {
    const { visitor, session, left, at, end } = await whileItSpeaks(sound)
    const ended = visitor.nextEnd()
    const wentOn = await visitor.told('visavis-caption', undefined, at)
    assert.equal((await visitor.everything())[wentOn]?.detail, left)
    const resumed = session.talk.findLast(({ content }) => content.trimStart().startsWith(left))
    assert.ok(resumed, 'it was told to say that word again')
    end()
    await ended
    await visitor.told('visavis-caption', lastWord, at)
    const spoken = (await visitor.everything()).filter(({ type }) => type === 'visavis-caption')
    const answer = (await visitor.texts(visitor.answers)).at(-1)?.match(/\p{L}+/gu) ?? []
    const heard = spoken.slice(spoken.findIndex(({ detail }) => detail === firstWord))
    assert.deepEqual([...new Set(heard.map(({ detail }) => detail))], answer)
    assert.deepEqual(await visitor.texts(visitor.visitorMessages), ['Tell me something long'])
  })
}

test('a video face is silent for good when its visitor says something, which is a message', async () => {
  let asked: Promise<LlmExchange> | undefined
  const { visitor, session, stopped } = await whileItSpeaks((anam) => {
    asked = llm.byHand()
    anam.bargeIn('Wait a moment')
  })
  await stopped
  const next = await asked
  assert.ok(next)
  assert.deepEqual(await visitor.texts(visitor.visitorMessages), [
    'Tell me something long',
    'Wait a moment',
  ])
  next.text('Understood.')
  next.finish()
  next.done()
  await visitor.told('visavis-caption', 'Understood')
  assert.ok(session.said().endsWith('Understood.'))
})

test('a button that was held while nothing was said leaves the call at rest', async () => {
  const { visitor } = await callVideo()
  const held = await hold(visitor)
  await visitor.page.mouse.up()
  const unclear = await visitor.told('visavis-mind-state-change', 'analyzing_speech', held)
  await visitor.told('visavis-mind-state-change', 'idle', unclear)
  await visitor.button('Microphone').waitFor()
  assert.equal(await visitor.visitorMessages.count(), 0)
})

test('what was said to a video face while the button was held is a message', async () => {
  const { visitor, session } = await callVideo()
  const held = await hold(visitor)
  await visitor.page.mouse.up()
  await visitor.told('visavis-mind-state-change', 'analyzing_speech', held)
  session.hear('Yes')
  await visitor.visitorMessages.first().waitFor()
  assert.deepEqual(await visitor.texts(visitor.visitorMessages), ['Yes'])
})

/** Presses the microphone's button until the face listens; tells where in what the page was told. */
async function hold(visitor: CallPage): Promise<number> {
  await visitor.button('Microphone').hover()
  await visitor.page.mouse.down()
  return visitor.told('visavis-mind-state-change', 'listening')
}
