import type { PGlite } from '@electric-sql/pglite'
import type postgres from 'postgres'
import type { Mutex } from './mutex.ts'

/** One row as the driver returns it; `jsonb` comes parsed, timestamps come as text. */
export type Row = Record<string, unknown>

/** The few things scripts ask of a database, the same for PGlite and for a Postgres server. */
export type SqlClient = {
  /** Runs one statement with `$1`-style parameters and returns its rows. */
  query<R = Row>(sql: string, parameters?: readonly unknown[]): Promise<R[]>
  /** Runs a script of any number of statements as one transaction. */
  runScript(sql: string): Promise<void>
  /** Runs `work` on one connection between `begin` and `commit`; a throw rolls back. */
  transaction<T>(work: (client: SqlClient) => Promise<T>): Promise<T>
}

type PgliteQueries = Pick<PGlite, 'query' | 'exec'>

function overPgliteQueries(driver: PgliteQueries): Pick<SqlClient, 'query' | 'runScript'> {
  return {
    async query<R>(sql: string, parameters: readonly unknown[] = []) {
      const { rows } = await driver.query<R>(sql, [...parameters])
      return rows
    },
    async runScript(sql) {
      await driver.exec(sql)
    },
  }
}

/** A client that waits for PGlite's single connection, as everybody else has to. */
export function overPglite(driver: PGlite, mutex: Mutex): SqlClient {
  return {
    query: (sql, parameters) =>
      mutex.runExclusive(() => overPgliteQueries(driver).query(sql, parameters)),
    runScript: (sql) =>
      mutex.runExclusive(() =>
        driver.transaction((inner) => overPgliteQueries(inner).runScript(sql)),
      ),
    transaction: (work) =>
      mutex.runExclusive(() =>
        driver.transaction((inner) =>
          work({ ...overPgliteQueries(inner), transaction: refuseNesting }),
        ),
      ),
  }
}

/** A client over a pool of connections to a Postgres server. */
export function overPostgres(driver: postgres.Sql): SqlClient {
  const queries = (sql: postgres.ISql): Pick<SqlClient, 'query' | 'runScript'> => ({
    async query<R>(text: string, parameters: readonly unknown[] = []) {
      const rows = await sql.unsafe(text, parameters as postgres.ParameterOrJSON<never>[])
      return [...rows] as unknown as R[]
    },
    async runScript(text) {
      await sql.unsafe(text).simple()
    },
  })
  return {
    ...queries(driver),
    transaction: async (work) => {
      const result = await driver.begin((inner) =>
        work({ ...queries(inner), transaction: refuseNesting }),
      )
      return result as Awaited<ReturnType<typeof work>>
    },
  }
}

function refuseNesting(): never {
  throw new Error('A transaction cannot begin inside another one')
}
