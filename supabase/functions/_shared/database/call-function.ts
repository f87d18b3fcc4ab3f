import * as v from 'valibot'
import { ProblemError } from '../problem-error.ts'
import { noTracer, traceHeaders, type Tracer } from '../tracer.ts'
import type { Database } from './database.types.ts'

export type DatabaseOptions = {
  supabaseUrl: string
  /** Calls run as `service_role`, the only role that may call our SQL functions. */
  secretKey: string
  /** @defaultValue `noTracer` */
  tracer?: Tracer | undefined
}

type Functions = Database['public']['Functions']

/**
 * Calls one SQL function and validates what it answers; a function without a result answers null. A
 * call may take ten seconds, or as many milliseconds as `timeoutMs`.
 *
 * @throws ProblemError `database_unavailable` when the database cannot be reached
 */
export type CallFunction = <Name extends keyof Functions, Schema extends v.GenericSchema>(
  name: Name,
  parameters: Functions[Name]['Args'],
  schema: Schema,
  timeoutMs?: number,
) => Promise<v.InferOutput<Schema>>

/**
 * A caller of our SQL functions, over the Data API. A client library does no more for such a call
 * than this, and takes a third of its time again.
 */
export function functionCaller(options: DatabaseOptions): CallFunction {
  const { supabaseUrl, secretKey, tracer = noTracer } = options
  // Such a key is no JWT: as a bearer token it would be refused.
  const headers = { apikey: secretKey, 'content-type': 'application/json' }

  /** Who calls knows what may be tried again, and when: nothing is here. */
  async function post(name: string, parameters: object, timeoutMs: number): Promise<Answer> {
    const timeout = new AbortController()
    const timer = setTimeout(() => timeout.abort(), timeoutMs)
    try {
      const response = await fetch(`${supabaseUrl}/rest/v1/rpc/${name}`, {
        method: 'POST',
        headers: { ...headers, ...traceHeaders() },
        body: JSON.stringify(parameters),
        signal: timeout.signal,
      })
      const text = await response.text()
      return { status: response.status, data: text === '' ? null : (JSON.parse(text) as unknown) }
    } catch {
      // Nobody answered in time, or somebody who is no database.
      return unreachable
    } finally {
      clearTimeout(timer)
    }
  }

  return (name, parameters, schema, timeoutMs = 10_000) => {
    const attributes = { 'db.system.name': 'postgresql', 'db.stored_procedure.name': name }
    return tracer.span({ name, kind: 'client', attributes }, async (note) => {
      const { status, data } = await post(name, parameters, timeoutMs)
      note({ 'http.response.status_code': status })
      if (status < 200 || status > 299) throw databaseError(name, status, data)
      return v.parse(schema, data)
    })
  }
}

type Answer = { status: number; data: unknown }

const unreachable: Answer = { status: 0, data: null }

const DataApiError = v.object({ code: v.string() })

/** A database that cannot be reached is a problem of its own; anything else is a fault of ours. */
function databaseError(name: string, status: number, data: unknown): Error {
  const code = v.is(DataApiError, data) ? data.code : ''
  // Postgres counts connections, resources and its own shutdown in classes 08, 53 and 57.
  const isUnavailable = status === 0 || status >= 502 || /^(08|53|57|PGRST00)/u.test(code)
  if (!isUnavailable) return new Error(`${name} failed: ${status} ${code}`)
  return new ProblemError('database_unavailable', 'The database cannot be reached.', {
    retryAfterMs: 2000,
  })
}
