import type { ProviderError } from './provider-error.ts'

/** How providers say that they do not want to hear of a field. */
const rejection =
  /unsupported|not supported|(does|do) not support|unknown|unrecogni[sz]ed|not permitted|not allowed|not one of the allowed|must be one of|deprecated|cannot find field|cannot both be/iu

const rejectionCodes: ReadonlySet<string> = new Set([
  'unsupported_parameter',
  'unsupported_value',
  'unknown_parameter',
])

/**
 * The field of a request that was refused because of this very field; undefined when it was not, or
 * when the field cannot be done without.
 *
 * @param sent - the names of the request's fields that can be left out
 */
export function rejectedParameter(
  { status, codes, words, parameter }: ProviderError,
  sent: readonly string[],
): string | undefined {
  if (status !== 400 && status !== 422) return undefined
  if (!rejection.test(words) && !codes.some((code) => rejectionCodes.has(code))) return undefined
  const [named = ''] = parameter?.split('.') ?? []
  if (sent.includes(named)) return named
  return words.split(/[^\w-]+/u).find((word) => sent.includes(word))
}
