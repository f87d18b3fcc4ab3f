import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai'
import { ModelFailure } from '../../domain/model.ts'

/** What went wrong upstream, in our words; the provider's may quote the visitor's. */
export function failureOf(error: unknown): unknown {
  if (error instanceof ModelFailure) return error
  if (error instanceof APIConnectionTimeoutError) return new ModelFailure('total_timeout')
  if (error instanceof APIConnectionError) return new ModelFailure('connection')
  if (error instanceof APIError) {
    const status: unknown = error.status
    const headers: unknown = error.headers
    return new ModelFailure('status', {
      status: typeof status === 'number' ? status : undefined,
      retryAfterMs: headers instanceof Headers ? retryAfterMs(headers) : undefined,
    })
  }
  return error
}

/** `Retry-After`, in both of its forms, as milliseconds from now. */
function retryAfterMs(headers: Headers): number | undefined {
  const text = headers.get('retry-after')
  if (text === null) return undefined
  const seconds = Number(text)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - Date.now()
  return Number.isFinite(ms) && ms >= 0 ? Math.round(ms) : undefined
}
