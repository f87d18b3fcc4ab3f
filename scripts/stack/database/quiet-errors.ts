import type { PgliteConnection } from '@supabase/lite/pglite'
import type { PostgresConnection } from '@supabase/lite/postgres'

/**
 * `@supabase/lite` prints every database error whole, with the statement's parameters: what people
 * said would stand in the log. The error goes on unchanged; only its printed form becomes the code.
 */
export function printCodesOnly(connection: PgliteConnection | PostgresConnection): void {
  const normalize = connection.normalizeDbError.bind(connection)
  connection.normalizeDbError = (thrown) => {
    const error = normalize(thrown)
    if (typeof error === 'object' && error !== null && Object.isExtensible(error)) {
      const code = 'code' in error && typeof error.code === 'string' ? error.code : 'without a code'
      Object.defineProperty(error, Symbol.for('nodejs.util.inspect.custom'), {
        value: () => `Data API: the database refused a request (${code})`,
      })
    }
    return error
  }
}
