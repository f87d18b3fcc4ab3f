import { PostgrestClient } from '@supabase/postgrest-js'
import * as v from 'valibot'
import { ProblemError } from '../problem-error.ts'
import type { Database } from './database.types.ts'

export type DatabaseOptions = {
  supabaseUrl: string
  /** Calls run as `service_role`, the only role that may call our SQL functions. */
  secretKey: string
  /** How long one call may take, in milliseconds. @defaultValue 10000 */
  timeoutMs?: number
}

type Functions = Database['public']['Functions']

/**
 * Calls one SQL function and validates what it answers; a function without a result answers null.
 *
 * @throws ProblemError `database_unavailable` when the database cannot be reached
 */
export type CallFunction = <Name extends keyof Functions, Schema extends v.GenericSchema>(
  name: Name,
  parameters: Functions[Name]['Args'],
  schema: Schema,
) => Promise<v.InferOutput<Schema>>

/** A caller of our SQL functions, over the Data API. */
export function functionCaller(options: DatabaseOptions): CallFunction {
  const { supabaseUrl, secretKey, timeoutMs = 10_000 } = options
  const client = new PostgrestClient<Database>(`${supabaseUrl}/rest/v1`, {
    // Such a key is no JWT: as a bearer token it would be refused.
    headers: { apikey: secretKey },
    timeout: timeoutMs,
    // Who calls knows what may be tried again, and when.
    retry: false,
  })
  return async (name, parameters, schema) => {
    const { data, error, status } = await client.rpc(name, parameters)
    if (error !== null) throw databaseError(name, { status, code: error.code })
    return v.parse(schema, data)
  }
}

/** A database that cannot be reached is a problem of its own; anything else is a fault of ours. */
function databaseError(name: string, { status, code }: { status: number; code: string }): Error {
  // Postgres counts connections, resources and its own shutdown in classes 08, 53 and 57.
  const isUnavailable = status === 0 || status >= 502 || /^(08|53|57|PGRST00)/u.test(code)
  if (!isUnavailable) return new Error(`${name} failed: ${status} ${code}`)
  return new ProblemError('database_unavailable', 'The database cannot be reached.', {
    retryAfterMs: 2000,
  })
}
