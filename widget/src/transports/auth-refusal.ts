import * as v from 'valibot'
import { ConversationError, retryAfterOf } from './conversation-error.ts'
import type { AuthAnswer } from './ask-auth.ts'

const AuthProblem = v.looseObject({ error_code: v.string(), msg: v.optional(v.string()) })

/** Auth's own words for a session that is over, as status and code. */
const endings = new Set([
  '400 refresh_token_not_found',
  '400 refresh_token_already_used',
  '400 session_not_found',
  '400 session_expired',
  '403 user_not_found',
  '404 user_not_found',
])
const bans = new Set(['400 user_banned', '403 user_banned'])

const ownersHint: Readonly<Record<string, string>> = {
  anonymous_provider_disabled:
    'Supabase Auth does not let visitors sign in, so nobody can write here. Switch on “Allow anonymous sign-ins” (enable_anonymous_sign_ins in config.toml).',
  signup_disabled:
    'Supabase Auth takes no new users, so no new visitor can write here. Switch on “Allow new users to sign up” (enable_signup in config.toml).',
  captcha_failed:
    'Supabase Auth has refused the captcha. Is TURNSTILE_SITE_KEY set for the functions, and does it belong to the secret in Auth’s captcha settings?',
}

/** Whether Auth itself has ended a session or banned its visitor; null if it has said neither. */
export function verdictOf(answer: AuthAnswer): 'over' | 'banned' | null {
  const { status, code } = refusalIn(answer)
  const refusal = `${status} ${code}`
  return endings.has(refusal) ? 'over' : bans.has(refusal) ? 'banned' : null
}

/** Why there is no session this time; what only the site's owner can mend is said in the console. */
export function errorOfRefresh(answer: AuthAnswer): ConversationError {
  const { response } = answer
  const { status } = refusalIn(answer)
  if (!response) return new ConversationError('offline')
  // A good status over something that is no session: a proxy's page, half an answer.
  if (response.ok) return new ConversationError('auth_unavailable', { isPassing: true })
  return new ConversationError(status === 429 ? 'rate_limited' : 'auth_unavailable', {
    retryAfterMs: retryAfterOf(response),
    isPassing: status === 408 || status >= 500,
  })
}

/** The same for a sign-up. */
export function errorOfSignUp(answer: AuthAnswer): ConversationError {
  const error = errorOfRefresh(answer)
  const { code, message } = refusalIn(answer)
  const hint = ownersHint[code]
  if (hint) console.error(`Visavis: ${hint} Auth says: ${message}`)
  const { retryAfterMs } = error
  if (error.code === 'rate_limited')
    return new ConversationError('too_many_visitors', { retryAfterMs })
  if (!hint) return error
  return new ConversationError(code === 'captcha_failed' ? code : 'sign_in_off')
}

function refusalIn({ response, body }: AuthAnswer) {
  const problem = v.is(AuthProblem, body) ? body : null
  return {
    status: response?.status ?? 0,
    code: problem?.error_code ?? '',
    message: problem?.msg ?? '',
  }
}
