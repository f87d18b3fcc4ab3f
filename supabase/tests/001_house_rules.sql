-- The house's own lints over the catalogue: each row is a violation. That the access matrix
-- mentions every object (C7) is checked where the matrix is.

create or replace function tests.house_rule_violations() returns table (rule text, object text)
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
grants as (
  select c.relname as object, g.grantee, g.privilege_type, true as is_whole
  from pg_class as c
  cross join lateral aclexplode(c.relacl) as g
  where c.relnamespace = 'public'::regnamespace
  union all
  select c.relname || '.' || a.attname, g.grantee, g.privilege_type, false
  from pg_class as c
  join pg_attribute as a on a.attrelid = c.oid
  cross join lateral aclexplode(a.attacl) as g
  where c.relnamespace = 'public'::regnamespace
),
functions as (
  select
    p.oid, p.proname, p.proowner, p.prosecdef, p.pronamespace::regnamespace::text as schema, p.proconfig,
    array_length(string_to_array(btrim(p.prosrc, E'\n'), E'\n'), 1) as lines
  from pg_proc as p
  where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace, 'ops'::regnamespace)
),
views as (
  select c.oid, c.relname, c.reloptions
  from pg_class as c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm')
)

select 'C1 a select policy lets everything through', object
from policies
where polcmd in ('r', '*') and polpermissive and qual = 'true'

union all
select 'C2 a policy is for everybody', object
from policies
where polroles = '{0}'

union all
select 'C3 a role of the API may truncate, reference, trigger or maintain', r.role || ' ' || t.relname
from tables as t
cross join api_roles as r
where has_table_privilege(r.role, t.oid, 'truncate')
   or has_table_privilege(r.role, t.oid, 'references')
   or has_table_privilege(r.role, t.oid, 'trigger')
   or has_table_privilege(r.role, t.oid, 'maintain')

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
select 'a view that reads with its owner''s rights', v.relname
from views as v
where not coalesce(v.reloptions @> array['security_invoker=true'], false)

union all
select 'a view, or a column of one, without a comment', v.relname || coalesce('.' || a.attname, '')
from views as v
join pg_attribute as a on a.attrelid = v.oid and a.attnum > 0
where obj_description(v.oid, 'pg_class') is null or col_description(v.oid, a.attnum) is null

union all
select 'what an operator may do is in reach of an API', r.role || ' ' || f.proname
from functions as f
cross join api_roles as r
where f.schema = 'ops'
  and (has_schema_privilege(r.role, 'ops', 'usage') or has_function_privilege(r.role, f.oid, 'execute'))

union all
select 'a function of the operator''s without a comment', f.proname
from functions as f
where f.schema = 'ops' and obj_description(f.oid, 'pg_proc') is null

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
select 'a function of more than 40 lines', f.schema || '.' || f.proname
from functions as f
where f.lines > 40

union all
-- The server may call one in private: what it hands over there has been checked before.
select 'a definer function where an API may call it', f.schema || '.' || f.proname
from functions as f
cross join api_roles as r
where f.prosecdef
  and (f.schema = 'public' or r.role <> 'service_role' and has_function_privilege(r.role, f.oid, 'execute'))

union all
select 'somebody without a token is granted something', g.privilege_type || ' ' || g.object
from grants as g
where g.grantee in (0, 'anon'::regrole)

union all
select 'a visitor is granted more of a whole table than to delete from it', g.privilege_type || ' ' || g.object
from grants as g
where g.is_whole and g.grantee = 'authenticated'::regrole and g.privilege_type <> 'DELETE'

union all
select 'something is not owned by the role that migrates', o.object
from (
  select t.relname, t.relowner from tables as t
  union all
  select f.schema || '.' || f.proname, f.proowner from functions as f
) as o (object, owner)
where o.owner <> (select n.nspowner from pg_namespace as n where n.nspname = 'private')

union all
select 'a visitor may use the private schema', role
from api_roles
where role <> 'service_role' and has_schema_privilege(role, 'private', 'usage')

union all
-- The Data API names the type of what a request writes.
select 'the type of a column cannot be named by who may write to it', r.role || ' ' || t.relname || '.' || a.attname
from tables as t
join pg_attribute as a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
join pg_type as y on y.oid = a.atttypid
cross join api_roles as r
where has_column_privilege(r.role, t.oid, a.attnum, 'insert, update')
  and not (has_schema_privilege(r.role, y.typnamespace, 'usage') and has_type_privilege(r.role, y.oid, 'usage'))

union all
select 'a role of the API may create objects', role
from api_roles
where has_schema_privilege(role, 'public', 'create')
$$;
