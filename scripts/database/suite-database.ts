import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Database, openDatabase } from '../stack/database.ts'
import { type DefaultPrivileges, defaultPrivileges } from './default-privileges.ts'
import { pgtapScript } from './pgtap-script.ts'

/** An unseeded database of the suite's own, migrated and ready for pgTAP. */
export type SuiteDatabase = Database & {
  name: string
  /** Runs a script on one connection and returns every value of every result, row by row. */
  collect(script: string): Promise<unknown[]>
}

const testsDirectory = fileURLToPath(new URL('../../supabase/tests/', import.meta.url))

export type SuiteDatabaseOptions = {
  /** An empty database of a server; without it the database is PGlite, in memory. */
  databaseUrl?: string
  /** @defaultValue 'everything granted' */
  granted?: DefaultPrivileges
}

/** Opens a database of the suite's own and brings it up to date. */
export async function openSuiteDatabase({
  databaseUrl,
  granted = 'everything granted',
}: SuiteDatabaseOptions = {}): Promise<SuiteDatabase> {
  const database = await openDatabase(databaseUrl ? { databaseUrl } : {})
  await database.runScript(defaultPrivileges[granted])
  await database.applyMigrations()
  await database.runScript(`
    -- What the tests make themselves is for everybody.
    alter default privileges grant execute on functions to public;
    create schema tap;
    grant usage on schema tap to public;
    set local search_path = tap;
    ${await pgtapScript()}`)
  for (const file of await testFiles('support')) {
    await database.runScript(await readFile(file.path, 'utf8'))
  }
  return {
    ...database,
    name: database.kind === 'pglite' ? 'PGlite' : `Postgres, ${granted}`,
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
