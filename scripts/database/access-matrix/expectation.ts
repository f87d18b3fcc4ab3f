import type { ActorName } from './actors.ts'

/** How many rows it concerns, or the SQLSTATE it is refused with. */
export type Outcome = number | string

/** Refused by a missing grant or by a policy's check. */
export const denied = '42501'

/** What each actor may; `others` is everybody who is not named. */
export type Expected<T> = Partial<Record<ActorName, T>> & { others: T }

/** The rows an operation reaches, or how each of them answers, or one refusal for all. */
export type Rows = readonly string[] | Readonly<Record<string, Outcome>> | typeof denied

/** What may be done with one table. An object of the catalogue without one fails the suite. */
export type TableAccess = {
  /** The fixture's rows: a name and the SQL condition that finds it. */
  rows: Record<string, string>
  /** What `authenticated` may name; `anon` may name nothing, the server everything. */
  columns: { select: readonly string[]; insert: readonly string[]; update: readonly string[] }
  select: Expected<Rows>
  update: Expected<Rows>
  delete: Expected<Rows>
  /** An update of all rows that reads none of them, which policies of `select` do not see. */
  blindUpdate: { set: string; expect: Expected<Outcome> }
  blindDelete: Expected<Outcome>
  /** Rows to add: column to SQL. With `on conflict do update` too, as the API's upsert does. */
  inserts: Record<
    string,
    { values: Record<string, string>; expect: Expected<Outcome>; upsert: Expected<Outcome> }
  >
  /** Handing a row to somebody else. */
  reassign: { set: string; row: string; expect: Expected<Outcome> }
}

/** What may be done with one function: a call that works, and who may make it. */
export type FunctionAccess = { call: string; expect: Expected<Outcome> }

/** Whether one of the API's two public roles may make a call at all. */
export function mayCall(role: 'anon' | 'authenticated', { expect }: FunctionAccess): boolean {
  return (role === 'anon' ? expectedFor(expect, 'no token') : expect.others) !== denied
}

export function expectedFor<T>(expected: Expected<T>, actor: ActorName): T {
  return expected[actor] ?? expected.others
}

/** One row's outcome of a {@link Rows}. */
export function outcomeOf(rows: Rows, row: string): Outcome {
  if (typeof rows === 'string') return rows
  if (isList(rows)) return rows.includes(row) ? 1 : 0
  return rows[row] ?? 0
}

/** The rows an operation reaches, or the refusal. */
export function reached(rows: Rows, all: readonly string[]): readonly string[] | typeof denied {
  if (typeof rows === 'string') return denied
  return all.filter((row) => outcomeOf(rows, row) === 1)
}

function isList(
  rows: readonly string[] | Readonly<Record<string, Outcome>>,
): rows is readonly string[] {
  return Array.isArray(rows)
}
