import { actorNames, type ActorName, actors, uuidOf } from './actors.ts'
import type { Catalogue, Relation } from './catalogue.ts'
import {
  denied,
  expectedFor,
  type FunctionAccess,
  type Outcome,
  outcomeOf,
  reached,
  type TableAccess,
} from './expectation.ts'

/** One thing somebody tries, and what should come of it. */
export type Attempt = {
  sentence: string
  /** The table or function it is tried on. */
  object: string
  role: string
  claims: Record<string, unknown> | null
  command: string
  /** The table a command may change; null for a query, whose value counts. */
  watched: string | null
  expected: { code: string } | { rows: number } | { value: unknown }
}

/** What the access files say, by name of table or function. */
export type AccessData = {
  tables: Record<string, TableAccess>
  /** What the server reads, nobody else, and nobody writes to. */
  views: readonly string[]
  functions: Record<string, FunctionAccess>
}

/** Objects of the catalogue nobody has said anything about, and things said of no object. */
export function unmentioned({ relations, functions }: Catalogue, data: AccessData): string[] {
  const known = (names: string[], said: readonly string[], kind: string) => [
    ...names.filter((name) => !said.includes(name)).map((name) => `${kind} ${name}`),
    ...said
      .filter((name) => !names.includes(name))
      .map((name) => `${kind} ${name}, which does not exist`),
  ]
  const namesOf = (kind: Relation[]) => kind.map(({ name }) => name)
  return [
    ...known(namesOf(relations.filter(({ isView }) => !isView)), Object.keys(data.tables), 'table'),
    ...known(namesOf(relations.filter(({ isView }) => isView)), data.views, 'view'),
    ...known(functions, Object.keys(data.functions), 'function'),
  ]
}

/**
 * Who tries column by column. A grant on a column is a role's, and those of all roles are read from the
 * catalogue: these show that what is read there holds, for a visitor, an operator and the server.
 */
const columnActors = ['guest', 'member', 'server'] as const satisfies ActorName[]

/** Every table and function × operation × actor, and column by column. */
export function allAttempts(catalogue: Catalogue, data: AccessData): Attempt[] {
  const columns = columnActors.flatMap((actor) =>
    catalogue.relations.flatMap((relation) => {
      const access = data.tables[relation.name]
      return access ? columnAttempts({ actor, relation, access }) : []
    }),
  )
  return [...rowAndCallAttempts(catalogue, data), ...columns]
}

/** The attempts that a policy decides, rather than a grant on a column. */
export function rowAndCallAttempts(catalogue: Catalogue, data: AccessData): Attempt[] {
  return actorNames.flatMap((actor) => [
    ...catalogue.relations.flatMap((relation) => {
      if (relation.isView) return [viewAttempt(actor, relation)]
      const access = data.tables[relation.name]
      return access ? tableAttempts({ actor, relation, access }) : []
    }),
    ...catalogue.functions.flatMap((name) => {
      const access = data.functions[name]
      return access ? [functionAttempt({ actor, name, access })] : []
    }),
  ])
}

type Context = { actor: ActorName; relation: Relation; access: TableAccess }

function tableAttempts(context: Context): Attempt[] {
  return [
    ...readings(context),
    ...rowAttempts(context),
    ...insertions(context),
    ...blindAttempts(context),
  ]
}

function readings({ actor, relation, access }: Context): Attempt[] {
  const expected = reached(expectedFor(access.select, actor), Object.keys(access.rows))
  const cases = Object.entries(access.rows).map(
    ([row, where]) =>
      `case when exists (select from public.${relation.name} where ${where}) then ${quote(row)} end`,
  )
  const command = `
    select jsonb_build_object(
      'rows', to_jsonb(array_remove(array[${cases.join(', ')}], null)),
      'count', (select count(*) from public.${relation.name})
    )`
  return [
    {
      ...who(actor),
      object: relation.name,
      sentence: `${actor} selects rows of ${relation.name}`,
      command,
      watched: null,
      expected:
        expected === denied
          ? { code: denied }
          : { value: { rows: expected, count: expected.length } },
    },
  ]
}

function viewAttempt(actor: ActorName, { name }: Relation): Attempt {
  return {
    ...who(actor),
    object: name,
    sentence: `${actor} selects from ${name}`,
    command: `select to_jsonb(count(*) >= 0) from public.${name}`,
    watched: null,
    expected: actor === 'server' ? { value: true } : { code: denied },
  }
}

