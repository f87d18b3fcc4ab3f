import { setTimeout as pause } from 'node:timers/promises'
import { functionsDirectory } from '../../stack/functions/deno.ts'
import { startFunctionProcess } from '../../stack/functions/function-process.ts'
import type { Stack } from '../../stack/stack.ts'
import { cpuMs, findProcess, machineCpuMs, peakRssBytes, treeCpuMs } from '../process-tree.ts'
import { percentile, round } from '../statistics.ts'
import { startChild } from './child.ts'
import type { LoadResult } from './load-generator.ts'
import { timedTextLength } from './timed-chunks.ts'

export const chunksPerSecond = 10

/** What all streams of a run have to keep together. */
const bars = { addedMsP99: 100, rssMb: 512 }

/** How fast visitors come: each brings a turn to begin, and later one to end. */
export const turnsPerSecond = 100

export type StreamRunOptions = {
  stack: Stack
  /** As many visitors as there are to be streams, or more. */
  accessTokens: readonly string[]
  streams: number
  /** Of every stream; so many that all of them run together for some seconds. */
  chunks: number
}

export type StreamRun = Awaited<ReturnType<typeof runStreams>>

/**
 * Runs streams through a fresh process of the chat function, from an upstream and to readers that
 * are processes of their own. Every chunk of every stream counts, those while turns still begin and
 * end as well; processor time (a hundred per cent is one core) and database calls are those of the
 * time in which all streams run. What `wholeMachine` has over the rest was somebody else's.
 */
export async function runStreams({ stack, accessTokens, streams, chunks }: StreamRunOptions) {
  const upstream = startChild('fake-upstream.ts', { chunks, everyMs: 1000 / chunksPerSecond })
  const { port: upstreamPort } = await upstream.answer<{ port: number }>()
  const chat = startFunctionProcess({
    name: 'chat',
    directory: functionsDirectory,
    environment: {
      ...stack.functionEnvironment,
      OPENAI_COMPATIBLE_BASE_URL: `http://127.0.0.1:${upstreamPort}/v1`,
      OPENAI_COMPATIBLE_MODEL: 'fake-model',
    },
    log: (line) => console.error(line),
  })
  const port = await chat.port
  const rampMs = (streams / turnsPerSecond) * 1000
  const answerMs = (chunks / chunksPerSecond) * 1000
  const charactersBefore = await storedCharacters(stack)
  const load = startChild('load-generator.ts', {
    port,
    siteKey: stack.siteKey,
    accessTokens: accessTokens.slice(0, streams),
    rampMs,
    timeoutMs: rampMs + 2 * answerMs + 30_000,
  })
  try {
    const chatId = findProcess(process.pid, '/chat/index.ts')
    const processes = {
      function: () => cpuMs(chatId),
      dataApi: () => cpuMs(process.pid),
      postgres: () => treeCpuMs(findProcess(process.pid, '/bin/postgres')),
      upstream: () => cpuMs(upstream.processId),
      loadGenerator: () => cpuMs(load.processId),
      wholeMachine: machineCpuMs,
    }
    const sampleAfter = async (ms: number) => {
      await pause(ms)
      const cpu = Object.values(processes).map((read) => read())
      return { at: performance.now(), cpu, appends: await countAppends(stack) }
    }
    const [first, last, result] = await Promise.all([
      sampleAfter(rampMs + 1000),
      sampleAfter(answerMs - 500),
      load.answer<LoadResult>(),
    ])
    if (result.lastWords !== '') console.error(`A stream ended with: ${result.lastWords}`)
    const seconds = (last.at - first.at) / 1000
    const cpuPercent = Object.fromEntries(
      Object.keys(processes).map((name, index) => [
        name,
        round(((last.cpu[index] ?? 0) - (first.cpu[index] ?? 0)) / seconds / 10, 0),
      ]),
    )
    const addedMs = Array.from(result.addedMs)
    const figures = {
      streams,
      chunksPerSecond,
      chunksExpected: streams * chunks,
      chunksReceived: result.received,
      chunksMisplaced: result.misplaced,
      chunksStored: ((await storedCharacters(stack)) - charactersBefore) / timedTextLength,
      streamsEnded: result.ended,
      addedMsP50: round(percentile(addedMs, 0.5)),
      addedMsP99: round(percentile(addedMs, 0.99)),
      addedMsMax: round(percentile(addedMs, 1)),
      rssMb: round(peakRssBytes(chatId) / 1024 ** 2, 0),
      databaseCallsPerSecond: round((last.appends - first.appends) / seconds, 1),
      cpuPercent,
      cpuMsPer1000Chunks: round(
        (((cpuPercent['function'] ?? 0) * 10) / (streams * chunksPerSecond)) * 1000,
      ),
    }
    return { ...figures, holds: holdsBars(figures) }
  } finally {
    await load.stop()
    await chat.stop()
    await upstream.stop()
  }
}

function holdsBars(figures: {
  streams: number
  chunksExpected: number
  chunksReceived: number
  chunksMisplaced: number
  chunksStored: number
  streamsEnded: number
  addedMsP99: number
  rssMb: number
}): boolean {
  return (
    figures.chunksReceived === figures.chunksExpected &&
    figures.chunksStored === figures.chunksExpected &&
    figures.chunksMisplaced === 0 &&
    figures.streamsEnded === figures.streams &&
    figures.addedMsP99 <= bars.addedMsP99 &&
    figures.rssMb <= bars.rssMb
  )
}

/** How long all good answers in the database are together. */
async function storedCharacters(stack: Stack): Promise<number> {
  const [row] = await stack.query<{ characters: string }>(
    `select coalesce(sum(length(content)), 0) as characters
     from public.messages where stream_id is not null and status = 'complete'`,
  )
  return Number(row?.characters)
}

/** How often the stream log has stored something, as Postgres counts it. */
async function countAppends(stack: Stack): Promise<number> {
  const [row] = await stack.query<{ calls: string }>(
    `select coalesce(sum(calls), 0) as calls
     from pg_stat_user_functions where funcname = 'append_stream_chunks'`,
  )
  return Number(row?.calls)
}
