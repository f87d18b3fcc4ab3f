import { parseArgs } from 'node:util'
import type postgres from 'postgres'
import { findPostgresBinaries, startPostgresCluster } from '../database/postgres-cluster.ts'
import { openSuiteDatabase } from '../database/suite-database.ts'
import { withConnection } from '../database/with-connection.ts'
import { timed } from './database/acting.ts'
import { longChatsDeletedFrom, measureDeletions } from './database/deletions.ts'
import { fillDatabase } from '../database/filled-database.ts'
import { measureReadings } from './database/readings.ts'
import { measureAnswers } from './database/streamed-answers.ts'
import { measureTurns } from './database/turns.ts'
import { median, round } from './statistics.ts'

/** Each has a chat of 2,000 messages besides shorter ones. */
const erasedVisitors = 3

/**
 * The database at size: 1,000,000 messages of 60,000 chats (`--messages 50000` for a short run) on
 * the Postgres that is hosted. Everything is done in the role that does it for visitors: deleting and
 * reading in the visitor's own, beginning a turn in the server's, erasing a visitor through the table
 * of Auth. Times of deletions hold the whole transaction, those of readings one query.
 */
export async function measure(): Promise<object> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { messages: { type: 'string', default: '1000000' } },
  })
  const binaries = await findPostgresBinaries()
  if (binaries === null) throw new Error('npm has no build of Postgres for this machine')
  const cluster = await startPostgresCluster(binaries)
  try {
    const databaseUrl = cluster.databaseUrl(await cluster.createDatabase())
    const database = await openSuiteDatabase({ databaseUrl, granted: 'nothing granted' })
    await database.close()
    return await measureOn(databaseUrl, Number(values.messages))
  } finally {
    await cluster.stop()
  }
}

async function measureOn(databaseUrl: string, messages: number): Promise<object> {
  const longChats = longChatsDeletedFrom + erasedVisitors
  const filled = await withConnection(databaseUrl, (sql) =>
    fillDatabase(sql, { messages, longChats }),
  )
  return {
    messages: filled.messages,
    ...(await withConnection(databaseUrl, measureReadings)),
    ...(await withConnection(databaseUrl, measureTurns)),
    ...(await measureDeletions(databaseUrl, filled)),
    eraseVisitorMs: await withConnection(databaseUrl, eraseVisitors),
    ...(await measureAnswers(databaseUrl)),
  }
}

async function eraseVisitors(sql: postgres.Sql): Promise<number> {
  const eraseMs: number[] = []
  for (let erased = 1; erased <= erasedVisitors; erased += 1) {
    const visitor = `visitor ${longChatsDeletedFrom + erased}`
    eraseMs.push(await timed(() => sql`delete from auth.users where id = tests.id(${visitor})`))
  }
  return round(median(eraseMs))
}
