import { answerOfTurn, longAnswer, saying } from './avatar/answers.ts'
import { measureBargeIn } from './avatar/barge-in.ts'
import { type Bench, startBench } from './avatar/bench.ts'
import { measureLoad } from './avatar/browser-load.ts'
import { type CallPage, callOn } from './avatar/call-page.ts'
import { type TurnFigures, turnFigures } from './avatar/turn-figures.ts'
import { median, percentile, round } from './statistics.ts'

/** Both languages are loaded by then, and what is made once is made. */
const warmUpTurns = 4
const turns = 50
const loadMs = 10_000
/** After the greeting, for the face to come to rest. */
const restMs = 3000

/**
 * A call with the drawn face and the synthesiser's voice, answered by the local stack from a model
 * that says 30 tokens a second. What is heard is measured at the loudspeaker, what is seen with each
 * of the screen's frames, in English and in Russian by turns.
 *
 * - `startFiles` are all that a browser loads of the widget from nothing to the end of the greeting,
 *   in English, but for the synthesiser, a program of its own. `startGzipBytes` leaves out what is
 *   there to speak to it, too, and `startWithEspeakGzipBytes` does not.
 * - `firstSoundMs` runs from the first text in the page, `sentenceToSoundMs` from the last character
 *   of an answer's first sentence, where it is not cut into clauses; both to the first sample.
 * - `firstSoundToldMs` is how much later than that sample the page is told `first-sound`.
 * - `framesPerSecond` counts frames in which the face was drawn while it sounded.
 * - CPU is that of the page's process without a GPU, in percent of one core; `browserCpuPercent` has
 *   all of the browser's processes, with those that paint the screen and play the sound.
 * - `memoryGrowthMb` is what 50 turns leave in the heap, of all garbage rid.
 * - `duckMs` and `bargeInMs` run from the first sound of speech at the microphone to 20 dB down and
 *   to silence, and are null where it never came to that; `falseStops` are those of `nonSpeech`
 *   noises after which the face did not go on.
 */
export async function measure(): Promise<object> {
  return { ...(await measureSpeaking()), ...(await measureInterruptions()) }
}

async function measureSpeaking(): Promise<object> {
  const bench = await startBench()
  try {
    const start = await measureStart(bench)
    const spoken = await measureTurns(bench)
    return { ...start, ...spoken, turns }
  } finally {
    await bench.close()
  }
}

/** Somebody talks, coughs and types while the character does. */
async function measureInterruptions(): Promise<object> {
  const { duckMs, silentMs, falseStops, nonSpeech } = await measureBargeIn()
  return {
    duckMs: p50p95(duckMs),
    bargeInMs: p50p95(silentMs),
    bargeIns: silentMs.length,
    falseStops,
    nonSpeech,
  }
}

/** What the face takes to load and of the processor, on a page that nobody listens to. */
async function measureStart(bench: Bench): Promise<object> {
  const call = await callOn(bench.browser, bench.origin)
  try {
    const startFiles = await bench.loadedGzipBytes()
    const own = Object.entries(startFiles).filter(([name]) => !name.startsWith('assets/espeak-'))
    await pause(restMs)
    const idle = await measureLoad(bench.browser, pause(loadMs))
    bench.llm.behave(saying(longAnswer))
    const answered = call.ask('Tell me more')
    await nextWord(call)
    const speaking = await measureLoad(bench.browser, pause(loadMs))
    await answered
    return {
      startGzipBytes: sum(own.map(([, bytes]) => bytes)),
      startWithEspeakGzipBytes: sum(Object.values(startFiles)),
      startFiles,
      idleCpuPercent: round(idle.pagePercent),
      speakingCpuPercent: round(speaking.pagePercent),
      browserCpuPercent: {
        idle: round(idle.browserPercent),
        speaking: round(speaking.browserPercent),
      },
    }
  } finally {
    await call.close()
  }
}

/** A greeting, and then as many answers as make what is left over show. */
async function measureTurns({ browser, llm, origin }: Bench): Promise<object> {
  const call = await callOn(browser, `${origin}/tapped`)
  try {
    const figures: TurnFigures[] = []
    let heapBefore = 0
    for (let turn = -warmUpTurns; turn < turns; turn += 1) {
      if (turn === 0) heapBefore = await call.heapBytes()
      const answer = answerOfTurn(turn + warmUpTurns)
      llm.behave(saying(answer.text))
      const figure = turnFigures(answer, await call.record(`This is turn ${turn}`))
      if (turn >= 0) figures.push(figure)
    }
    const memoryGrowth = (await call.heapBytes()) - heapBefore
    const all = (key: keyof TurnFigures) =>
      figures.map((figure) => figure[key]).filter((value) => value !== null)
    const agreeing = figures.map(({ visemeAgreement, frames }) => visemeAgreement * frames)
    return {
      firstSoundMs: p50p95(all('firstSoundMs')),
      sentenceToSoundMs: p50p95(all('sentenceToSoundMs')),
      firstSoundToldMs: p50p95(all('firstSoundToldMs')),
      framesPerSecond: round(median(all('framesPerSecond'))),
      visemeAgreement: round(sum(agreeing) / sum(all('frames')), 3),
      memoryGrowthMb: round(memoryGrowth / 1024 ** 2),
    }
  } finally {
    await call.close()
  }
}

/** Resolves when the next word sounds. */
function nextWord({ page }: CallPage): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve) =>
        document.addEventListener('visavis-caption', () => resolve(), { once: true }),
      ),
  )
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function p50p95(samples: readonly number[]): { p50: number; p95: number } {
  return { p50: round(median(samples)), p95: round(percentile(samples, 0.95)) }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
