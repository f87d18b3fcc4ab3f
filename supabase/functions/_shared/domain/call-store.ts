import type { AvatarSessionEnd, AvatarSessionState } from '../wire/avatar-session.ts'
import type { AvatarPersona } from './avatar-service.ts'
import type { SessionQuery } from './chat-store.ts'

export type AvatarCallQuery = SessionQuery & {
  visitorId: string
  isAnonymous: boolean
  chatId?: string | undefined
}

export type BegunAvatarCall = AvatarPersona & { callId: string }

export type OwnCall = { callId: string; visitorId: string }

/** Where calls are kept. Every method is one round trip. */
export type CallStore = {
  /**
   * Begins the visitor's one call with a video face, in place of another one; null where there is no
   * such face.
   *
   * @throws ProblemError `site_not_found`, `origin_not_allowed`, `unauthorized`, `wrong_site`,
   * `character_not_found`, `chat_not_found`
   */
  beginAvatarCall(query: AvatarCallQuery): Promise<BegunAvatarCall | null>
  /** A sign of life. */
  touchCall(call: OwnCall): Promise<AvatarSessionState>
  /** Ends a call; one that is over stays as it is. */
  endCall(call: OwnCall & { reason: AvatarSessionEnd }): Promise<void>
}
