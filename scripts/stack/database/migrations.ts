import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { SqlClient } from './sql-client.ts'

/** What {@link applyMigrations} did. */
export type MigrationOutcome = {
  /** Versions applied just now, in order. */
  applied: string[]
  /** File names that were edited after they had been applied; only a reset brings them in. */
  edited: string[]
}

type Migration = { version: string; name: string; fileName: string; sql: string }

async function readMigrations(directory: string): Promise<Migration[]> {
  const fileNames = (await readdir(directory)).filter((name) => /^\d{14}_.+\.sql$/u.test(name))
  return Promise.all(
    fileNames.sort().map(async (fileName) => ({
      version: fileName.slice(0, 14),
      name: basename(fileName, '.sql').slice(15),
      fileName,
      sql: await readFile(join(directory, fileName), 'utf8'),
    })),
  )
}

/**
 * Whether the schema stands, and none of the folder's migrations made it: then those did that they
 * replace, and it cannot be brought up to date. What others have migrated beside it says nothing.
 */
export async function isOfReplacedMigrations(
  client: SqlClient,
  directory: string,
): Promise<boolean> {
  const history = await client.query<{ version: string }>(
    `select version from supabase_migrations.schema_migrations
     where to_regclass('public.sites') is not null`,
  )
  if (history.length === 0) return false
  const recorded = new Set(history.map(({ version }) => version))
  const migrations = await readMigrations(directory)
  return !migrations.some(({ version }) => recorded.has(version))
}

/**
 * Applies the migrations that the database has not seen, each as one transaction together with its
 * line in the Supabase CLI's history table, so that `supabase db push` and this agree.
 *
 * @throws the database's own error, with the file's name in front, when a migration fails
 */
export async function applyMigrations(
  client: SqlClient,
  directory: string,
): Promise<MigrationOutcome> {
  const history = await client.query<{ version: string; statements: string[] | null }>(
    'select version, statements from supabase_migrations.schema_migrations',
  )
  const recorded = new Map(history.map(({ version, statements }) => [version, statements]))
  const outcome: MigrationOutcome = { applied: [], edited: [] }
  for (const migration of await readMigrations(directory)) {
    if (recorded.has(migration.version)) {
      const statements = recorded.get(migration.version)
      // The CLI splits a file, so that only what stands there as one statement can be told.
      const [statement = '', ...others] = statements ?? []
      const isOne = statement !== '' && others.length === 0
      if (isOne && withoutEnd(statement) !== withoutEnd(migration.sql)) {
        outcome.edited.push(migration.fileName)
      }
      continue
    }
    await applyMigration(client, migration)
    outcome.applied.push(migration.version)
  }
  return outcome
}

/** Without what the CLI cuts off a statement. */
function withoutEnd(sql: string): string {
  return sql.trimEnd().replace(/;$/u, '').trim()
}

async function applyMigration(client: SqlClient, migration: Migration): Promise<void> {
  try {
    await client.transaction(async (transaction) => {
      await transaction.runScript(migration.sql)
      await transaction.query(
        `insert into supabase_migrations.schema_migrations (version, name, statements)
         values ($1, $2, array[$3::text])`,
        [migration.version, migration.name, migration.sql],
      )
    })
  } catch (error) {
    if (error instanceof Error) error.message = `${migration.fileName}: ${error.message}`
    throw error
  }
}

/**
 * Runs the seeds, all or none: none where the CLI's table of seed files knows any, or somebody has put
 * sites or characters of their own into the database.
 *
 * @returns whether they ran
 */
export async function seedOnce(client: SqlClient, files: readonly string[]): Promise<boolean> {
  const taken = await client.query(
    `select from supabase_migrations.seed_files
     union all select from public.sites
     union all select from public.characters
     limit 1`,
  )
  if (taken.length > 0) return false
  await client.transaction(async (transaction) => {
    for (const file of files) {
      const sql = await readFile(file, 'utf8')
      const hash = createHash('sha256').update(sql).digest('hex')
      await transaction.runScript(sql)
      await transaction.query(
        'insert into supabase_migrations.seed_files (path, hash) values ($1, $2)',
        [`supabase/seeds/${basename(file)}`, hash],
      )
    }
  })
  return true
}
