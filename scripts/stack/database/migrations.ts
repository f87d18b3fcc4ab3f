import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { SqlClient } from './sql-client.ts'

/** What {@link applyMigrations} did. */
export type MigrationOutcome = {
  /** Versions applied just now, in order. */
  applied: string[]
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
 * Whether the schema stands and was made by what the folder's migrations replace: by none of them, or
 * by one that reads differently now. Nothing brings such a schema up to date. What others have migrated
 * beside it says nothing.
 */
export async function isOfReplacedMigrations(
  client: SqlClient,
  directory: string,
): Promise<boolean> {
  const history = await client.query<{ version: string; statements: string[] | null }>(
    `select version, statements from supabase_migrations.schema_migrations
     where to_regclass('public.sites') is not null`,
  )
  if (history.length === 0) return false
  const recorded = new Map(history.map(({ version, statements }) => [version, statements]))
  const applied = (await readMigrations(directory)).filter(({ version }) => recorded.has(version))
  return (
    applied.length === 0 ||
    applied.some(({ version, sql }) => readsDifferently(sql, recorded.get(version) ?? []))
  )
}

/** The CLI splits a file: only of one that was recorded as a single statement can this be told. */
function readsDifferently(sql: string, [statement = '', ...others]: readonly string[]): boolean {
  const isWhole = statement !== '' && others.length === 0
  return isWhole && withoutEnd(statement) !== withoutEnd(sql)
}

/** Without what the CLI cuts off a statement. */
function withoutEnd(sql: string): string {
  return sql.trimEnd().replace(/;$/u, '').trim()
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
  const history = await client.query<{ version: string }>(
    'select version from supabase_migrations.schema_migrations',
  )
  const recorded = new Set(history.map(({ version }) => version))
  const applied: string[] = []
  for (const migration of await readMigrations(directory)) {
    if (recorded.has(migration.version)) continue
    await applyMigration(client, migration)
    applied.push(migration.version)
  }
  return { applied }
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
