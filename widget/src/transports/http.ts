import * as v from 'valibot'
import { ConversationError, errorOf } from './conversation-error.ts'

export type Fetch = typeof fetch

/** After this long without an answer a call counts as lost; event streams have their own clock. */
const timeoutMs = 20_000

/** Fetches; null when the server was not reached. */
export async function send(fetch: Fetch, url: string, init: RequestInit): Promise<Response | null> {
  try {
    return await fetch(url, {
      signal: AbortSignal.timeout(timeoutMs),
      // The page's own cookies are none of this server's business.
      credentials: 'omit',
      ...init,
    })
  } catch {
    return null
  }
}

/**
 * Fetches, and throws unless the status is a good one.
 *
 * @throws ConversationError
 */
export async function call(fetch: Fetch, url: string, init: RequestInit = {}): Promise<Response> {
  const response = await send(fetch, url, init)
  if (response?.ok) return response
  throw response ? await errorOf(response) : new ConversationError('offline')
}

/** A call's JSON body, if it has the shape. @throws ConversationError */
export async function readJson<Schema extends v.GenericSchema>(
  response: Response,
  schema: Schema,
): Promise<v.InferInput<Schema>> {
  const body: unknown = await response.json().catch(() => undefined)
  if (!v.is(schema, body)) throw new ConversationError('protocol_error')
  return body
}

/** The parts of a call that carries JSON. */
export function jsonInit(method: 'POST' | 'PATCH', body: unknown): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
