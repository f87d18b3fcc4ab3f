import { setTimeout as pause } from 'node:timers/promises'
import { cpuMs, machineCpuMs, peakRssBytes } from '../process-tree.ts'
import { percentile, round } from '../statistics.ts'
import { startChild } from './child.ts'
import type { StartContender } from './contenders.ts'
import type { LoadOptions, LoadResult } from './load-generator.ts'

export const chunksPerSecond = 10

/** What a stream's added latency may be at most, p99, in milliseconds. */
const maxAddedMsP99 = 100

/** How fast visitors come: each brings a turn to begin, and later one to end. */
export const turnsPerSecond = 100

export type StreamRunOptions = {
  start: StartContender
  streams: number
  /** Of every stream; so many that all of them run together for some seconds. */
  chunks: number
  /** What is read, at the beginning and the end of the time in which all streams run, as well. */
  counters?: Record<string, () => number | Promise<number>>
}

export type StreamRun = Awaited<ReturnType<typeof runStreams>>

/**
 * Runs streams through a fresh process, from an upstream and to readers that are processes of their
 * own. Every chunk of every stream counts, those while turns still begin and end as well; processor
 * time (a hundred per cent is one core) and `counted`, by how much each counter grew a second, are
 * those of the time in which all streams run. What `wholeMachine` has over the rest was somebody
 * else's.
 */
export async function runStreams({ start, streams, chunks, counters = {} }: StreamRunOptions) {
  const upstream = startChild('fake-upstream.ts', { chunks, everyMs: 1000 / chunksPerSecond })
  const { port: upstreamPort } = await upstream.answer<{ port: number }>()
  const contender = await start(`http://127.0.0.1:${upstreamPort}/v1`)
  const rampMs = (streams / turnsPerSecond) * 1000
  const answerMs = (chunks / chunksPerSecond) * 1000
  const load = startChild('load-generator.ts', {
    port: contender.port,
    requests: contender.requests(streams),
    goodEnd: contender.goodEnd,
    rampMs,
    timeoutMs: rampMs + 2 * answerMs + 30_000,
  } satisfies LoadOptions)
  try {
    const processes = {
      contender: () => cpuMs(contender.processId),
      upstream: () => cpuMs(upstream.processId),
      loadGenerator: () => cpuMs(load.processId),
      wholeMachine: machineCpuMs,
    }
    const sampleAfter = async (ms: number) => {
      await pause(ms)
      const cpu = Object.values(processes).map((read) => read())
      const counts = await Promise.all(Object.values(counters).map(async (read) => read()))
      return { at: performance.now(), cpu, counts }
    }
    const [first, last, result] = await Promise.all([
      sampleAfter(rampMs + 1000),
      sampleAfter(answerMs - 500),
      load.answer<LoadResult>(),
    ])
    if (result.lastWords !== '') console.error(`A stream ended with: ${result.lastWords}`)
    const seconds = (last.at - first.at) / 1000
    const perSecond = (index: number, of: 'cpu' | 'counts') =>
      ((last[of][index] ?? 0) - (first[of][index] ?? 0)) / seconds
    const cpuPercent = Object.fromEntries(
      Object.keys(processes).map((name, index) => [name, round(perSecond(index, 'cpu') / 10, 0)]),
    )
    const counted = Object.fromEntries(
      Object.keys(counters).map((name, index) => [name, round(perSecond(index, 'counts'), 1)]),
    )
    const addedMs = Array.from(result.addedMs)
    const figures = {
      streams,
      chunksPerSecond,
      chunksExpected: streams * chunks,
      chunksReceived: result.received,
      chunksMisplaced: result.misplaced,
      streamsEnded: result.ended,
      addedMsP50: round(percentile(addedMs, 0.5)),
      addedMsP99: round(percentile(addedMs, 0.99)),
      addedMsMax: round(percentile(addedMs, 1)),
      rssMb: round(peakRssBytes(contender.processId) / 1024 ** 2, 0),
      cpuPercent,
      cpuMsPer1000Chunks: round((perSecond(0, 'cpu') / (streams * chunksPerSecond)) * 1000),
      counted,
    }
    return { ...figures, holds: holdsTheBar(figures) }
  } finally {
    await load.stop()
    await contender.stop()
    await upstream.stop()
  }
}

function holdsTheBar(figures: {
  streams: number
  chunksExpected: number
  chunksReceived: number
  chunksMisplaced: number
  streamsEnded: number
  addedMsP99: number
}): boolean {
  return (
    figures.chunksReceived === figures.chunksExpected &&
    figures.chunksMisplaced === 0 &&
    figures.streamsEnded === figures.streams &&
    figures.addedMsP99 <= maxAddedMsP99
  )
}
