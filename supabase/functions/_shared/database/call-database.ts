import type { CallStore } from '../domain/call-store.ts'
import { AvatarSessionState } from '../wire/avatar-session.ts'
import { type DatabaseOptions, functionCaller } from './call-function.ts'
import { problemOf } from './refusals.ts'
import { BeginAvatarCallResult, NoResult } from './results.ts'

/** Calls in Postgres, over the Data API. */
export function callDatabase(options: DatabaseOptions): CallStore {
  const call = functionCaller(options)

  return {
    async beginAvatarCall({ visitorId, isAnonymous, siteKey, origin, ...query }) {
      const parameters = {
        visitor_id: visitorId,
        is_anonymous: isAnonymous,
        site_key: siteKey,
        origin,
        ...(query.chatId !== undefined && { chat_id: query.chatId }),
        ...(query.characterSlug !== undefined && { character_slug: query.characterSlug }),
        ...(query.language !== undefined && { language: query.language }),
      }
      const result = await call('begin_avatar_call', parameters, BeginAvatarCallResult)
      if (result.outcome === 'begun') return result
      if (result.outcome === 'no_avatar') return null
      throw problemOf(result)
    },

    touchCall({ callId, visitorId }) {
      const parameters = { call_id: callId, visitor_id: visitorId }
      return call('touch_call', parameters, AvatarSessionState)
    },

    async endCall({ callId, visitorId, reason }) {
      const parameters = { call_id: callId, visitor_id: visitorId, reason }
      await call('end_call', parameters, NoResult)
    },
  }
}
