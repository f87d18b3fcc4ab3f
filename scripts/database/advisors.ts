import type { SqlClient } from '../stack/database/sql-client.ts'
import type { Report } from './report.ts'
import type { ServedDatabase } from './served-database.ts'
import { runSupabaseCli } from './supabase-cli.ts'

/** What Splinter says of one object. */
type Finding = { name: string; level: 'INFO' | 'WARN' | 'ERROR'; detail: string; cacheKey: string }

/** Warnings that were looked at and are as they should be: cache key → why. */
const reviewed: Record<string, string> = {}

/**
 * A fault for each lint that can be planted without an extension. The lints of definer functions
 * that anybody may call are not in this CLI: the house rules have their own.
 */
const faults = `
create table public.planted_open (id integer, "password" text);
create table public.planted_disabled (id uuid primary key, owner_id uuid);
create policy planted_disabled_select on public.planted_disabled for select to authenticated
  using (owner_id = auth.uid());
create table public.planted_policies (id uuid primary key, owner_id uuid);
alter table public.planted_policies enable row level security;
create policy planted_raw on public.planted_policies for select to authenticated
  using (owner_id = auth.uid());
create policy planted_second on public.planted_policies for select to authenticated
  using (owner_id = (select auth.uid()));
create policy planted_true on public.planted_policies for update to authenticated
  using (true) with check (true);
create policy planted_metadata on public.planted_policies for delete to authenticated
  using (((select auth.jwt()) -> 'user_metadata' ->> 'role') = 'admin');
create table public.planted_locked (
  id uuid primary key, kind regproc, site_id uuid references public.sites (id)
);
alter table public.planted_locked enable row level security;
create index planted_one on public.planted_policies (owner_id, id);
create index planted_two on public.planted_policies (owner_id, id);
create view public.planted_users as select id, email from auth.users;
create materialized view public.planted_materialized as select 1 as id;
create function public.planted_path() returns integer language sql as 'select 1';
grant all on all tables in schema public to anon, authenticated;
`

/** Splinter's names for the faults. */
const expectedFindings = [
  'auth_rls_initplan',
  'auth_users_exposed',
  'duplicate_index',
  'function_search_path_mutable',
  'materialized_view_in_api',
  'multiple_permissive_policies',
  'no_primary_key',
  'policy_exists_rls_disabled',
  'rls_disabled_in_public',
  'rls_enabled_no_policy',
  'rls_policy_always_true',
  'rls_references_user_metadata',
  'security_definer_view',
  'sensitive_columns_exposed',
  'unindexed_foreign_keys',
  'unsupported_reg_types',
  'unused_index',
]

/** The Splinter lints of the Supabase CLI: no error and no warning, and faults are found. */
export async function checkAdvisors(served: ServedDatabase, report: Report): Promise<string> {
  await exposePublic(served.database)
  const { code, findings } = await advise(served.url)
  const open = findings.filter(
    ({ level, cacheKey }) => level !== 'INFO' && !Object.hasOwn(reviewed, cacheKey),
  )
  for (const { level, name, detail } of open)
    report.check(false, `Splinter ${level} ${name}`, detail)
  report.check(open.length === 0 && code === 0, `Splinter has no errors and no warnings (${code})`)

  await served.database.runScript(faults)
  const planted = await advise(served.url)
  report.check(planted.code !== 0, 'Splinter fails where there are faults')
  for (const name of expectedFindings) {
    const isFound = planted.findings.some((finding) => finding.name === name)
    report.check(isFound, `Splinter finds a planted ${name}`)
  }
  return `${findings.length} remarks on the schema, all of level INFO or reviewed`
}

/** Without this setting the lints that look at exposed schemas only would find nothing at all. */
async function exposePublic(client: SqlClient): Promise<void> {
  await client.query(`
    do $$
    begin
      execute format('alter database %I set pgrst.db_schemas = %L', current_database(), 'public');
    end
    $$`)
  await client.query(`set pgrst.db_schemas = 'public'`)
}

async function advise(databaseUrl: string): Promise<{ code: number; findings: Finding[] }> {
  const { code, stdout, stderr } = await runSupabaseCli([
    ...['db', 'advisors', `--remote=${databaseUrl}`],
    ...['--level', 'info', '--fail-on', 'warn', '--output-format', 'json'],
  ])
  try {
    const { results } = JSON.parse(stdout) as { results?: Finding[] }
    return { code, findings: results ?? [] }
  } catch {
    throw new Error(`supabase db advisors ended with ${code}: ${stderr}`)
  }
}
