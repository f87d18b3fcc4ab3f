import './database/no-telemetry.ts'
import './database/whole-warnings.ts'
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { vector } from '@electric-sql/pglite/vector'
import { ensureHistoryTable } from '@supabase/lite'
import { createPgliteConnection, type PgliteConnection } from '@supabase/lite/pglite'
import { createPostgresConnection, type PostgresConnection } from '@supabase/lite/postgres'
import { Kysely } from 'kysely'
import type { Sql } from 'postgres'
import {
  applyMigrations,
  isOfReplacedMigrations,
  type MigrationOutcome,
  seedOnce,
} from './database/migrations.ts'
import { printCodesOnly } from './database/quiet-errors.ts'
import { tokensOfRealAuth } from './database/real-auth.ts'
import { serialDialect } from './database/serial-dialect.ts'
import { overPglite, overPostgres, type SqlClient } from './database/sql-client.ts'
import { ensureSystemSchema } from './database/system-schema.ts'
import { Mutex } from './database/mutex.ts'

export type OpenDatabaseOptions = {
  /** Folder of PGlite's data, made when missing; without it the data lives in memory. */
  dataDir?: string
  /** `postgres://…` of a server to use instead of PGlite, as a role that may create roles. */
  databaseUrl?: string
}

/** An open database, ready for `new App({ connection })`; it is empty until migrated. */
export type Database = SqlClient & {
  kind: 'pglite' | 'postgres'
  /** What `@supabase/lite` serves from. */
  connection: PgliteConnection | PostgresConnection
  /**
   * Brings the schema up to date from `supabase/migrations`.
   *
   * @throws a sentence for people when others made it, which those replace; else the database's own error
   */
  applyMigrations(): Promise<MigrationOutcome>
  /** Runs `supabase/seeds`, once in a database's life; tells whether they ran now. */
  seed(): Promise<boolean>
  close(): Promise<void>
}

const supabaseDirectory = fileURLToPath(new URL('../../supabase/', import.meta.url))
const migrationsDirectory = `${supabaseDirectory}migrations`

/**
 * Opens PGlite, or a Postgres server, with what a hosted Supabase has before the first migration:
 * the API's roles, the schema `auth` and the migration history.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const { connection, kind, client } = await connect(options)
  stopBlanketGrants(connection)
  printCodesOnly(connection)
  connection.kysely = connection.kysely.withPlugin(tokensOfRealAuth)
  try {
    await ensureSystemSchema(client)
    await ensureHistoryTable(connection)
  } catch (error) {
    await connection.close()
    throw kind === 'postgres' ? new Error(whyUnopened(error), { cause: error }) : error
  }
  return {
    ...client,
    kind,
    connection,
    async applyMigrations() {
      if (await isOfReplacedMigrations(client, migrationsDirectory)) {
        throw new Error(whyUnmigrated(options))
      }
      const outcome = await applyMigrations(client, migrationsDirectory)
      if (outcome.applied.length > 0) await connection.clearSchemaCache()
      return outcome
    },
    seed: () =>
      seedOnce(
        client,
        ['characters', 'demo'].map((name) => `${supabaseDirectory}seeds/${name}.sql`),
      ),
    close: () => connection.close(),
  }
}

async function connect({ dataDir, databaseUrl }: OpenDatabaseOptions) {
  if (databaseUrl) {
    if (!isPostgresAddress(databaseUrl)) {
      throw new Error(
        'DATABASE_URL is not a postgres:// address. In a name or a password, @ : / ? # % are written %40 %3A %2F %3F %23 %25.',
      )
    }
    const connection = createPostgresConnection({
      url: databaseUrl,
      // "relation already exists, skipping" on every start tells nobody anything.
      postgresOptions: {
        onnotice: () => undefined,
        // `@supabase/lite` hands over a function's JSON as text and has its driver encode it once
        // more; PGlite's driver takes text as it is, and so does this one.
        types: {
          json: { to: 114, from: [114], serialize: jsonText, parse: JSON.parse },
          jsonb: { to: 3802, from: [3802], serialize: jsonText, parse: JSON.parse },
        },
      },
    })
    return { connection, kind: 'postgres' as const, client: overPostgres(connection.driver as Sql) }
  }
  const connection = await openPglite(dataDir)
  const mutex = new Mutex()
  connection.kysely = new Kysely({ dialect: serialDialect(connection.driver, mutex) })
  return { connection, kind: 'pglite' as const, client: overPglite(connection.driver, mutex) }
}

function isPostgresAddress(address: string): boolean {
  try {
    const { protocol, username, password } = new URL(address)
    decodeURIComponent(username + password)
    return /^postgres(?:ql)?:$/u.test(protocol)
  } catch {
    return false
  }
}

/** Of several addresses none answered: then the error itself has no words. */
function whyUnopened(error: unknown): string {
  const { code, message = '' } = error as Partial<NodeJS.ErrnoException>
  return `The database in DATABASE_URL cannot be used: ${message || code || 'it does not answer'}`
}

/** No migration leads from what an earlier version made to what this one has. */
function whyUnmigrated({ databaseUrl, dataDir = 'memory' }: OpenDatabaseOptions): string {
  return databaseUrl
    ? 'The database in DATABASE_URL is an earlier version’s and cannot be brought up to date. Name another one, or empty it, with all that is in it: npx supabase db reset --remote="$DATABASE_URL"'
    : `The data in ${dataDir} is an earlier version’s and cannot be brought up to date. Keep a copy if it matters; npm start -- --reset begins anew.`
}

async function openPglite(dataDir: string | undefined): Promise<PgliteConnection> {
  const pgliteOptions = { extensions: { vector, pg_trgm } }
  if (!dataDir) {
    const connection = await createPgliteConnection({ pgliteOptions })
    await connection.driver.waitReady
    return connection
  }
  // Files that PGlite was kept from finishing hold nothing yet, and it cannot open them again.
  const unfinished = `${dataDir}.unfinished`
  if (existsSync(unfinished)) await rm(dataDir, { recursive: true, force: true })
  const isNew = !existsSync(dataDir)
  if (isNew) {
    await mkdir(dirname(dataDir), { recursive: true })
    await writeFile(unfinished, '')
    await mkdir(dataDir)
  }
  try {
    const connection = await createPgliteConnection({ url: dataDir, pgliteOptions })
    await connection.driver.waitReady
    if (isNew) await rm(unfinished)
    return connection
  } catch (error) {
    // What PGlite throws need not be an error, nor say anything to people.
    throw new Error(
      isDiskFull(error)
        ? `There is no room for the data in ${dataDir}: the disk is full.`
        : `The data in ${dataDir} cannot be opened. Keep a copy if it matters; npm start -- --reset begins anew.`,
      { cause: error },
    )
  }
}

/** ENOSPC, as WebAssembly numbers it. */
function isDiskFull(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'errno' in error && error.errno === 51
}

/**
 * On its first request `@supabase/lite` would grant everything to everyone in every schema with
 * row-level security, and the grants of our migrations would be void. It does so while it does not
 * know whether the roles are there yet; they are, so it is told. The field is private, hence the
 * reflection; `scripts/database/data-api.ts` fails should an upgrade move it.
 */
function stopBlanketGrants(connection: PgliteConnection | PostgresConnection): void {
  if (Reflect.get(connection, 'rlsState') !== 'unknown') {
    throw new Error('This version of @supabase/lite keeps its grants elsewhere: see the comment')
  }
  Reflect.set(connection, 'rlsState', 'active')
}

function jsonText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
