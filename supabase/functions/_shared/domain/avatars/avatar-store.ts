import type { AvatarSessionEnd, AvatarSessionState } from '../../wire/avatar-session.ts'
import type { AvatarPersona } from './avatar-service.ts'
import type { SessionQuery } from '../chat-store.ts'

export type AvatarSessionQuery = SessionQuery & {
  visitorId: string
  isAnonymous: boolean
  chatId?: string | undefined
}

export type BegunAvatarSession = AvatarPersona & { sessionId: string }

export type OwnAvatarSession = { sessionId: string; visitorId: string }

/** Where sessions with a video avatar are kept. Every method is one round trip. */
export type AvatarStore = {
  /**
   * Begins the visitor's one session, in place of another one; null where there is no video face.
   *
   * @throws ProblemError `site_not_found`, `origin_not_allowed`, `unauthorized`, `wrong_site`,
   * `character_not_found`, `chat_not_found`
   */
  beginSession(query: AvatarSessionQuery): Promise<BegunAvatarSession | null>
  /** A sign of life. */
  touchSession(session: OwnAvatarSession): Promise<AvatarSessionState>
  /** Ends a session; one that is over stays as it is. */
  endSession(session: OwnAvatarSession & { reason: AvatarSessionEnd }): Promise<void>
}
