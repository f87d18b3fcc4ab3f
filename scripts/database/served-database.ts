import { once } from 'node:events'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { type Database, openDatabase } from '../stack/database.ts'
import { freePort } from './free-port.ts'
import type { PostgresCluster } from './postgres-cluster.ts'

/** A migrated, unseeded database that other programs reach by its address. */
export type ServedDatabase = { database: Database; url: string; close(): Promise<void> }

/** Serves a new database of a server or, without one, PGlite, which takes one client at a time. */
export async function serveDatabase(cluster?: PostgresCluster): Promise<ServedDatabase> {
  return cluster ? fromServer(cluster) : fromPglite()
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
