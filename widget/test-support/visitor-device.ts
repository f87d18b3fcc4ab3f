import type { AuthRefusal } from '../../scripts/stack/auth/recorded-answers.ts'
import { siteStorage } from '../src/site-storage.ts'
import { ApiClient } from '../src/transports/api-client.ts'
import { ConversationError } from '../src/transports/conversation-error.ts'
import { VisitorAuth, type VisitorAuthOptions } from '../src/transports/visitor-auth.ts'
import { accessToken, tokenResponse } from './conversation-fixtures.ts'
import { ManualClock } from './manual-clock.ts'
import { ScriptedApi, type ScriptedAnswer, type ScriptedRoutes } from './scripted-api.ts'
import { newSiteKey } from './test-page.ts'

export const signUpRoute = 'POST /auth/v1/signup'
export const renewRoute = 'POST /auth/v1/token'
export const chatRoute = 'POST /functions/v1/chat'

/** Whom the API signs up, other than the visitor who is known. */
export const other = 'a0000000-0000-4000-8000-000000000009'
export const signIn = { signIn: true }

export const refused = ({ status, body }: AuthRefusal): ScriptedAnswer => ({ status, json: body })
export const renewed: ScriptedAnswer = { json: tokenResponse({ serial: 2, expiresIn: 30 }) }
export const newcomer: ScriptedAnswer = { json: tokenResponse({ visitorId: other }) }
export const html: ScriptedAnswer = { steps: [{ raw: '<h1>Please wait</h1>' }], type: 'text/html' }

/** A browser whose visitor's token has all but run out. */
export async function browser(routes: ScriptedRoutes) {
  const api = await ScriptedApi.start({
    [signUpRoute]: [newcomer],
    [renewRoute]: [renewed],
    [chatRoute]: [{ json: {} }],
    ...routes,
  })
  const siteKey = newSiteKey()
  const storage = siteStorage(siteKey, () => localStorage)
  const session = { accessToken: accessToken(), refreshToken: 'refresh-1', expiresAt: Date.now() }
  storage.write('visitor', session)
  const clock = new ManualClock()
  const openTab = (options: Partial<VisitorAuthOptions> = {}) =>
    new VisitorAuth({
      apiUrl: api.url,
      siteKey,
      publishableKey: 'sb_publishable_test',
      storage,
      handedOver: () => undefined,
      fetch: (...input) => fetch(...input),
      clock,
      ...options,
    })
  const client = (auth: VisitorAuth) =>
    new ApiClient({
      apiUrl: api.url,
      publishableKey: 'sb_publishable_test',
      auth,
      fetch: (...input) => fetch(...input),
    })
  return { api, storage, session, clock, openTab, client }
}

/** What came of it; time passes meanwhile. */
export async function outcomeOf(
  asking: Promise<string | null>,
  clock: ManualClock,
): Promise<string | null | ConversationError> {
  return clock.passWhile(asking.catch((error: unknown) => error as ConversationError))
}

export const codeOf = (outcome: unknown) =>
  outcome instanceof ConversationError ? outcome.code : outcome
