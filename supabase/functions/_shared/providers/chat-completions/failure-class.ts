import { isRedirect } from '../../domain/model.ts'
import type { ProviderError } from './provider-error.ts'
import type { Dialect, FailureClass } from './dialect.ts'

/** Codes that mean the same wherever they occur. */
const commonCodes: Readonly<Record<string, FailureClass>> = {
  insufficient_quota: 'account',
  billing_not_active: 'account',
  billing_hard_limit_reached: 'account',
  billing_error: 'account',
  payment_required: 'account',
  insufficient_credits: 'account',
  invalid_api_key: 'account',
  authentication_error: 'account',
  unauthenticated: 'account',
  permission_denied: 'account',
  permission_error: 'account',
  unsupported_country_region_territory: 'account',
  model_not_found: 'retired',
  model_decommissioned: 'retired',
  not_found_error: 'retired',
  context_length_exceeded: 'too_long',
  exceed_context_size_error: 'too_long',
  request_too_large: 'too_long',
  content_policy_violation: 'refused',
  content_filter: 'refused',
  refusal: 'refused',
}

/** How providers say that a conversation is more than the model reads. */
const tooLong =
  /context (length|window|size)|prompt is too long|reduce the length of the messages|input token count.*exceeds|range of input length|too many (input |prompt )?tokens/iu

/** How servers say that they know no such path. */
const unknownPath = /invalid url|file not found|unexpected endpoint|cannot post/iu

/** What models are called by those who no longer have one. */
const anyModel = /model|deployment|engine|function/iu

export function failureClassOf(error: ProviderError, dialect: Dialect): FailureClass {
  const { status, codes, words } = error
  const own = dialect.classify?.(error)
  if (own !== undefined) return own
  if (isWrongAddress(error)) return 'address'
  for (const codesOf of [dialect.errorCodes, commonCodes]) {
    for (const code of codes) {
      const known = codesOf !== undefined && Object.hasOwn(codesOf, code) && codesOf[code]
      if (known) return known
    }
  }
  const isOurs = status === undefined || status === 400 || status === 413 || status === 422
  if (isOurs && tooLong.test(words)) return 'too_long'
  return classOfStatus(status)
}

/** No path of this name, or none that can be posted to; who has no such model says so. */
function isWrongAddress({ status, codes, words }: ProviderError): boolean {
  if (status === 404)
    return unknownPath.test(words) || (codes.length === 0 && !anyModel.test(words))
  return status === 405 || isRedirect(status)
}

function classOfStatus(status: number | undefined): FailureClass {
  switch (status) {
    case 401:
    case 402:
    case 403:
    case 407:
      return 'account'
    case 404:
    case 410:
      return 'retired'
    case 413:
      return 'too_long'
    case 400:
    case 422:
      return 'request'
    default:
      return 'model'
  }
}
