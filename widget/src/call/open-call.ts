import { browserCallParts, type BrowserCallPartsOptions } from './direct/browser-call-parts.ts'
import { DirectCall, type DirectCallOptions } from './direct/direct-call.ts'
import type { Call } from './call.ts'

export type OpenCallOptions = BrowserCallPartsOptions & Omit<DirectCallOptions, 'parts'>

/** A call of the kind that the site has. */
export function openCall(options: OpenCallOptions): Call {
  return new DirectCall({ ...options, parts: browserCallParts(options) })
}
