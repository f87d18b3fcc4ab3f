import * as v from 'valibot'
import { LanguageTag } from './language.ts'
import { CharacterSlug, Id, SiteKey } from './names.ts'

/** The body of `POST /functions/v1/avatar-session`. With `chatId`, the face is that of its character. */
export const AvatarSessionRequest = v.strictObject({
  siteKey: SiteKey,
  chatId: v.optional(Id),
  characterSlug: v.optional(CharacterSlug),
  /** The language a character is chosen by when neither chat nor slug is given. */
  language: v.optional(LanguageTag),
})
export type AvatarSessionRequest = v.InferOutput<typeof AvatarSessionRequest>

/** How often a page has to touch its session, in milliseconds: one touch may well get lost. */
export const avatarTouchMs = 4000

export const AnamSession = v.looseObject({
  mode: v.literal('anam'),
  /** For Anam's SDK, good for one session. */
  sessionToken: v.string(),
  /** Ours, to touch and to end it. */
  sessionId: v.string(),
  /** After this long it ends by itself. */
  maxSeconds: v.number(),
  /** Instead of the SDK's own address of Anam. */
  apiUrl: v.optional(v.string()),
})

/** Where the face comes from; a page takes a mode that it has not heard of for `local`. */
export const AvatarSessionResponse = v.variant('mode', [
  /** From the page itself: there is no video for this character here. */
  v.looseObject({ mode: v.literal('local') }),
  AnamSession,
])
export type AvatarSessionResponse = v.InferOutput<typeof AvatarSessionResponse>

/**
 * How a session ended: the visitor left it or another page took it over, it gave no sign of life, its
 * time was up, or there never was a picture.
 */
export const AvatarSessionEnd = v.picklist(['left', 'taken_over', 'lost', 'time_limit', 'failed'])
export type AvatarSessionEnd = v.InferOutput<typeof AvatarSessionEnd>

/**
 * The body of `POST /functions/v1/avatar-session/{id}/touch`. A session that was ten seconds without
 * one is over.
 */
export const AvatarSessionState = v.looseObject({
  isLive: v.boolean(),
  /**
   * An {@link AvatarSessionEnd}, or one that a page has not heard of; null while the session is live,
   * and for one nobody knows.
   */
  endReason: v.nullable(v.string()),
})
export type AvatarSessionState = v.InferOutput<typeof AvatarSessionState>