/** Each column: may it be named in a select, may it be written. */
function columnAttempts({ actor, relation, access }: Context): Attempt[] {
  const may = (columns: readonly string[], column: string) =>
    actor === 'server' || (actors[actor].role === 'authenticated' && columns.includes(column))
  const changed = reached(expectedFor(access.update, actor), Object.keys(access.rows)).length
  return relation.columns.flatMap((column): Attempt[] => [
    {
      ...who(actor),
      object: relation.name,
      sentence: `${actor} selects ${relation.name}.${column}`,
      command: `select to_jsonb(count(${column}) >= 0) from public.${relation.name}`,
      watched: null,
      expected: may(access.columns.select, column) ? { value: true } : { code: denied },
    },
    {
      ...who(actor),
      object: relation.name,
      sentence: `${actor} updates ${relation.name}.${column}`,
      command: `update public.${relation.name} set ${column} = ${column}`,
      watched: `public.${relation.name}`,
      expected:
        may(access.columns.update, column) && may(access.columns.select, column)
          ? { rows: changed }
          : { code: denied },
    },
  ])
}

function rowAttempts({ actor, relation, access }: Context): Attempt[] {
  const column = access.columns.update[0] ?? relation.columns[0] ?? ''
  const watched = `public.${relation.name}`
  const attempts = Object.entries(access.rows).flatMap(([row, where]): Attempt[] => [
    {
      ...who(actor),
      object: relation.name,
      sentence: `${actor} updates ${relation.name} (${row})`,
      command: `update ${watched} set ${column} = ${column} where ${where}`,
      watched,
      expected: outcome(outcomeOf(expectedFor(access.update, actor), row)),
    },
    {
      ...who(actor),
      object: relation.name,
      sentence: `${actor} deletes from ${relation.name} (${row})`,
      command: `delete from ${watched} where ${where}`,
      watched,
      expected: outcome(outcomeOf(expectedFor(access.delete, actor), row)),
    },
  ])
  const { row, set, expect } = access.reassign
  attempts.push({
    ...who(actor),
    object: relation.name,
    sentence: `${actor} hands over ${relation.name} (${row})`,
    command: `update ${watched} set ${set} where ${access.rows[row]}`,
    watched,
    expected: outcome(expectedFor(expect, actor)),
  })
  return attempts
}

function insertions({ actor, relation, access }: Context): Attempt[] {
  const watched = `public.${relation.name}`
  return Object.entries(access.inserts).flatMap(([what, { values, expect, upsert }]): Attempt[] => {
    const columns = Object.keys(values)
    const insert = `insert into ${watched} (${columns.join(', ')}) values (${Object.values(values).join(', ')})`
    const assignments = columns.map((column) => `${column} = excluded.${column}`).join(', ')
    return [
      {
        ...who(actor),
        object: relation.name,
        sentence: `${actor} inserts into ${relation.name}: ${what}`,
        command: insert,
        watched,
        expected: outcome(expectedFor(expect, actor)),
      },
      {
        ...who(actor),
        object: relation.name,
        sentence: `${actor} upserts into ${relation.name}: ${what}`,
        command: `${insert} on conflict (${relation.key.join(', ')}) do update set ${assignments}`,
        watched,
        expected: outcome(expectedFor(upsert, actor)),
      },
    ]
  })
}

function blindAttempts({ actor, relation, access }: Context): Attempt[] {
  const watched = `public.${relation.name}`
  return [
    {
      ...who(actor),
      object: relation.name,
      sentence: `${actor} updates all of ${relation.name} blindly`,
      command: `update ${watched} set ${access.blindUpdate.set}`,
      watched,
      expected: outcome(expectedFor(access.blindUpdate.expect, actor)),
    },
    {
      ...who(actor),
      object: relation.name,
      sentence: `${actor} deletes all of ${relation.name} blindly`,
      command: `delete from ${watched}`,
      watched,
      expected: outcome(expectedFor(access.blindDelete, actor)),
    },
  ]
}

function functionAttempt(context: {
  actor: ActorName
  name: string
  access: FunctionAccess
}): Attempt {
  const { actor, name, access } = context
  const expected = expectedFor(access.expect, actor)
  return {
    ...who(actor),
    object: name,
    sentence: `${actor} calls ${name}`,
    // A row even of a function without a result.
    command: `select to_jsonb(count(*) = 1) from ${access.call}`,
    watched: null,
    expected: typeof expected === 'string' ? { code: expected } : { value: true },
  }
}

function who(actor: ActorName): Pick<Attempt, 'role' | 'claims'> {
  const { role, ...person } = actors[actor] as {
    role: string
    subject?: string
    isAnonymous?: boolean
  }
  if (role !== 'authenticated') return { role, claims: null }
  const sub = person.subject === undefined ? null : uuidOf(person.subject)
  return { role, claims: { sub, role, is_anonymous: person.isAnonymous ?? null } }
}

function outcome(expected: Outcome): Attempt['expected'] {
  return typeof expected === 'string' ? { code: expected } : { rows: expected }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
