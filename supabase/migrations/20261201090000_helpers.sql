-- Helpers live where no API reaches them; here are those that every domain uses.

create schema private;
revoke all on schema private from public;
grant usage on schema private to service_role;

comment on schema private is 'Helpers of policies, triggers and functions; never exposed by an API.';

create function private.touch_updated_at() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end
$$;

-- For what is never to change; says what that is.
create function private.refuse_change() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception '% cannot be changed', tg_argv[0] using errcode = 'restrict_violation';
end
$$;

-- A new id, version 7 of RFC 9562: ids that are made one after another stand side by side in an index,
-- where those of version 4 touch a page each. Postgres 18 has it as uuidv7().
create function private.uuid_v7() returns uuid
language plpgsql
set search_path = ''
as $$
declare
  microseconds constant bigint := floor(extract(epoch from clock_timestamp()) * 1000000);
begin
  return (
    lpad(to_hex(microseconds / 1000), 12, '0')
    -- The version, and the fraction of the millisecond in 4096ths.
    || '7' || lpad(to_hex(microseconds % 1000 * 4096 / 1000), 3, '0')
    -- The variant and what is random, which are a version 4's.
    || substr(gen_random_uuid()::text, 20)
  )::uuid;
end
$$;

revoke all on function
  private.touch_updated_at,
  private.refuse_change,
  private.uuid_v7
from public, anon, authenticated;

grant execute on function private.uuid_v7 to service_role;
