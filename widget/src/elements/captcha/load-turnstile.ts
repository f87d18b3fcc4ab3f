import { loadOnce } from '../../load-once.ts'
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
  if (!turnstileOf(window as object)) await loadScript()
  const turnstile = turnstileOf(window as object)
  if (!turnstile) throw new ConversationError('captcha_blocked')
  return turnstile
})

async function loadScript(): Promise<void> {
  const script = document.createElement('script')
  script.src = address
  await new Promise<void>((resolve, reject) => {
    const block = () => reject(new ConversationError('captcha_blocked'))
    script.onload = () => resolve()
    script.onerror = block
    setTimeout(block, patienceMs)
    document.head.append(script)
  }).finally(() => script.remove())
}
