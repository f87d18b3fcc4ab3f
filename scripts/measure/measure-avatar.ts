import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import { type LlmServer, startLlmServer } from '../../test/fixtures/llm-server.ts'
import { launchBrowser } from '../browser.ts'
import { startStack } from '../stack/stack.ts'
import { answerOfTurn, longAnswer, saying } from './avatar/answers.ts'
import { measureLoad } from './avatar/browser-load.ts'
import { callOn } from './avatar/call-page.ts'
import { serveHost } from './avatar/host-pages.ts'
import { type TurnFigures, turnFigures } from './avatar/turn-figures.ts'
import { serveStatic, type StaticServer } from './static-server.ts'
import { median, percentile, round } from './statistics.ts'

/** Both languages are loaded by then, and what is made once is made. */
const warmUpTurns = 4
const turns = 50
const loadMs = 10_000
/** After the greeting, for the face to come to rest. */
const restMs = 3000

type Bench = { browser: Browser; llm: LlmServer; origin: string }

/**
 * The built widget on a page of another origin, in a call with the drawn face and the synthesiser's
 * voice, answered by the local stack from a model that says 30 tokens a second. What is heard is
 * measured at the loudspeaker, what is seen with each of the screen's frames.
 *
 * `startFiles` are all that a browser loads from nothing to a speaking face, but for the
 * synthesiser, which is a program of its own; `startGzipBytes` is their sum.
 */
export async function measure(): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'visavis-widget-'))
  const configFile = fileURLToPath(new URL('../../widget/vite.config.ts', import.meta.url))
  await build({ configFile, build: { outDir: folder, emptyOutDir: true }, logLevel: 'warn' })
  const llm = await startLlmServer()
  const stack = await startStack({
    environment: {
      OPENAI_COMPATIBLE_BASE_URL: llm.baseUrl,
      OPENAI_COMPATIBLE_MODEL: 'fake-model',
    },
  })
  await stack.warm()
  const assets = await serveStatic({}, { '/': folder })
  const host = await serveHost({
    scriptUrl: `${assets.origin}/visavis.js`,
    apiUrl: stack.apiUrl,
    siteKey: stack.siteKey,
  })
  const browser = await launchBrowser()
  try {
    const bench = { browser, llm, origin: host.origin }
    const load = await measureCalm(bench)
    const startFiles = await startSizes(assets, folder)
    return {
      startGzipBytes: Object.values(startFiles).reduce((sum, bytes) => sum + bytes, 0),
      ...(await measureTurns(bench)),
      ...load,
      startFiles,
      turns,
    }
  } finally {
    await browser.close()
    await Promise.all([host.close(), assets.close()])
    await stack.close()
    await llm.close()
    await rm(folder, { recursive: true })
  }
}

/** What the face takes of the processor, on a page that nobody listens to. */
async function measureCalm({ browser, llm, origin }: Bench): Promise<object> {
  const call = await callOn(browser, origin)
  try {
    await pause(restMs)
    const idle = await measureLoad(browser, pause(loadMs))
    llm.behave(saying(longAnswer))
    const sounds = call.page.evaluate(
      () =>
        new Promise<void>((resolve) =>
          document.addEventListener('caption', () => resolve(), { once: true }),
        ),
    )
    const heard = call.ask('Tell me more')
    await sounds
    const speaking = await measureLoad(browser, pause(loadMs))
    await heard
    return {
      idleCpuPercent: round(idle.browserPercent),
      speakingCpuPercent: round(speaking.browserPercent),
      rendererCpuPercent: {
        idle: round(idle.rendererPercent),
        speaking: round(speaking.rendererPercent),
      },
    }
  } finally {
    await call.close()
  }
}

async function measureTurns({ browser, llm, origin }: Bench): Promise<object> {
  const call = await callOn(browser, `${origin}/tapped`)
  try {
    const figures: TurnFigures[] = []
    let heapBefore = 0
    for (let turn = -warmUpTurns; turn < turns; turn += 1) {
      if (turn === 0) heapBefore = await call.heapBytes()
      const answer = answerOfTurn(turn + warmUpTurns)
      llm.behave(saying(answer.text))
      const figure = turnFigures(answer, await call.record(`Question ${turn}`))
      if (turn >= 0) figures.push(figure)
      console.error(turn, JSON.stringify(figure))
    }
    const heapAfter = await call.heapBytes()
    const all = (key: keyof TurnFigures) =>
      figures.map((figure) => figure[key]).filter((value) => value !== null)
    const frames = all('frames').reduce((sum, count) => sum + count, 0)
    const agreeing = figures.reduce((sum, turn) => sum + turn.visemeAgreement * turn.frames, 0)
    return {
      firstSoundMs: p50p95(all('firstSoundMs')),
      sentenceToSoundMs: p50p95(all('sentenceToSoundMs')),
      framesPerSecond: round(median(all('framesPerSecond'))),
      memoryGrowthMb: round((heapAfter - heapBefore) / 1024 ** 2),
      visemeAgreement: round(agreeing / frames, 3),
      toldLateMs: p50p95(all('toldLateMs')),
    }
  } finally {
    await call.close()
  }
}

/** The size of each file that was asked for, but for those of the synthesiser. */
async function startSizes(assets: StaticServer, folder: string): Promise<Record<string, number>> {
  const own = assets.requestedPaths.filter((path) => !path.startsWith('/voices/'))
  const sizes = own.map(async (path) => {
    const { length } = gzipSync(await readFile(join(folder, path)), { level: 9 })
    return [path.slice(1), length] as const
  })
  return Object.fromEntries(await Promise.all(sizes))
}

function p50p95(samples: readonly number[]): { p50: number; p95: number } {
  return { p50: round(median(samples)), p95: round(percentile(samples, 0.95)) }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
