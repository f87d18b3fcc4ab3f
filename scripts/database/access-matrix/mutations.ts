import type { SqlClient } from '../../stack/database/sql-client.ts'
import type { Report } from '../report.ts'
import type { SuiteDatabase } from '../suite-database.ts'
import { rowAndCallAttempts } from './attempts.ts'
import { type Catalogue, readCatalogue } from './catalogue.ts'
import { denied, mayCall } from './expectation.ts'
import { accessData, rolledBack, surprises } from './matrix.ts'
import { readPrivileges } from './privileges.ts'

/** A way to break the schema's defences, which somebody has to notice. */
type Mutation = { sentence: string; statement: string; table: string }

/**
 * Breaks every defence in turn and demands that somebody notices: of policies the matrix, or a
 * house rule where grants make the fault unobservable; of grants the reading of privileges.
 */
export async function checkMutations(database: SuiteDatabase, report: Report): Promise<string> {
  const catalogue = await readCatalogue(database)
  const attempts = rowAndCallAttempts(catalogue, accessData)
  const count = { matrix: 0, rules: 0, privileges: 0 }

  // Whatever is noticed below must come of the mutation alone.
  const baseline = await surprises(database, attempts)
  report.check(
    baseline.length === 0,
    'the unbroken schema surprises nobody',
    baseline.map(({ attempt }) => attempt.sentence).join('\n'),
  )

  const loosened = [...(await policyMutations(database)), ...rowSecurityMutations(catalogue)]
  for (const { sentence, statement, table } of loosened) {
    // Where the fault is, it is mostly found; the other tables are asked when it is not.
    const near = attempts.filter(({ object }) => object === table)
    const far = attempts.filter(({ object }) => object !== table)
    const catcher = await rolledBack(database, async (client) => {
      await client.query(statement)
      if ((await surprises(client, near)).length > 0) return 'matrix'
      if ((await surprises(client, far)).length > 0) return 'matrix'
      const violations = await client.query('select from tests.house_rule_violations()')
      return violations.length > 0 ? 'rules' : null
    })
    if (catcher) count[catcher] += 1
    report.check(catcher !== null, `somebody notices: ${sentence}`)
  }

  const granted = grantMutations(catalogue)
  for (const { sentence, statement } of granted) {
    const isCaught = await rolledBack(database, async (client) => {
      await client.query(statement)
      const privileges = await readPrivileges(client, catalogue, accessData)
      return privileges.some(({ isGranted, isExpected }) => isGranted !== isExpected)
    })
    if (isCaught) count.privileges += 1
    report.check(isCaught, `somebody notices: ${sentence}`)
  }

  return (
    `${count.matrix + count.rules} of ${loosened.length} loosened policies caught ` +
    `(${count.matrix} by the matrix, ${count.rules} by a house rule), ` +
    `${count.privileges} of ${granted.length} grants`
  )
}

async function policyMutations(client: SqlClient): Promise<Mutation[]> {
  const policies = await client.query<{
    name: string
    table: string
    reads: boolean
    checks: boolean
  }>(`
    select
      policyname as name, tablename as table, qual is not null as reads,
      with_check is not null as checks
    from pg_policies
    where schemaname = 'public'
    order by policyname`)
  return policies.flatMap(({ name, table, reads, checks }) => {
    const target = `policy ${name} on public.${table}`
    return [
      { table, sentence: `${name} dropped`, statement: `drop ${target}` },
      ...(reads
        ? [{ table, sentence: `${name} using (true)`, statement: `alter ${target} using (true)` }]
        : []),
      ...(checks
        ? [
            {
              table,
              sentence: `${name} with check (true)`,
              statement: `alter ${target} with check (true)`,
            },
          ]
        : []),
    ]
  })
}

function rowSecurityMutations({ relations }: Catalogue): Mutation[] {
  return relations.map(({ name }) => ({
    table: name,
    sentence: `row-level security of ${name} off`,
    statement: `alter table public.${name} disable row level security`,
  }))
}

/** Each privilege that the access files do not give away, given away. */
function grantMutations({ relations, functions }: Catalogue): Omit<Mutation, 'table'>[] {
  const mutation = (right: string, object: string, role: string) => ({
    sentence: `${right} on ${object} granted to ${role}`,
    statement: `grant ${right} on ${object} to ${role}`,
  })
  const roles = ['anon', 'authenticated'] as const
  const rights = ['select', 'insert', 'update', 'delete']
  return roles.flatMap((role) => [
    ...relations.flatMap(({ name, columns }) =>
      rights
        .filter((right) => role === 'anon' || !isWholeTableGranted(name, right, columns.length))
        .map((right) => mutation(right, `public.${name}`, role)),
    ),
    ...functions
      .filter((name) => !isCallGranted(name, role))
      .map((name) => mutation('execute', `function public.${name}`, role)),
  ])
}

function isCallGranted(name: string, role: 'anon' | 'authenticated'): boolean {
  const access = accessData.functions[name]
  return access !== undefined && mayCall(role, access)
}

function isWholeTableGranted(table: string, right: string, columnCount: number): boolean {
  const access = accessData.tables[table]
  if (!access) return false
  if (right === 'delete') return access.delete.others !== denied
  if (right === 'select') return access.columns.select.length === columnCount
  return false
}
