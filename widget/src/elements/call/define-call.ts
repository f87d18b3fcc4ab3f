import { VisavisCall } from './call.ts'

/** Registers the call's element, unless another copy on the page did. */
export function defineCall(): void {
  if (!customElements.get('visavis-call')) customElements.define('visavis-call', VisavisCall)
}
