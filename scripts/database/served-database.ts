import { once } from 'node:events'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { type Database, openDatabase } from '../stack/database.ts'
import { freePort } from './free-port.ts'
import {
  findPostgresBinaries,
  type PostgresCluster,
  startPostgresCluster,
} from './postgres-cluster.ts'

/** A migrated, unseeded database that other programs reach by its address. */
export type ServedDatabase = { database: Database; url: string; close(): Promise<void> }

/**
 * Serves a new database: from the given server, or from one of its own, or, where no server is
 * installed, from PGlite behind a socket, which takes one client at a time.
 */
export async function serveDatabase(cluster?: PostgresCluster): Promise<ServedDatabase> {
  if (cluster) return fromServer(cluster)
  const binaries = await findPostgresBinaries()
  if (!binaries) return fromPglite()
  const own = await startPostgresCluster(binaries)
  const served = await fromServer(own)
  return {
    ...served,
    async close() {
      await served.close()
      await own.stop()
    },
  }
}

async function fromServer(cluster: PostgresCluster): Promise<ServedDatabase> {
  const url = cluster.databaseUrl(await cluster.createDatabase())
  const database = await openDatabase({ databaseUrl: url })
  await database.applyMigrations()
  return { database, url, close: () => database.close() }
}

async function fromPglite(): Promise<ServedDatabase> {
  const database = await openDatabase({})
  await database.applyMigrations()
  if (!('exec' in database.connection.driver)) throw new Error('PGlite was expected')
  const port = await freePort()
  const server = new PGLiteSocketServer({ db: database.connection.driver, host: '127.0.0.1', port })
  const listening = once(server, 'listening')
  await server.start()
  await listening
  return {
    database,
    url: `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`,
    async close() {
      await server.stop()
      await database.close()
    },
  }
}
