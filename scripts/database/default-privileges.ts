import type { Report } from './report.ts'
import { withConnection } from './with-connection.ts'

/** What is granted by default on whatever a migration creates. */
export type DefaultPrivileges = 'everything granted' | 'nothing granted'

/**
 * Hosted projects granted the API's roles everything until 2026-10-30, and grant them nothing since.
 * The migrations have to say themselves who may do what, so that both come to the same.
 */
export const defaultPrivileges: Record<DefaultPrivileges, string> = {
  'everything granted': `
    alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
    alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
    alter default privileges in schema public grant all on functions to anon, authenticated, service_role;`,
  // Not even what Postgres itself gives to everybody.
  'nothing granted': 'alter default privileges revoke execute on functions from public;',
}

/** A migration that says nothing of who may do what is to be noticed: it leaves all, or nothing, granted. */
export async function checkDefaultPrivileges(
  { databaseUrl, granted }: { databaseUrl: string; granted: DefaultPrivileges },
  report: Report,
): Promise<void> {
  const rights = await withConnection(databaseUrl, async (sql) => {
    await sql
      .unsafe(
        `${defaultPrivileges[granted]}
        create table public.forgotten (id integer);
        create function public.forgotten() returns integer language sql return 1;`,
      )
      .simple()
    return sql<{ reads: boolean; calls: boolean }[]>`
      select
        has_table_privilege(role, 'public.forgotten', 'select') as reads,
        has_function_privilege(role, 'public.forgotten()', 'execute') as calls
      from unnest(array['anon', 'authenticated', 'service_role']) as role`
  })
  const expected = granted === 'everything granted'
  report.check(
    rights.every(({ reads, calls }) => reads === expected && calls === expected),
    `what a migration says nothing of: ${granted}`,
    JSON.stringify(rights),
  )
}
