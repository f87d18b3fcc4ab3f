import type { SessionRequest } from '@visavis/shared/wire/session.ts'
import { tell } from '../mistakes/owner-mistakes.ts'
import { ConversationError } from './conversation-error.ts'
import { Patience } from './patience.ts'

/** How long a server that warms up is asked again before the visitor is told, in milliseconds. */
const patienceMs = 20_000

/** What a session that did not open was asked for. */
export type SessionTrouble<Answer> = {
  readonly apiUrl: string
  readonly request: SessionRequest
  /** Asks again, there or at another address. */
  readonly ask: (apiUrl?: string) => Promise<Answer>
  /** What has failed. */
  readonly first: Promise<Answer>
}

/**
 * What there is to do when a session did not open: a mistake of the page's owner is told to them, and
 * the visitor is not kept waiting for it; a server that is only just starting is asked again.
 *
 * @throws ConversationError
 */
export async function overcome<Answer>(trouble: SessionTrouble<Answer>): Promise<Answer> {
  const { apiUrl, request, ask, first } = trouble
  const error: unknown = await first.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ConversationError)) return first
  const { siteKey, characterSlug = '' } = request
  if (!siteKey) {
    tell('no-site-key')
    throw notSetUp()
  }
  if (error.code === 'site_not_found') tell('site-not-found', siteKey)
  if (error.code === 'origin_not_allowed') tell('origin-not-allowed', origin)
  if (error.code === 'character_not_found') tell('character-not-found', characterSlug)
  const isLost = error.code === 'offline'
  // Whatever is answered, such a frame may not read it.
  if (isLost && origin === 'null') {
    tell('no-origin')
    throw notSetUp()
  }
  if (await isMistaken(trouble, error)) {
    tell('api-url', apiUrl)
    throw notSetUp()
  }
  if (!error.isPassing || !navigator.onLine) throw error
  const directive = isLost && (await directiveAgainst(apiUrl, ask))
  if (directive) {
    tell('blocked', directive, apiUrl)
    throw notSetUp()
  }
  return new Patience({ patienceMs }).ask(() => ask(), first)
}

/** The visitor reads that the chat is not set up for the page, which is so. */
function notSetUp(): ConversationError {
  return new ConversationError('site_not_found')
}

/**
 * Whether there is no project at that address, or none below its path: a gateway of their own may have
 * one, and be away.
 */
async function isMistaken(
  { apiUrl, ask }: SessionTrouble<unknown>,
  error: ConversationError,
): Promise<boolean> {
  const address = addressOf(apiUrl)
  if (address && address.href === `${address.origin}/`) return false
  if (error.code !== 'offline') return isNoProjects(error)
  // One of a project's services, or its dashboard.
  if (!address || /\/(v1|dashboard)\b/u.test(address.pathname)) return true
  return ask(address.origin).then(
    () => true,
    (reason: unknown) => reason instanceof ConversationError && !isNoProjects(reason),
  )
}

function addressOf(apiUrl: string): URL | null {
  try {
    const address = new URL(apiUrl)
    return /^https?:$/u.test(address.protocol) ? address : null
  } catch {
    return null
  }
}

/** Whether somebody else has said that, or nobody. */
function isNoProjects({ code }: ConversationError): boolean {
  return code === 'offline' || code === 'not_found' || code === 'protocol_error'
}

/** The directive of the page's policy that keeps the API out, if one does. */
async function directiveAgainst(
  apiUrl: string,
  ask: SessionTrouble<unknown>['ask'],
): Promise<string> {
  let directive = ''
  const note = ({ blockedURI, effectiveDirective }: SecurityPolicyViolationEvent) => {
    if (blockedURI.startsWith(new URL(apiUrl).origin)) directive = effectiveDirective
  }
  document.addEventListener('securitypolicyviolation', note)
  await ask().catch(() => undefined)
  // A violation is told in a task of its own, after the call has failed.
  await new Promise((resolve) => setTimeout(resolve))
  document.removeEventListener('securitypolicyviolation', note)
  return directive
}
