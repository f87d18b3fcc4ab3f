import type { Captcha } from '@visavis/shared/wire/session.ts'
import { ConversationError } from '../../transports/conversation-error.ts'
import type { CompanionHost } from '../companion/companion-host.ts'
import type { VisavisPanel } from '../panel/panel.ts'
import { loadTurnstile, type Turnstile } from './load-turnstile.ts'

/** So long a challenge may stand there unsolved, in milliseconds. */
const patienceMs = 180_000

/** Turnstile is 300 pixels wide unless it is told to be compact. */
const flexibleWidth = 300

type Place = { readonly host: CompanionHost; readonly panel: VisavisPanel }

/**
 * Lets a new visitor show that they are human; most do without lifting a finger. It has failed once
 * the element is gone, or the panel is closed over a challenge that wants a hand.
 *
 * @param abandoned - Nobody waits for the token any more.
 * @returns the token for Auth
 * @throws ConversationError `captcha_blocked` or `captcha_failed`
 */
export async function solveCaptcha(
  { provider, siteKey }: Captcha,
  place: Place,
  abandoned: AbortSignal,
): Promise<string> {
  if (provider !== 'turnstile') throw new ConversationError('captcha_blocked')
  const { panel } = place
  const left = new AbortController()
  const leave = () => left.abort()
  const leaving = { hostDisconnected: leave }
  panel.addController(leaving)
  abandoned.addEventListener('abort', leave)
  if (abandoned.aborted || !panel.isConnected) leave()
  const { signal } = left
  try {
    const turnstile = await Promise.race([loadTurnstile(), failureAt(signal)])
    const stand = setUp(place)
    try {
      return await challenge(turnstile, { siteKey, place, stand, signal })
    } finally {
      stand.takeDown()
    }
  } finally {
    panel.removeController(leaving)
    abandoned.removeEventListener('abort', leave)
  }
}

function failureAt(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => reject(new ConversationError('captcha_failed'))
    if (signal.aborted) fail()
    else signal.addEventListener('abort', fail)
  })
}

type Stand = {
  readonly container: HTMLElement
  readonly sentence: HTMLElement
  takeDown(): void
}

/**
 * Turnstile looks for its challenge in the document, where what lies in a shadow is not found. So it
 * is a child of the element itself, slotted through to the panel.
 */
function setUp({ host, panel }: Place): Stand {
  const box = document.createElement('div')
  const sentence = document.createElement('p')
  sentence.role = 'status'
  sentence.dir = 'auto'
  sentence.style.cssText = 'margin: 0 var(--_gutter) 8px; font-size: 14px'
  const slot = document.createElement('slot')
  slot.name = 'captcha'
  box.append(sentence, slot)
  const container = document.createElement('div')
  container.slot = 'captcha'
  container.style.cssText = 'margin: 0 10px'
  host.append(container)
  const detach = panel.attach({ element: box, place: 'above-composer' })
  return {
    container,
    sentence,
    takeDown() {
      container.remove()
      detach()
    },
  }
}

type Challenge = {
  readonly siteKey: string
  readonly place: Place
  readonly stand: Stand
  /** The visitor has left. */
  readonly signal: AbortSignal
}

async function challenge(
  turnstile: Turnstile,
  { siteKey, place, stand, signal }: Challenge,
): Promise<string> {
  const { host, panel } = place
  const { container, sentence } = stand
  let widgetId: string | null | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const settled = new AbortController()
  try {
    return await new Promise<string>((resolve, reject) => {
      const fail = () => reject(new ConversationError('captcha_failed'))
      timer = setTimeout(fail, patienceMs)
      signal.addEventListener('abort', fail)
      const ask = () => {
        // Without words the challenge speaks for itself.
        void panel.words.loadRareWords().then(
          ({ humanCheck }) => (sentence.textContent = humanCheck),
          () => undefined,
        )
        host.addEventListener('visavis-panel-close', fail, { signal: settled.signal })
        if (!panel.open) fail()
      }
      widgetId = turnstile.render(container, {
        sitekey: siteKey,
        language: panel.language,
        theme: host.theme === 'light' || host.theme === 'dark' ? host.theme : 'auto',
        size: container.clientWidth < flexibleWidth ? 'compact' : 'flexible',
        appearance: 'interaction-only',
        retry: 'never',
        callback: resolve,
        'error-callback': () => (fail(), true),
        'expired-callback': fail,
        'timeout-callback': fail,
        'unsupported-callback': fail,
        'before-interactive-callback': ask,
      })
      // It draws nothing where it finds fault with the page; the element may be gone from it by now.
      if (!widgetId || !container.isConnected) fail()
    })
  } catch (error) {
    // It throws, for instance, at a key that is none.
    throw error instanceof ConversationError ? error : new ConversationError('captcha_failed')
  } finally {
    clearTimeout(timer)
    settled.abort()
    if (widgetId) turnstile.remove(widgetId)
  }
}
