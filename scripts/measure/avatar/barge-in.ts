import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { companionOn } from '../../../test/e2e/companion-page.ts'
import { answer, startLlmServer } from '../../../test/fixtures/llm-server.ts'
import { harmlessClips, interruptionClips } from '../../../test/fixtures/microphone/clips.ts'
import type { Heard } from '../../../test/fixtures/microphone/heard.ts'
import { listenTo } from '../../../test/fixtures/microphone/listen-to.ts'
import { record, type Recording } from '../../../test/fixtures/microphone/recording.ts'
import { createSpokenSounds } from '../../../test/fixtures/microphone/spoken-sounds.ts'
import { callFlags, launchBrowser } from '../../browser.ts'
import { startStack } from '../../stack/stack.ts'
import { runOf } from './barge-in-run.ts'

const interruptions = 50
/** In some there may be nothing to interrupt yet, where a machine is slow. */
const spareInterruptions = 4

/** Until RNNoise is there, and something is being said. */
const beforeMs = 4000

/** Somebody who interrupts is given time to have finished, and to be answered. */
const answeredMs = 1700
const pauseMs = 1300

/** Nothing in it sounds like a pause. */
const longAnswer = Array.from(
  { length: 30 },
  (_, index) =>
    `This is sentence number ${index + 1} of a long answer that goes on and on without any pause because somebody may want to interrupt it at any moment. `,
)

/**
 * Interrupts the drawn face by a microphone that plays a recording, and makes noises at it, in one
 * call. Times run from the first sound on the microphone's own track to what is played, in
 * milliseconds: 20 dB down, and silence. A false stop is a noise that the face does not come back
 * from. On a slow machine there may be fewer runs than asked for: some find nothing to interrupt yet.
 */
export async function measureBargeIn(): Promise<{
  duckMs: number[]
  silentMs: number[]
  falseStops: number
  nonSpeech: number
}> {
  const recording = await recordClips()
  const heard = await hear(recording)
  const { takes } = recording
  const runs = takes.map((take) => runOf(take, heard)).filter((run) => run !== null)
  const noise = runs.filter(({ take }) => !take.isInterruption)
  const speech = runs.filter(({ take }) => take.isInterruption).slice(0, interruptions)
  for (const { take, duckMs, silentMs, comesBack } of [...noise, ...speech]) {
    console.log(
      `${take.name}: ${figure(duckMs)} / ${figure(silentMs)}${comesBack ? ', goes on' : ''}`,
    )
  }
  console.log(`${noise.length} noises and ${speech.length} interruptions over a voice`)
  return {
    duckMs: speech.map(({ duckMs }) => duckMs ?? Infinity),
    silentMs: speech.map(({ silentMs }) => silentMs ?? Infinity),
    falseStops: noise.filter(({ comesBack }) => !comesBack).length,
    nonSpeech: noise.length,
  }
}

function figure(ms: number | null): string {
  return ms === null ? '–' : `${Math.round(ms)} ms`
}

/** All noises over one answer, then interruptions, each over the answer to the one before. */
async function recordClips(): Promise<Recording> {
  const say = await createSpokenSounds()
  const clips = [
    ...harmlessClips(say),
    ...interruptionClips(say, interruptions + spareInterruptions),
  ]
  return record(clips, {
    beforeMs,
    afterMs: ({ isInterruption }) => (isInterruption ? answeredMs : pauseMs),
  })
}

async function hear({ takes, wav }: Recording): Promise<Heard> {
  const folder = await mkdtemp(join(tmpdir(), 'visavis-microphone-'))
  const file = join(folder, 'microphone.wav')
  await writeFile(file, wav)
  const llm = await startLlmServer()
  llm.behave(answer(longAnswer))
  const stack = await startStack({
    site: true,
    environment: { OPENAI_COMPATIBLE_BASE_URL: llm.baseUrl, OPENAI_COMPATIBLE_MODEL: 'fake-model' },
  })
  const browser = await launchBrowser([
    ...callFlags,
    `--use-file-for-fake-audio-capture=${file}%noloop`,
  ])
  try {
    await stack.warm()
    const page = await browser.newPage({ locale: 'en-US' })
    await listenTo(page, takes)
    await page.goto(stack.foreignUrl ?? '')
    await call(page)
    const endMs = (takes.at(-1)?.toMs ?? 0) + pauseMs
    await page.waitForFunction(
      (ends) => (globalThis.heard.microphone.at(-1)?.fileMs ?? 0) > ends,
      endMs,
      { timeout: 0, polling: 500 },
    )
    return await page.evaluate(() => globalThis.heard)
  } finally {
    await browser.close()
    await stack.close()
    await llm.close()
    await rm(folder, { recursive: true })
  }
}

/** Calls the character, has it say something long, and lets it listen. */
async function call(page: Page): Promise<void> {
  const companion = companionOn(page)
  await companion.open()
  await companion.button('Talk aloud').click()
  await page.locator('visavis-call .face svg').waitFor()
  await companion.send('Tell me something long')
  await page.locator('visavis-call .captions b').waitFor()
  await companion.button('Microphone').click()
}
