import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type LlmServer, startLlmServer } from '../fixtures/llm-server.ts'
import { listenTo } from '../fixtures/microphone/listen-to.ts'
import { record, type Take } from '../fixtures/microphone/recording.ts'
import { createSpokenSounds } from '../fixtures/microphone/spoken-sounds.ts'
import { type CallPage, visit } from './call-page.ts'
import { setStage } from './stage.ts'

declare global {
  /** What is wrong with the microphone, as `getUserMedia` names it. */
  var trouble: string | null
  /** The device goes as soon as words of the visitor's are made out. */
  var goesAtWords: boolean
  /** When the visitor pressed something last, and the device went, by `performance.now()`. */
  var pressedAt: number
  var goneAt: number
}

const said = 'I sleep badly since I changed my work, and I wanted to ask you about it'

let llm: LlmServer
let takes: readonly Take[]

const folder = mkdtempSync(join(tmpdir(), 'visavis-microphone-'))
const wav = join(folder, 'microphone.wav')

const stage = setStage({
  flags: ['--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${wav}%noloop`],
  async environment() {
    llm = await startLlmServer()
    return { OPENAI_COMPATIBLE_BASE_URL: llm.baseUrl, OPENAI_COMPATIBLE_MODEL: 'fake-model' }
  },
})

before(async () => {
  const say = await createSpokenSounds()
  const sound = say({ text: said, language: 'en' })
  const clip = { name: said, words: said, isInterruption: true, sound }
  const recording = record([clip], { beforeMs: 2500, afterMs: () => 2000 })
  await writeFile(wav, recording.wav)
  takes = recording.takes
})
after(async () => {
  await rm(folder, { recursive: true })
  await llm.close()
})

type Troubled = CallPage & {
  /** Resolves when the call says this; logs how long after `from` that was. */
  notice(words: string, from: 'pressedAt' | 'goneAt'): Promise<void>
  allow(): Promise<void>
}

/** A silent call, whose microphone the visitor has not allowed yet. */
async function callIn(language: 'en' | 'ru'): Promise<Troubled> {
  const page = await stage.newVisitor()
  await listenTo(page, takes)
  await page.addInitScript((lang) => {
    document.addEventListener('readystatechange', () => (document.documentElement.lang = lang))
    Object.assign(globalThis, { trouble: null, goesAtWords: false, pressedAt: 0, goneAt: 0 })
    addEventListener('click', () => (globalThis.pressedAt = performance.now()), { capture: true })
    const { mediaDevices } = navigator
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices)
    mediaDevices.getUserMedia = async (constraints) => {
      if (trouble !== null) throw new DOMException('', trouble)
      const stream = await getUserMedia(constraints)
      const [track] = stream.getAudioTracks()
      document.addEventListener('visavis-caption', (event) => {
        const { speaker } = event as unknown as { speaker: string }
        if (!globalThis.goesAtWords || speaker !== 'visitor') return
        globalThis.goesAtWords = false
        globalThis.goneAt = performance.now()
        track?.dispatchEvent(new Event('ended'))
      })
      return stream
    }
  }, language)
  const visitor = await visit(stage, { page })
  const talk = page.locator('psy-avatar [part~=talk]')
  await talk.click()
  const speaking = await visitor.told('visavis-mind-state-change', 'speaking')
  await page.keyboard.press('Escape')
  await visitor.told('visavis-mind-state-change', 'idle', speaking)
  const element = await page.locator('visavis-call').elementHandle()
  return {
    ...visitor,
    async notice(words, from) {
      const handle = await page.waitForFunction(
        ([call, expected, since]) => {
          const told = (call as Element).shadowRoot?.querySelector('.note p')?.textContent
          return told === expected && performance.now() - globalThis[since]
        },
        [element, words, from] as const,
        { polling: 'raf' },
      )
      console.log(`${Math.round(Number(await handle.jsonValue()))} ms: ${words}`)
    },
    allow: () => page.context().grantPermissions(['microphone']),
  }
}

