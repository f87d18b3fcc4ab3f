import { findPostgresBinaries, startPostgresCluster } from '../database/postgres-cluster.ts'
import { type Stack, startStack } from '../stack/stack.ts'
import { measureBoots } from './functions/boots.ts'
import { functionSizes } from './functions/function-sizes.ts'
import { measureSlowStreams, tokensPerSecond } from './functions/slow-streams.ts'
import { round } from './statistics.ts'

/** `--short` is for trying whether it runs: its figures say little. */
const isShort = process.argv.includes('--short')
const bootRounds = isShort ? 1 : 7
const streamRounds = isShort ? 1 : 3
const streamSeconds = isShort ? 5 : 60

/**
 * What functions take of what their host allows: time until they listen, processor time of slow
 * streams, bytes to upload, memory.
 *
 * `relay` asks with the same SDK in the same Deno and passes the stream on untouched, which costs no
 * JavaScript per token. `reading` is the least that whoever looks at every token can cost: it reads
 * and writes the bytes and does nothing else. `sdkReading` has the SDK read the stream and writes it
 * anew, as its own example of a proxy does. A stream's processor time is all that its process used from the request on, the first
 * use of every module included.
 */
export async function measure(): Promise<object> {
  const binaries = await findPostgresBinaries()
  if (binaries === null) throw new Error('This wants the programs of a Postgres server')
  const cluster = await startPostgresCluster(binaries)
  try {
    const databaseUrl = cluster.databaseUrl(await cluster.createDatabase())
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
  const sizes = await functionSizes()
  const boots = await measureBoots(stack, { rounds: bootRounds })
  const { chat, peers } = await measureSlowStreams(stack, {
    seconds: streamSeconds,
    rounds: streamRounds,
  })
  const functions = Object.fromEntries(
    Object.entries(boots.functions).map(([name, boot]) => [
      name,
      { ...boot, ...(name === 'chat' && chat), ...sizes[name] },
    ]),
  )
  const { relay, ...others } = peers
  const slowest = Math.max(...Object.values(boots.functions).map(({ bootMs }) => bootMs))
  return {
    functions,
    peers: { relay: { bootMs: boots.relay.bootMs, ...relay }, ...others },
    overRelay: {
      boot: round(slowest / boots.relay.bootMs),
      slowStreamCpu: round(chat.slowStreamCpuMs / (relay?.slowStreamCpuMs ?? Number.NaN)),
    },
    overReading: {
      slowStreamCpu: round(
        chat.slowStreamCpuMs / (peers['reading']?.slowStreamCpuMs ?? Number.NaN),
      ),
    },
    streamSeconds,
    tokensPerSecond,
  }
}
