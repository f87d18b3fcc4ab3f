import type { SessionRequest } from '#wire/session.ts'
import { tell } from '../mistakes/owner-mistakes.ts'
import { ConversationError } from './conversation-error.ts'
import { Patience } from './patience.ts'

/** How long a server that warms up is asked again before the visitor is told, in milliseconds. */
const patienceMs = 20_000

/** What a session that did not open was asked for. */
export type SessionTrouble<Answer> = {
  readonly apiUrl: string
  readonly request: SessionRequest
  /** Asks again. */
  readonly ask: () => Promise<Answer>
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
  if (error.code === 'origin_not_allowed') tell('origin-not-allowed', location.origin)
  if (error.code === 'character_not_found') tell('character-not-found', characterSlug)
  const isLost = error.code === 'offline'
  if ((isLost || error.code === 'not_found') && isMistaken(apiUrl)) {
    tell('api-url', apiUrl)
    throw notSetUp()
  }
  if (!error.isPassing || !navigator.onLine) throw error
  const directive = isLost && (await directiveAgainst(apiUrl, ask))
  if (directive) {
    tell('blocked', directive, apiUrl)
    throw notSetUp()
  }
  return new Patience({ patienceMs }).ask(ask, first)
}

/** The visitor reads that the chat is not set up for the page, which is so. */
function notSetUp(): ConversationError {
  return new ConversationError('site_not_found')
}

/** Whether that is the address of one of a project's services or of its dashboard, or of nothing. */
function isMistaken(apiUrl: string): boolean {
  try {
    return /\/(v1|dashboard)\b/u.test(new URL(apiUrl).pathname)
  } catch {
    return true
  }
}

/** The directive of the page's policy that keeps the API out, if one does. */
async function directiveAgainst(apiUrl: string, ask: () => Promise<unknown>): Promise<string> {
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
