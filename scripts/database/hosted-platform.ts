import '../stack/database/no-telemetry.ts'
import { getAuthSchemaSql, SUPABASE_AUTH_HELPERS_SQL } from '@supabase/lite'

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
grant create on database template1 to supabase_auth_admin;
set role supabase_auth_admin;
${getAuthSchemaSql()}
${SUPABASE_AUTH_HELPERS_SQL}
reset role;
`
