import type { AvatarStore } from '../domain/avatars/avatar-store.ts'
import { AvatarSessionState } from '../wire/avatar-session.ts'
import { type DatabaseOptions, functionCaller } from './call-function.ts'
import { problemOf } from './refusals.ts'
import { BeginAvatarSessionResult, NoResult } from './results.ts'

/** Sessions with avatars in Postgres, over the Data API. */
export function avatarDatabase(options: DatabaseOptions): AvatarStore {
  const call = functionCaller(options)

  return {
    async beginSession({ visitorId, isAnonymous, siteKey, origin, ...query }) {
      const parameters = {
        visitor_id: visitorId,
        is_anonymous: isAnonymous,
        site_key: siteKey,
        origin,
        ...(query.chatId !== undefined && { chat_id: query.chatId }),
        ...(query.characterSlug !== undefined && { character_slug: query.characterSlug }),
        ...(query.language !== undefined && { language: query.language }),
      }
      const result = await call('begin_avatar_session', parameters, BeginAvatarSessionResult)
      if (result.outcome === 'begun') return result
      if (result.outcome === 'no_avatar') return null
      throw problemOf(result.outcome)
    },

    touchSession({ sessionId, visitorId }) {
      const parameters = { session_id: sessionId, visitor_id: visitorId }
      return call('touch_avatar_session', parameters, AvatarSessionState)
    },

    async endSession({ sessionId, visitorId, reason }) {
      const parameters = { session_id: sessionId, visitor_id: visitorId, reason }
      await call('end_avatar_session', parameters, NoResult)
    },
  }
}
