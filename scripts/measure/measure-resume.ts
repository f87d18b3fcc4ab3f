import { cutStreams } from '../../test/streams/cut-streams.ts'
import { sendEqualKeys } from '../../test/streams/equal-keys.ts'
import { killProducers } from '../../test/streams/killed-producers.ts'
import { stopStreams } from '../../test/streams/stopped-streams.ts'
import { startStreamStack } from '../../test/streams/stream-stack.ts'
import { findPostgresBinaries, startPostgresCluster } from '../database/postgres-cluster.ts'
import { p50p99, percentile, round } from './statistics.ts'

const cuts = { streams: 10, readersPerStream: 5, cutsPerReader: 24 }
const kills = { processes: 10, streamsPerProcess: 10 }
const stops = 100

/**
 * What a visitor loses when connections are cut and producers are killed, and how soon a stop is felt
 * by the model. `textLostMs` is how long before a kill the first word was sent that is not kept; 0
 * when none was lost. `stopMs` and `stopAcrossMs` run from asking for a stop, through the answer's own
 * process or another one, to the model's server seeing its connection closed.
 */
export async function measure(): Promise<object> {
  const binaries = await findPostgresBinaries()
  if (binaries === null) throw new Error('This wants the programs of a Postgres server')
  const cluster = await startPostgresCluster(binaries)
  try {
    const databaseUrl = cluster.databaseUrl(await cluster.createDatabase())
    const streams = await startStreamStack({ databaseUrl })
    try {
      const cut = await cutStreams(streams, cuts)
      const killed = await killProducers(streams, kills)
      const equal = await sendEqualKeys(streams)
      const stopped = await stopStreams(streams, { times: stops, through: 'its own process' })
      const across = await stopStreams(streams, { times: stops, through: 'another process' })
      const { textLostMs, ...afterKills } = killed
      return {
        ...cut,
        ...afterKills,
        textLostMs: { p99: round(percentile(textLostMs, 0.99)) },
        upstreamCallsForEqualKeys: equal.upstreamCalls,
        stopMs: p50p99(stopped.closedAfterMs),
        stopAcrossMs: p50p99(across.closedAfterMs),
      }
    } finally {
      await streams.close()
    }
  } finally {
    await cluster.stop()
  }
}
