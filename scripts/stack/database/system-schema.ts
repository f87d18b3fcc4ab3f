import { getAuthSchemaSql, SUPABASE_AUTH_HELPERS_SQL } from '@supabase/lite'
import type { SqlClient } from './sql-client.ts'

/** The roles that the Data API switches to, as Supabase names them. */
const roles = `
do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'anon') then
    create role anon nologin noinherit;
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'authenticated') then
    create role authenticated nologin noinherit;
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'service_role') then
    create role service_role nologin noinherit bypassrls;
  end if;
end
$$;
`

/** Policies call `auth.uid()`, so whoever is subject to them needs the schema. */
const usage = `
grant usage on schema public, auth to anon, authenticated, service_role;
`

/**
 * As in real Auth, the database numbers refresh tokens itself, and people and tokens belong to an
 * instance; in a Supabase database it is so already.
 */
const likeRealAuth = `
do $$
begin
  if (select atttypid = 'text'::regtype from pg_catalog.pg_attribute
      where attrelid = 'auth.refresh_tokens'::regclass and attname = 'id') then
    alter table auth.refresh_tokens alter column id set default gen_random_uuid()::text;
    alter table auth.refresh_tokens add column if not exists instance_id uuid;
    alter table auth.users add column if not exists instance_id uuid;
  end if;
end
$$;
`

/**
 * Makes what a hosted Supabase has before the first migration: the API's roles and the schema
 * `auth`. A database that already is a Supabase one is left as it is.
 */
export async function ensureSystemSchema(client: SqlClient): Promise<void> {
  const [found] = await client.query<{ complete: boolean }>(`
    select to_regclass('auth.users') is not null
       and to_regprocedure('auth.jwt()') is not null
       and (select count(*) = 3 from pg_catalog.pg_roles
            where rolname in ('anon', 'authenticated', 'service_role')) as complete`)
  if (!found?.complete) {
    await client.runScript(roles)
    await client.runScript(getAuthSchemaSql())
    await client.runScript(SUPABASE_AUTH_HELPERS_SQL)
    await client.runScript(usage)
  }
  await client.runScript(likeRealAuth)
}
