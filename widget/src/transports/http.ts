import * as v from 'valibot'
import { ConversationError, errorOf } from './conversation-error.ts'

export type Fetch = typeof fetch

/** After this long without an answer a call counts as lost; event streams have their own clock. */
const timeoutMs = 20_000

/**
 * Fetches, and throws unless the status is a good one.
 *
 * @throws ConversationError
 */
export async function call(fetch: Fetch, url: string, init: RequestInit = {}): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, {
      signal: AbortSignal.timeout(timeoutMs),
      // The page's own cookies are none of this server's business.
      credentials: 'omit',
      ...init,
    })
  } catch {
    throw new ConversationError('offline')
  }
  if (!response.ok) throw await errorOf(response)
  return response
}

/** A call's JSON body, if it has the shape. @throws ConversationError */
export async function readJson<Schema extends v.GenericSchema>(
  response: Response,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const body: unknown = await response.json().catch(() => undefined)
  const parsed = v.safeParse(schema, body)
  if (!parsed.success) throw new ConversationError('protocol_error')
  return parsed.output
}

/** The parts of a call that carries JSON. */
export function jsonInit(method: 'POST' | 'PATCH', body: unknown): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
