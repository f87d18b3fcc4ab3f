import { loadOnce } from '@visavis/shared/load-once.ts'
import { ConversationError } from '../../transports/conversation-error.ts'

/**
 * What is used of Cloudflare Turnstile.
 * https://developers.cloudflare.com/turnstile/get-started/client-side-rendering/
 */
export type Turnstile = {
  /** Draws a challenge into an element of the page; its id, if it could. */
  render(container: HTMLElement, options: TurnstileOptions): string | null | undefined
  remove(widgetId: string): void
}

export type TurnstileOptions = {
  readonly sitekey: string
  readonly language: string
  readonly theme: 'light' | 'dark' | 'auto'
  readonly size: 'flexible' | 'compact'
  readonly appearance: 'interaction-only'
  readonly retry: 'never'
  readonly callback: (token: string) => void
  /** True says that the page has dealt with it. */
  readonly 'error-callback': () => true
  readonly 'expired-callback': () => void
  readonly 'timeout-callback': () => void
  readonly 'unsupported-callback': () => void
  readonly 'before-interactive-callback': () => void
}

const address = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit'

/** So long a script that neither comes nor fails is waited for, in milliseconds. */
const patienceMs = 20_000

const turnstileOf = (page: { turnstile?: Turnstile }) => page.turnstile

/** Loads Turnstile's script, unless the page has it already. @throws ConversationError */
export const loadTurnstile: () => Promise<Turnstile> = loadOnce(async () => {
  if (!turnstileOf(window as object)) await loadScript().catch(() => undefined)
  const turnstile = turnstileOf(window as object)
  if (!turnstile) throw new ConversationError('captcha_blocked')
  return turnstile
})

async function loadScript(): Promise<void> {
  const script = document.createElement('script')
  script.src = trusted(address)
  await new Promise<unknown>((resolve, reject) => {
    script.onload = resolve
    script.onerror = reject
    setTimeout(reject, patienceMs)
    document.head.append(script)
  }).finally(() => script.remove())
}

type ScriptPolicy = { createScriptURL(url: string): string }
type TrustedTypes = { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy }

let policy: ScriptPolicy | undefined

/** A page may let in no script whose address has not been vouched for by a policy it knows. */
function trusted(url: string): string {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes }
  // A page may allow a name but once.
  policy ??= trustedTypes?.createPolicy('visavis-turnstile', { createScriptURL: () => url })
  return policy?.createScriptURL(url) ?? url
}
