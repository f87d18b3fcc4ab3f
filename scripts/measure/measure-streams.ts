import postgres from 'postgres'
import { findPostgresBinaries, startPostgresCluster } from '../database/postgres-cluster.ts'
import { type Stack, startStack } from '../stack/stack.ts'
import { signIn } from './sign-in.ts'
import { findLargest } from './streams/find-largest.ts'
import {
  chunksPerSecond,
  runStreams,
  type StreamRun,
  turnsPerSecond,
} from './streams/stream-run.ts'

const measuredStreams = 1000
const measuredChunks = 200

const searchStep = 250
const searchUpTo = 4000

/**
 * A thousand concurrent streams of ten chunks a second through one process of the chat function, on
 * a real Postgres behind the local Data API, with the load generator and the model's server beside
 * it. A chunk's added latency is the time from the model's server writing it to the reader having
 * it, on one clock. `largest` is the largest number of streams that loses nothing and keeps both
 * bars; more streams take longer to begin and are longer, so that all run together as long.
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
  const run = async (streams: number): Promise<StreamRun> => {
    while (accessTokens.length < streams) accessTokens.push(await signIn(stack))
    return runStreams({ stack, accessTokens, streams, chunks: chunksOf(streams) })
  }

  const measured = await run(measuredStreams)
  const tries: Pick<StreamRun, 'streams' | 'holds' | 'addedMsP99' | 'rssMb'>[] = []
  const search = {
    tried: measuredStreams,
    triedHolds: measured.holds,
    step: searchStep,
    upTo: searchUpTo,
  }
  const largest = await findLargest(search, async (streams) => {
    const { holds, addedMsP99, rssMb } = await run(streams)
    tries.push({ streams, holds, addedMsP99, rssMb })
    return holds
  })
  return { ...measured, largest, tries }
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
