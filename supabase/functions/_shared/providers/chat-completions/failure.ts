import { APIError } from 'openai/error'
import { ModelFailure, type Blame } from '../../domain/model.ts'
import { failureClassOf } from './failure-class.ts'
import { providerErrorIn, type ProviderError } from './provider-error.ts'
import { retryAfterMs } from './retry-after.ts'
import type { Dialect, FailureClass } from './dialect.ts'

const blames: Readonly<Record<FailureClass, Blame>> = {
  account: 'provider',
  model: 'model',
  retired: 'model',
  address: 'model',
  too_long: 'nobody',
  refused: 'nobody',
  request: 'nobody',
}

/** What a provider's error is in our words: an HTTP error, or one inside a stream that began well. */
export function failureOf(
  error: ProviderError,
  { dialect, kind }: { dialect: Dialect; kind: 'status' | 'upstream_error' },
): ModelFailure {
  const failureClass = failureClassOf(error, dialect)
  const details = {
    status: error.status,
    retryAfterMs: dialect.retryAfterMs?.(error) ?? retryAfterMs(error),
    blame: blames[failureClass],
    isRetired: failureClass === 'retired',
  }
  if (failureClass === 'refused') return new ModelFailure('refused', details)
  if (failureClass === 'too_long') return new ModelFailure('context_too_long', details)
  return new ModelFailure(kind, details)
}

/** The provider's error in what the SDK has thrown; undefined when it is none. */
export function providerErrorOf(thrown: unknown): ProviderError | undefined {
  if (!(thrown instanceof APIError)) return undefined
  const status: unknown = thrown.status
  const headers: unknown = thrown.headers
  if (typeof status !== 'number') return undefined
  return providerErrorIn(thrown.error, {
    status,
    headers: headers instanceof Headers ? headers : undefined,
  })
}

/** What the SDK has thrown, in our words; anything else as it is. */
export function failureOfThrown(thrown: unknown, dialect: Dialect): unknown {
  const error = providerErrorOf(thrown)
  if (error) return failureOf(error, { dialect, kind: 'status' })
  return thrown instanceof APIError ? new ModelFailure('connection') : thrown
}
