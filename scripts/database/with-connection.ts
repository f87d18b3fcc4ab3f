import postgres from 'postgres'

/** Runs `work` on a connection of its own, which is open by then and has done nothing yet. */
export async function withConnection<T>(
  databaseUrl: string,
  work: (sql: postgres.Sql) => Promise<T>,
): Promise<T> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined })
  try {
    await sql`select 1`
    return await work(sql)
  } finally {
    await sql.end()
  }
}
