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
export async function generateSchema(database: Database): Promise<string> {
  const { driver } = database.connection
  if (!('exec' in driver)) throw new Error('PGlite was expected')
  const dump = await pgDump({
    pg: driver,
    args: ['--schema-only', '--no-owner', '--schema=public', '--schema=private', '--schema=ops'],
  })
  const hooks = await database.query<{ definition: string }>(ourTriggersElsewhere)
  const lines = hooks.map(({ definition }) => `${definition};\n`)
  return [heading, withoutNoise(await dump.text()), ...lines].join('\n')
}

/** A dump of our schemas leaves out what we hang onto tables of Supabase's. */
const ourTriggersElsewhere = `
  select pg_get_triggerdef(t.oid, true) as definition
  from pg_trigger as t
  join pg_class as c on c.oid = t.tgrelid
  join pg_proc as p on p.oid = t.tgfoid
  where p.pronamespace = 'private'::regnamespace
    and c.relnamespace not in ('private'::regnamespace, 'public'::regnamespace)
  order by definition`

export async function readCommittedSchema(): Promise<string> {
  return readFile(file, 'utf8').catch(() => '')
}

export async function writeSchema(schema: string): Promise<void> {
  await writeFile(file, schema)
}

/** Settings of the session that restores, and headings that say what the next statement says itself. */
function withoutNoise(dump: string): string {
  const start = dump.indexOf('CREATE SCHEMA')
  return `${dump
    .slice(start)
    .replaceAll(/^--\n-- (?:Name|TOC|PostgreSQL).*\n--\n/gmu, '')
    .replaceAll(/^SET default_.*;\n/gmu, '')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trimEnd()}\n`
}
