import type { SqlClient } from '../../stack/database/sql-client.ts'
import type { Role } from './actors.ts'
import type { AccessData } from './attempts.ts'
import type { Catalogue } from './catalogue.ts'
import { denied, mayCall, type TableAccess } from './expectation.ts'

/** Something a role may do. */
export type Right = {
  role: Role
  privilege: string
  /** A function or a table; `table.column` where it is a right on a column. */
  object: string
}

/** A right as the catalogue has it and as the access files say. */
export type Privilege = Right & { sentence: string; isGranted: boolean; isExpected: boolean }

type Granted = Right & { granted: boolean }

/** As `role privilege object`. */
export function nameOf({ role, privilege, object }: Right): string {
  return `${role} ${privilege} ${object}`
}

/**
 * Every privilege of every role on every column, table and function. Row-level security would hide
 * a grant too many from the attempts, until the day a policy slips.
 */
export async function readPrivileges(
  client: SqlClient,
  catalogue: Catalogue,
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
  const expected = expectedPrivileges(catalogue, data)
  const mayServer = ({ privilege, object }: Right) =>
    privilege === 'select' || !data.views.includes(object.split('.', 1)[0] ?? '')
  return granted.map(({ granted: isGranted, ...right }) => ({
    ...right,
    sentence: `${right.role} is ${isGranted ? '' : 'not '}granted ${right.privilege} on ${right.object}`,
    isGranted,
    isExpected: right.role === 'service_role' ? mayServer(right) : expected.has(nameOf(right)),
  }))
}

/** What the API's two public roles may, as {@link nameOf} names it. */
export function expectedPrivileges(
  { relations, functions }: Catalogue,
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
