/**
 * Where tests that want a stack keep their data: in a PGlite of their own or, when the shell says
 * `DATABASE_URL=postgres://… npm test`, in that Postgres, which they fill with visitors.
 */
export function testDatabase(): { databaseUrl?: string } {
  const databaseUrl = process.env['DATABASE_URL']
  return databaseUrl ? { databaseUrl } : {}
}
