import postgres from 'postgres'
import { findPostgresBinaries, startPostgresCluster } from '../database/postgres-cluster.ts'
import { type Stack, startStack } from '../stack/stack.ts'
import { cpuMs, findProcess, treeCpuMs } from './process-tree.ts'
import { signIn } from './sign-in.ts'
import { round } from './statistics.ts'
import { chatContender, relayContender } from './streams/contenders.ts'
import { findLargest } from './streams/find-largest.ts'
import {
  chunksPerSecond,
  runStreams,
  type StreamRun,
  turnsPerSecond,
} from './streams/stream-run.ts'
import { timedTextLength } from './streams/timed-chunks.ts'

/** `--short` is for trying whether it runs: its figures say little. */
const isShort = process.argv.includes('--short')
const measuredStreams = isShort ? 20 : 1000
const measuredChunks = isShort ? 40 : 200

const searchStep = isShort ? 20 : 250
const searchUpTo = isShort ? 40 : 4000

/**
 * A thousand concurrent streams of ten chunks a second through one process of the chat function, on
 * a real Postgres behind the local Data API, with the load generator and the model's server beside
 * it, and through a bare relay in its place, which passes the stream on untouched or at least reads it. A chunk's added latency is the time from the model's
 * server writing it to the reader having it, on one clock. `kneeStreams` is the largest number of
 * streams that loses nothing and keeps the added p99 within 100 ms; more streams take longer to begin
 * and are longer, so that all run together as long.
 */
export async function measure(): Promise<object> {
  const binaries = await findPostgresBinaries()
  if (binaries === null) throw new Error('This wants the programs of a Postgres server')
  const cluster = await startPostgresCluster(binaries)
  try {
    const databaseUrl = cluster.databaseUrl(await cluster.createDatabase())
    await countFunctionCalls(databaseUrl)
    const stack = await startStack({ databaseUrl })
    try {
      return await measureOn(stack)
    } finally {
      await stack.close()
    }
  } finally {
    await cluster.stop()
  }
}

async function measureOn(stack: Stack): Promise<object> {
  await warmDataApi(stack)
  const accessTokens: string[] = []
  const runChat = async (streams: number): Promise<ChatRun> => {
    while (accessTokens.length < streams) accessTokens.push(await signIn(stack))
    const start = chatContender(stack, accessTokens)
    const before = await storedCharacters(stack)
    const { counted, ...run } = await runStreams({
      start,
      streams,
      chunks: chunksOf(streams),
      counters: {
        dataApiCpuMs: () => cpuMs(process.pid),
        postgresCpuMs: () => treeCpuMs(findProcess(process.pid, '/bin/postgres')),
        databaseCalls: () => countAppends(stack),
      },
    })
    const chunksStored = ((await storedCharacters(stack)) - before) / timedTextLength
    return {
      ...run,
      ...perSecond(counted),
      chunksStored,
      holds: run.holds && chunksStored === run.chunksExpected,
    }
  }
  const runRelay = (streams: number) =>
    runStreams({ start: relayContender('bare'), streams, chunks: chunksOf(streams) })

  const measured = await runChat(measuredStreams)
  const relay = await runRelay(measuredStreams)
  const reading = await runStreams({
    start: relayContender('reading'),
    streams: measuredStreams,
    chunks: measuredChunks,
  })
  const chatKnee = await findKnee(measured, runChat)
  const relayKnee = await findKnee(relay, runRelay)
  return {
    ...measured,
    ...chatKnee,
    peers: { relay: { ...peerFigures(relay), ...relayKnee }, reading: peerFigures(reading) },
    overRelay: {
      cpu: round(measured.cpuMsPer1000Chunks / relay.cpuMsPer1000Chunks),
      kneeStreams: round(chatKnee.kneeStreams / relayKnee.kneeStreams),
    },
    overReading: { cpu: round(measured.cpuMsPer1000Chunks / reading.cpuMsPer1000Chunks) },
  }
}

type ChatRun = Omit<StreamRun, 'counted'> & {
  chunksStored: number
  databaseCallsPerSecond: number | undefined
}

function perSecond({ dataApiCpuMs = 0, postgresCpuMs = 0, databaseCalls }: Counted) {
  return {
    databaseCallsPerSecond: databaseCalls,
    databaseCpuPercent: {
      dataApi: round(dataApiCpuMs / 10, 0),
      postgres: round(postgresCpuMs / 10, 0),
    },
  }
}

type Counted = StreamRun['counted']

function peerFigures({ cpuMsPer1000Chunks, addedMsP50, addedMsP99, rssMb }: StreamRun) {
  return { cpuMsPer1000Chunks, addedMsP50, addedMsP99, rssMb }
}

type Try = Pick<StreamRun, 'streams' | 'holds' | 'addedMsP99' | 'rssMb'>

/** How many streams still hold, and what was tried to find out. */
async function findKnee(
  measured: Try,
  run: (streams: number) => Promise<Try>,
): Promise<{ kneeStreams: number; tries: Try[] }> {
  const tries: Try[] = []
  const search = {
    tried: measured.streams,
    triedHolds: measured.holds,
    step: searchStep,
    upTo: searchUpTo,
  }
  const kneeStreams = await findLargest(search, async (count) => {
    const { streams, holds, addedMsP99, rssMb } = await run(count)
    tries.push({ streams, holds, addedMsP99, rssMb })
    return holds
  })
  return { kneeStreams, tries }
}

/** More streams begin as fast, and then run together for as long. */
function chunksOf(streams: number): number {
  const longerSeconds = (streams - measuredStreams) / turnsPerSecond
  return measuredChunks + longerSeconds * chunksPerSecond
}

/** Has Postgres count the calls of functions, on every connection from now on. */
async function countFunctionCalls(databaseUrl: string): Promise<void> {
  const client = postgres(databaseUrl, { max: 1 })
  const { database } = client.options
  await client.unsafe(`alter database ${database} set track_functions = 'pl'`)
  await client.end()
}

/**
 * The local Data API reads the schema with its first request, and once more with every other one
 * that comes while it does: with a hundred at once that is more work than the measured.
 */
async function warmDataApi(stack: Stack): Promise<void> {
  const response = await fetch(`${stack.apiUrl}/rest/v1/characters?select=slug&limit=1`, {
    headers: { apikey: stack.secretKey },
  })
  await response.body?.cancel()
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
