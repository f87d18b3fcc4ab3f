import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Database, openDatabase } from '../stack/database.ts'

/** An unseeded database of the suite's own, migrated and ready for pgTAP. */
export type SuiteDatabase = Database & {
  name: string
  /** Runs a script on one connection and returns every value of every result, row by row. */
  collect(script: string): Promise<unknown[]>
}

const testsDirectory = fileURLToPath(new URL('../../supabase/tests/', import.meta.url))

/**
 * What a hosted project grants by default on whatever a migration creates. The migrations have to
 * take it back themselves, so the suite's databases begin with it.
 */
const hostedDefaultPrivileges = `
alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
`

/** Opens PGlite in memory, or the given empty database of a server. */
export async function openSuiteDatabase(databaseUrl?: string): Promise<SuiteDatabase> {
  const database = await openDatabase(databaseUrl ? { databaseUrl } : {})
  await database.runScript(hostedDefaultPrivileges)
  await database.applyMigrations()
  await database.runScript(
    'create schema tap; create extension pgtap schema tap; grant usage on schema tap to public;',
  )
  for (const file of await testFiles('support')) {
    await database.runScript(await readFile(file.path, 'utf8'))
  }
  return {
    ...database,
    name: database.kind === 'pglite' ? 'PGlite' : 'Postgres',
    collect: collector(database),
  }
}

/** `supabase/tests/0nn_*.sql`: below 010 what the others share, then a file per domain. */
export async function testFiles(
  which: 'support' | 'suites',
): Promise<{ name: string; path: string }[]> {
  const names = (await readdir(testsDirectory)).filter((name) => name.endsWith('.sql')).sort()
  return names
    .filter((name) => name.startsWith('00') === (which === 'support'))
    .map((name) => ({ name, path: `${testsDirectory}${name}` }))
}

function collector({ connection }: Database): (script: string) => Promise<unknown[]> {
  const valuesOf = (rows: Iterable<object>) =>
    [...rows].flatMap((row) => Object.values(row) as unknown[])
  const path = 'set search_path = tap, public;'
  if ('exec' in connection.driver) {
    const pglite = connection.driver
    return async (script) => {
      try {
        const results = await pglite.exec(path + script)
        return results.flatMap(({ rows }) => valuesOf(rows))
      } finally {
        await pglite.exec('rollback; reset search_path')
      }
    }
  }
  const postgres = connection.driver
  return async (script) => {
    const session = await postgres.reserve()
    try {
      const results = (await session.unsafe(path + script).simple()) as unknown as object[][]
      return results.flatMap((rows) => valuesOf(rows))
    } finally {
      await session.unsafe('rollback; reset search_path').simple()
      session.release()
    }
  }
}
