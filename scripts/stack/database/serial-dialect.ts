import type { PGlite } from '@electric-sql/pglite'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { Mutex } from './mutex.ts'

/**
 * A Kysely dialect that gives PGlite's one connection to one user at a time.
 *
 * The dialect inside `@supabase/lite` 0.10 hands the same connection to all of them, so that
 * requests which arrive together run inside one another's transactions, with one another's role
 * and claims: a visitor's request was seen to run as `service_role`.
 */
export function serialDialect(pglite: PGlite, mutex: Mutex): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new SerialDriver(pglite, mutex),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

class SerialDriver implements Driver {
  readonly #pglite: PGlite
  readonly #mutex: Mutex

  constructor(pglite: PGlite, mutex: Mutex) {
    this.#pglite = pglite
    this.#mutex = mutex
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SerialConnection> {
    return new SerialConnection(this.#pglite, await this.#mutex.acquire())
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin'))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  releaseConnection(connection: SerialConnection): Promise<void> {
    connection.end()
    return Promise.resolve()
  }

  /** Whoever opened PGlite closes it. */
  async destroy(): Promise<void> {}
}

class SerialConnection implements DatabaseConnection {
  readonly #pglite: PGlite
  readonly end: () => void

  constructor(pglite: PGlite, end: () => void) {
    this.#pglite = pglite
    this.end = end
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affectedRows } = await this.#pglite.query<R>(query.sql, [...query.parameters])
    return {
      rows,
      ...(affectedRows === undefined ? {} : { numAffectedRows: BigInt(affectedRows) }),
    }
  }

  streamQuery(): never {
    throw new Error('PGlite returns whole results only')
  }
}
