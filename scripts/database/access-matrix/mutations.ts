import type { SqlClient } from '../../stack/database/sql-client.ts'
import type { Report } from '../report.ts'
import type { SuiteDatabase } from '../suite-database.ts'
import { rowAndCallAttempts } from './attempts.ts'
import { type Catalogue, readCatalogue } from './catalogue.ts'
import { accessData, rolledBack, surprises } from './matrix.ts'
import { expectedPrivileges, nameOf, readPrivileges, type Right } from './privileges.ts'

/** A way to break the schema's defences, which somebody has to notice. */
type Mutation = { sentence: string; statement: string; table: string }

/**
 * Breaks every defence in turn and demands that somebody notices: of policies the matrix, or a
 * house rule where grants make the fault unobservable; of grants the reading of privileges.
 */
export async function checkMutations(database: SuiteDatabase, report: Report): Promise<string> {
  const catalogue = await readCatalogue(database)
  const attempts = rowAndCallAttempts(catalogue, accessData)
  const count = { matrix: 0, rules: 0 }

  // Whatever is noticed below must come of the mutation alone.
  const baseline = await surprises(database, attempts)
  report.check(
    baseline.length === 0,
    'the unbroken schema surprises nobody',
    baseline.map(({ attempt }) => attempt.sentence).join('\n'),
  )

  const loosened = [...(await policyMutations(database)), ...rowSecurityMutations(catalogue)]
  for (const { sentence, statement, table } of loosened) {
    // Where the fault is, it is mostly found; all other tables take longest, and are asked last.
    const near = attempts.filter(({ object }) => object === table)
    const far = attempts.filter(({ object }) => object !== table)
    const catcher = await rolledBack(database, async (client) => {
      await client.query(statement)
      if ((await surprises(client, near)).length > 0) return 'matrix'
      const violations = await client.query('select from tests.house_rule_violations()')
      if (violations.length > 0) return 'rules'
      return (await surprises(client, far)).length > 0 ? 'matrix' : null
    })
    if (catcher) count[catcher] += 1
    report.check(catcher !== null, `somebody notices: ${sentence}`)
  }

  const turned = await checkTurnedRights(database, catalogue, report)

  return (
    `${count.matrix + count.rules} of ${loosened.length} loosened policies caught ` +
    `(${count.matrix} by the matrix, ${count.rules} by a house rule), ` +
    `${turned} rights turned around`
  )
}

/**
 * Gives the public roles every right on a column, table or function that they are to lack, one by one
 * and by whole tables, and takes every one that they are to have. The reading of privileges has to name
 * each of them.
 */
async function checkTurnedRights(
  database: SuiteDatabase,
  catalogue: Catalogue,
  report: Report,
): Promise<number> {
  const expected = expectedPrivileges(catalogue, accessData)
  const rights = publicRights(catalogue)
  const lacked = rights.filter((right) => !expected.has(nameOf(right)))
  const had = rights.filter((right) => expected.has(nameOf(right)))
  const turns = [
    { turn: 'given', turned: lacked, statements: lacked.map(grant) },
    { turn: 'given with its table', turned: lacked, statements: wholeGrants },
    { turn: 'taken', turned: had, statements: had.map(revoke) },
  ]
  for (const { turn, turned, statements } of turns) {
    const noticed = await rolledBack(database, async (client) => {
      for (const statement of statements) await client.query(statement)
      const read = await readPrivileges(client, catalogue, accessData)
      return new Set(
        read.filter(({ isGranted, isExpected }) => isGranted !== isExpected).map(nameOf),
      )
    })
    const unnoticed = turned.map(nameOf).filter((name) => !noticed.has(name))
    report.check(
      turned.length > 0 && unnoticed.length === 0,
      `somebody notices each of ${turned.length} rights that is ${turn}`,
      unnoticed.join('\n'),
    )
  }
  return rights.length
}

const wholeGrants = [
  'grant all on all tables in schema public to anon, authenticated',
  'grant execute on all functions in schema public to anon, authenticated',
]

/** Every right there is for the two public roles. */
function publicRights({ relations, functions }: Catalogue): Right[] {
  return (['anon', 'authenticated'] as const).flatMap((role) => [
    ...relations.flatMap(({ name, columns }) => [
      { role, privilege: 'delete', object: name },
      ...columns.flatMap((column) =>
        ['select', 'insert', 'update'].map((privilege) => ({
          role,
          privilege,
          object: `${name}.${column}`,
        })),
      ),
    ]),
    ...functions.map((object) => ({ role, privilege: 'execute', object })),
  ])
}

function grant(right: Right): string {
  return `grant ${subjectOf(right)} to ${right.role}`
}

function revoke(right: Right): string {
  return `revoke ${subjectOf(right)} from ${right.role}`
}

function subjectOf({ privilege, object }: Right): string {
  if (privilege === 'execute') return `execute on function public.${object}`
  const [table, column] = object.split('.')
  return `${privilege} ${column === undefined ? '' : `(${column})`} on public.${table}`
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
  const tables = relations.filter(({ isView }) => !isView)
  return tables.map(({ name }) => ({
    table: name,
    sentence: `row-level security of ${name} off`,
    statement: `alter table public.${name} disable row level security`,
  }))
}