/** What is written is answered, and the answer heard. */
async function isAnsweredAloud(visitor: CallPage, question: string): Promise<void> {
  const { page } = visitor
  const since = (await visitor.everything()).length
  let isHeard = false
  llm.behave(async (exchange) => {
    // What is said before the voice has loaded makes no sound.
    while (!isHeard && !exchange.isClosed) {
      exchange.text('Gladly, let us talk. ')
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
    exchange.finish()
    exchange.done()
  })
  await visitor.send(question)
  await visitor.told('visavis-caption', 'Gladly', since)
  const from = (await visitor.everything()).slice(since).find(({ detail }) => detail === 'Gladly')
  await page.waitForFunction(
    (at) => heard.speaker.some((block) => block.at > at && block.played > 0.01),
    from?.at ?? Infinity,
  )
  isHeard = true
}

type Trouble = {
  readonly reason: string
  /** What `getUserMedia` rejects with; without one it is the visitor who does not allow it. */
  readonly error: string | null
  readonly en: string
  readonly ru: string
}

const troubles: readonly Trouble[] = [
  {
    reason: 'the visitor does not allow it',
    error: null,
    en: 'The microphone is blocked. Allow it in the browser’s address bar, or write.',
    ru: 'Доступ к микрофону закрыт. Откройте его в адресной строке браузера или пишите.',
  },
  {
    reason: 'there is none',
    error: 'NotFoundError',
    en: 'No microphone was found. Plug one in, or write.',
    ru: 'Микрофон не найден. Подключите его или пишите.',
  },
  {
    reason: 'another program has it',
    error: 'NotReadableError',
    en: 'Another program has the microphone. Close it, or write.',
    ru: 'Микрофон занят другой программой. Закройте её или пишите.',
  },
]
for (const { reason, error, en } of troubles) {
  test(`a microphone that does not open because ${reason} is told of, and opens later`, async () => {
    const visitor = await callIn('en')
    const { page } = visitor
    if (error) await visitor.allow()
    await page.evaluate((name) => (globalThis.trouble = name), error)
    await visitor.button('Microphone').click()
    await visitor.notice(en, 'pressedAt')
    await visitor.microphoneIs('off')
    await isAnsweredAloud(visitor, `Can you hear me, though ${reason}?`)

    await page.evaluate(() => (globalThis.trouble = null))
    await visitor.allow()
    await visitor.button('Microphone').click()
    await visitor.microphoneIs('on')
    assert.equal(await page.locator('visavis-call .note').count(), 0)
  })
}

test('a microphone that goes while somebody speaks loses no word, and hears again once it is back', async () => {
  const visitor = await callIn('en')
  const { page } = visitor
  await visitor.allow()
  await page.evaluate(() => (globalThis.goesAtWords = true))
  await visitor.button('Microphone').click()
  await visitor.notice('The microphone is gone. Plug it in again, or write.', 'goneAt')
  await visitor.microphoneIs('off')
  // It was not said to its end: the visitor ends it in writing.
  assert.equal(await visitor.composer.inputValue(), said)
  assert.deepEqual(await visitor.texts(visitor.visitorMessages), [])
  await isAnsweredAloud(visitor, `${said}, if I may`)

  await page.keyboard.press('Escape')
  await visitor.button('Microphone').click()
  await visitor.microphoneIs('on')
  assert.equal(await page.locator('visavis-call .note').count(), 0)
  await visitor.visitorMessages.nth(1).waitFor()
  assert.deepEqual(await visitor.texts(visitor.visitorMessages), [`${said}, if I may`, said])
})

test('a microphone’s troubles are told in Russian as they change, one at a time', async () => {
  const visitor = await callIn('ru')
  const { page } = visitor
  for (const { error, ru } of troubles) {
    if (error) await visitor.allow()
    await page.evaluate((name) => (globalThis.trouble = name), error)
    await visitor.button('Микрофон').click()
    await visitor.notice(ru, 'pressedAt')
    assert.equal(await page.locator('visavis-call .note').count(), 1)
  }
})
