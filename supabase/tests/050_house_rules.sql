-- The house's own lints over the catalogue. Each is shown to catch a planted fault.
-- (C7, that the access matrix mentions every object, is checked where the matrix is.)
begin;
select plan(20);

create function tests.house_rule_violations() returns table (rule text, object text)
language sql stable
as $$
with api_roles (role) as (values ('anon'), ('authenticated'), ('service_role')),
tables as (
  select c.oid, c.relname, c.relowner, c.relrowsecurity, c.relforcerowsecurity
  from pg_class as c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
),
policies as (
  select
    p.oid, p.polname, p.polcmd, p.polroles, p.polpermissive, t.relname, t.oid as relid,
    pg_get_expr(p.polqual, p.polrelid) as qual,
    pg_get_expr(p.polwithcheck, p.polrelid) as check_expression,
    t.relname || '.' || p.polname as object
  from pg_policy as p
  join tables as t on t.oid = p.polrelid
),
functions as (
  select p.oid, p.proname, p.prosecdef, p.pronamespace::regnamespace::text as schema, p.proconfig
  from pg_proc as p
  where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
)

select 'C1 a select policy lets everything through', object
from policies
where polcmd in ('r', '*') and polpermissive and qual = 'true'

union all
select 'C2 a policy is for everybody', object
from policies
where polroles = '{0}'

union all
select 'C3 a role of the API may truncate, reference or trigger', r.role || ' ' || t.relname
from tables as t
cross join api_roles as r
where has_table_privilege(r.role, t.oid, 'truncate')
   or has_table_privilege(r.role, t.oid, 'references')
   or has_table_privilege(r.role, t.oid, 'trigger')

union all
select distinct 'C4 a policy''s column has no index of its own', p.object || ' ' || a.attname
from policies as p
join pg_depend as d on d.classid = 'pg_policy'::regclass and d.objid = p.oid
  and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0
join pg_attribute as a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
where not exists (
  select from pg_index as i
  where i.indrelid = d.refobjid and i.indkey[0] = d.refobjsubid and i.indpred is null
)

union all
select 'C5 the owner is not subject to its policies', t.relname
from tables as t
join pg_roles as o on o.oid = t.relowner
where not t.relforcerowsecurity and not o.rolsuper and not o.rolbypassrls

union all
select 'C6 anybody may call a function', f.proname
from functions as f
where f.schema = 'public' and has_function_privilege('anon', f.oid, 'execute')

union all
select 'C8 an update policy does not check what becomes of the row', object
from policies
where polcmd in ('w', '*') and check_expression is null

union all
select 'C9 a write policy does not compare a column with the user', object
from policies
where polcmd in ('a', 'w', '*') and polpermissive
  and coalesce(check_expression, qual) !~ '\w+ = \( ?SELECT auth\.uid\(\)'

union all
select 'C10 personal data without a purpose and a term', t.relname || '.' || a.attname
from tables as t
join pg_attribute as a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
where a.attname ~ '^(content|events|body|text|title|transcript|quote|answer|notes?|display_name|full_name|email|phone|address|birth.*|ip|user_agent)$'
  and coalesce(col_description(t.oid, a.attnum), '') !~ '^pii:\w+ .*\m[Kk]ept\M'

union all
select 'a table without row-level security', t.relname
from tables as t
where not t.relrowsecurity

union all
select 'a table without a comment', t.relname
from tables as t
where obj_description(t.oid, 'pg_class') is null

union all
select 'a foreign key without an index', k.conrelid::regclass || ' ' || k.conname
from pg_constraint as k
join tables as t on t.oid = k.conrelid
where k.contype = 'f'
  and not exists (
    select from pg_index as i
    where i.indrelid = k.conrelid and i.indpred is null
      and (i.indkey::smallint[])[0:cardinality(k.conkey) - 1] @> k.conkey
  )

union all
select 'a function that trusts the search path', f.schema || '.' || f.proname
from functions as f
where coalesce(array_to_string(f.proconfig, ','), '') !~ 'search_path=""'

union all
select 'a definer function where an API may call it', f.schema || '.' || f.proname
from functions as f
cross join api_roles as r
where f.prosecdef
  and (f.schema = 'public' or has_function_privilege(r.role, f.oid, 'execute'))

union all
select 'a visitor may use the private schema', role
from api_roles
where role <> 'service_role' and has_schema_privilege(role, 'private', 'usage')

union all
select 'a role of the API may create objects', role
from api_roles
where has_schema_privilege(role, 'public', 'create')
$$;

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
create role planted_owner;
alter table public.planted owner to planted_owner;
create function public.planted_callable() returns integer language sql set search_path = '' return 1;
grant execute on function public.planted_callable to anon;
create function public.planted_definer() returns integer language sql security definer set search_path = '' return 1;
revoke all on function public.planted_definer from public, anon, authenticated, service_role;
create function private.planted_path() returns integer language sql return 1;
revoke all on function private.planted_path from public;
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
select tests.catches('a definer function where an API may call it', 'planted_definer');
select tests.catches('a visitor may use the private schema', 'authenticated');
select tests.catches('a role of the API may create objects', 'service_role');

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
