-- The schema keeps the house rules (001_house_rules.sql), and each rule catches a planted fault.
begin;
select plan(30);

select is_empty('select * from tests.house_rule_violations()', 'the schema keeps the house rules');

-- The faults
create table public.planted (id uuid primary key, owner_id uuid, content text, site_id uuid references public.sites (id));
alter table public.planted enable row level security;
grant select, insert, update on public.planted to authenticated;
create policy planted_select_all on public.planted for select to authenticated using (true);
create policy planted_everybody on public.planted for delete using (owner_id = (select auth.uid()));
create policy planted_unchecked on public.planted for update to authenticated using (owner_id = (select auth.uid()));
create policy planted_not_null on public.planted for insert to authenticated with check (owner_id is not null);
grant truncate on public.planted to authenticated;
create table public.planted_open (id uuid primary key);
comment on table public.planted_open is 'Has no row-level security.';
-- Whoever gives a table away must be able to be its new owner, unless a superuser does it.
create role planted_owner;
grant planted_owner to current_user;
grant create on schema public to planted_owner;
alter table public.planted owner to planted_owner;
grant select (id) on public.planted to anon;
create sequence public.planted_numbers;
grant usage on public.planted_numbers to public;
create function public.planted_callable() returns integer language sql set search_path = '' return 1;
grant execute on function public.planted_callable to anon;
create function public.planted_definer() returns integer language sql security definer set search_path = '' return 1;
revoke all on function public.planted_definer from public, anon, authenticated, service_role;
do $$
begin
  execute format(
    'create function private.planted_length() returns integer language sql set search_path = '''' as %L',
    repeat(E'\n-- A line', 40) || E'\nselect 1'
  );
end
$$;
create function private.planted_path() returns integer language sql return 1;
revoke all on function private.planted_path from public;
create view public.planted_view as select id from public.sites;
create function ops.planted_operation() returns integer language sql set search_path = '' return 1;
create schema planted;
create domain planted.number as integer;
alter table public.planted_open add column number planted.number;
grant update (number) on public.planted_open to authenticated;
grant usage on schema private to authenticated;
grant create on schema public to service_role;

create function tests.catches(rule_start text, planted text) returns text
language sql
return ok(
  exists (
    select from tests.house_rule_violations() as v
    where starts_with(v.rule, rule_start) and v.object ~ planted
  ),
  'catches: ' || rule_start
);

select tests.catches('C1 ', 'planted_select_all');
select tests.catches('C2 ', 'planted_everybody');
select tests.catches('C3 ', 'authenticated planted');
select tests.catches('C4 ', 'planted_everybody owner_id');
select tests.catches('C5 ', '^planted$');
select tests.catches('C6 ', 'planted_callable');
select tests.catches('C8 ', 'planted_unchecked');
select tests.catches('C9 ', 'planted_not_null');
select tests.catches('C10 ', 'planted.content');
select tests.catches('a table without row-level security', 'planted_open');
select tests.catches('a table without a comment', 'planted');
select tests.catches('a foreign key without an index', 'planted');
select tests.catches('a function that trusts the search path', 'planted_path');
select tests.catches('a function of more than 40 lines', 'planted_length');
select tests.catches('a definer function where an API may call it', 'planted_definer');
select tests.catches('somebody without a token is granted something', 'SELECT planted.id');
select tests.catches('somebody without a token is granted something', 'USAGE planted_numbers');
select tests.catches('a visitor is granted more of a whole table than to delete from it', 'INSERT planted');
select tests.catches('something is not owned by the role that migrates', '^planted$');
select tests.catches('a visitor may use the private schema', 'authenticated');
select tests.catches('the type of a column cannot be named by who may write to it', 'authenticated planted_open.number');
select tests.catches('a role of the API may create objects', 'service_role');
select tests.catches('a view that reads with its owner''s rights', 'planted_view');
select tests.catches('a view, or a column of one, without a comment', 'planted_view.id');
select tests.catches('what an operator may do is in reach of an API', 'anon planted_operation');
select tests.catches('a function of the operator''s without a comment', 'planted_operation');

-- What is not a fault is not reported.
select is_empty(
  $$select * from tests.house_rule_violations() where object ~ 'planted_open' and rule ~ '^a table without a comment'$$,
  'a table with a comment is left alone'
);
select is_empty(
  $$select * from tests.house_rule_violations() where rule ~ '^C[1246]' and object !~ 'planted'$$,
  'a fault is reported once, where it is'
);
select is_empty(
  $$select * from tests.house_rule_violations() where rule ~ '^C9' and object ~ 'planted_(select|everybody)'$$,
  'a policy that writes nothing need not check what is written'
);

select * from finish();
rollback;
