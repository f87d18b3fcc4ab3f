import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { pgDump } from '@electric-sql/pglite-tools/pg_dump'
import type { Database } from '../stack/database.ts'

const file = fileURLToPath(new URL('../../supabase/schema.sql', import.meta.url))

/** What the reader of `schema.sql` must know first. */
const heading = `-- The schema as all migrations leave it, to read and to review; nothing is made from it.
-- Generated: node --import tsx scripts/database/check-generated.ts --write
`

/** What `pg_dump` says of a migrated PGlite, without what is the same for every database. */
export async function generateSchema({ connection }: Database): Promise<string> {
  const { driver } = connection
  if (!('exec' in driver)) throw new Error('PGlite was expected')
  const dump = await pgDump({
    pg: driver,
    args: ['--schema-only', '--no-owner', '--schema=public', '--schema=private'],
  })
  return `${heading}\n${withoutNoise(await dump.text())}`
}

export async function readCommittedSchema(): Promise<string> {
  return readFile(file, 'utf8').catch(() => '')
}

export async function writeSchema(schema: string): Promise<void> {
  await writeFile(file, schema)
}

/** Settings of the session that restores, and headings that say what the next statement says itself. */
function withoutNoise(dump: string): string {
  const start = dump.indexOf('CREATE SCHEMA private')
  return `${dump
    .slice(start)
    .replaceAll(/^--\n-- (?:Name|TOC|PostgreSQL).*\n--\n/gmu, '')
    .replaceAll(/^SET default_.*;\n/gmu, '')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trimEnd()}\n`
}
