import type postgres from 'postgres'

/** What the platform gives a signed-in visitor's statement before it is cancelled. */
const visitorTimeout = '8s'

/**
 * Runs `work` as the Data API runs a request: in a transaction, in the visitor's role, with the
 * visitor's claims and the platform's time limit.
 */
export async function asVisitor<T>(
  sql: postgres.Sql,
  visitor: string,
  work: (transaction: postgres.TransactionSql) => Promise<T>,
): Promise<T> {
  const result = await sql.begin(async (transaction) => {
    await transaction`
      select tests.act_as(${visitor}, true), set_config('statement_timeout', ${visitorTimeout}, true)`
    return work(transaction)
  })
  return result as T
}

/** Runs `work` as the functions run it: in a transaction, in the server's role. */
export async function asServer<T>(
  sql: postgres.Sql,
  work: (transaction: postgres.TransactionSql) => Promise<T>,
): Promise<T> {
  const result = await sql.begin(async (transaction) => {
    await transaction`select tests.act_as_role('service_role')`
    return work(transaction)
  })
  return result as T
}

/** How long something takes, in milliseconds. A statement that runs out of time has taken that long. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === queryCanceled)) throw error
  }
  return performance.now() - startedAt
}

const queryCanceled = '57014'
