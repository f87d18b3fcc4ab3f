import type { SqlClient } from '../../stack/database/sql-client.ts'
import type { Role } from './actors.ts'
import type { AccessData } from './attempts.ts'
import type { Catalogue, Relation } from './catalogue.ts'
import { denied, mayCall, type TableAccess } from './expectation.ts'

/** One privilege of a role, as the catalogue has it and as the access files say. */
export type Privilege = { sentence: string; isGranted: boolean; isExpected: boolean }

type Granted = { role: Role; object: string; privilege: string; granted: boolean }

/**
 * Every privilege of every role on every column, table and function. Row-level security would hide
 * a grant too many from the attempts, until the day a policy slips.
 */
export async function readPrivileges(
  client: SqlClient,
  { relations, functions }: Catalogue,
  data: AccessData,
): Promise<Privilege[]> {
  const granted = await client.query<Granted>(`
    with roles (role) as (values ('anon'), ('authenticated'), ('service_role'))
    select
      role, c.relname || '.' || a.attname as object, privilege,
      has_column_privilege(role, c.oid, a.attnum, privilege) as granted
    from roles
    cross join unnest(array['select', 'insert', 'update']) as privilege
    cross join pg_class as c
    join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
    union all
    select role, c.relname, 'delete', has_table_privilege(role, c.oid, 'delete')
    from roles
    cross join pg_class as c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
    union all
    select role, p.proname, 'execute', has_function_privilege(role, p.oid, 'execute')
    from roles
    cross join pg_proc as p
    where p.pronamespace = 'public'::regnamespace`)
  const expected = expectedPrivileges(relations, functions, data)
  return granted.map(({ role, object, privilege, granted: isGranted }) => ({
    sentence: `${role} is ${isGranted ? '' : 'not '}granted ${privilege} on ${object}`,
    isGranted,
    isExpected: role === 'service_role' || expected.has(`${role} ${privilege} ${object}`),
  }))
}

/** What the API's two public roles may, as `role privilege object`. */
function expectedPrivileges(
  relations: Relation[],
  functions: string[],
  data: AccessData,
): Set<string> {
  const tables = relations.flatMap(({ name }) => tablePrivileges(name, data.tables[name]))
  const calls = functions.flatMap((name) => {
    const access = data.functions[name]
    return (['anon', 'authenticated'] as const)
      .filter((role) => access && mayCall(role, access))
      .map((role) => `${role} execute ${name}`)
  })
  return new Set([...tables, ...calls])
}

function tablePrivileges(name: string, access: TableAccess | undefined): string[] {
  if (!access) return []
  const { columns } = access
  return [
    ...columns.select.map((column) => `authenticated select ${name}.${column}`),
    ...columns.insert.map((column) => `authenticated insert ${name}.${column}`),
    ...columns.update.map((column) => `authenticated update ${name}.${column}`),
    ...(access.delete.others === denied ? [] : [`authenticated delete ${name}`]),
  ]
}
