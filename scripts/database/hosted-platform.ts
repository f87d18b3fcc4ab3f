import '../stack/database/no-telemetry.ts'
import { getAuthSchemaSql, SUPABASE_AUTH_HELPERS_SQL } from '@supabase/lite'

/** As real Auth has it, which counts tokens, keeps whose they are as text, and fills in nothing itself. */
const realAuth = `
alter table auth.users
  add column instance_id uuid,
  alter column created_at drop default,
  alter column updated_at drop default;
alter table auth.sessions
  alter column created_at drop default,
  alter column updated_at drop default;
drop table auth.refresh_tokens;
create table auth.refresh_tokens (
  instance_id uuid,
  id bigserial primary key,
  token varchar(255) unique,
  user_id varchar(255),
  revoked boolean,
  created_at timestamptz,
  updated_at timestamptz,
  parent varchar(255),
  session_id uuid references auth.sessions (id) on delete cascade
);
create type auth.aal_level as enum ('aal1', 'aal2', 'aal3');
alter table auth.sessions drop constraint sessions_aal_check;
alter table auth.sessions alter column aal type auth.aal_level using aal::auth.aal_level;
`

/**
 * What a hosted Supabase has before the first migration, as SQL for a superuser in `template1`. Whoever migrates is
 * the role `postgres`, which is none and does not own the tables of Auth. After the platform's own
 * scripts: https://github.com/supabase/postgres/tree/develop/migrations/db
 */
export const hostedPlatform = `
create role anon nologin noinherit;
create role authenticated nologin noinherit;
create role service_role nologin noinherit bypassrls;
create role supabase_auth_admin noinherit createrole login;
create role supabase_storage_admin noinherit createrole login;
create role postgres login createdb createrole replication bypassrls;
grant anon, authenticated, service_role to postgres with admin option;
-- A superuser's settings that the platform lets it write all the same.
grant set on parameter session_replication_role, track_functions, pgrst.db_schemas to postgres;

create schema auth;
create schema storage;
create schema extensions;
grant all on schema auth to supabase_auth_admin;
grant all on schema storage to supabase_storage_admin;
grant all on schema extensions to postgres;
grant usage on schema auth, storage to postgres;
grant usage on schema public, auth, storage, extensions to anon, authenticated, service_role;

alter default privileges for role supabase_auth_admin in schema auth grant all on tables to postgres;
alter default privileges for role supabase_auth_admin in schema auth grant all on sequences to postgres;
grant create on database template1 to supabase_auth_admin;
set role supabase_auth_admin;
${getAuthSchemaSql()}
${realAuth}
${SUPABASE_AUTH_HELPERS_SQL}
reset role;
`
