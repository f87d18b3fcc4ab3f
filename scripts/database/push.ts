import { openDatabase } from '../stack/database.ts'
import type { Report } from './report.ts'
import { runSupabaseCli } from './supabase-cli.ts'

/** The Supabase CLI, without a terminal, brings a hosted project's database as far as `npm start` does. */
export async function checkPush(databaseUrl: string, report: Report): Promise<void> {
  const { code, stdout, stderr } = await runSupabaseCli([
    ...['db', 'push', `--remote=${databaseUrl}`],
    ...['--include-seed', '--yes'],
  ])
  report.check(code === 0, 'supabase db push applies the migrations and the seed', stdout + stderr)

  const database = await openDatabase({ databaseUrl })
  const left = await database.applyMigrations()
  const seeds = await database.query('select path from supabase_migrations.seed_files')
  const sites = await database.query<{ site_key: string; origins: number; characters: number }>(`
    select site_key, cardinality(allowed_origins) as origins,
      (select count(*)::integer from public.characters where site_id = sites.id) as characters
    from public.sites`)
  await database.close()
  report.check(
    left.applied.length === 0,
    'after which no migration is left to apply',
    JSON.stringify(left),
  )
  report.check(seeds.length > 0, 'and the seed is known to have run')
  report.check(
    sites.some(({ characters }) => characters > 0) && sites.every(({ origins }) => origins === 0),
    'which brings characters to copy, and no site that lets a page in',
    JSON.stringify(sites),
  )
}
