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

revoke all on function
  private.touch_updated_at,
  private.refuse_change
from public, anon, authenticated;
