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
  return sent.includes(named) ? named : firstNamed(words, sent)
}

function firstNamed(words: string, names: readonly string[]): string | undefined {
  let first: { name: string; at: number } | undefined
  for (const name of names) {
    const at = words.search(new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'u'))
    if (at >= 0 && (first === undefined || at < first.at)) first = { name, at }
  }
  return first?.name
}
