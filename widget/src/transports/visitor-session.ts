import * as v from 'valibot'

export const VisitorSession = v.looseObject({
  accessToken: v.string(),
  refreshToken: v.string(),
  /** Milliseconds since the epoch. */
  expiresAt: v.number(),
  /** When Auth last said that the visitor is banned, in milliseconds since the epoch. */
  bannedAt: v.optional(v.number()),
})
export type VisitorSession = v.InferOutput<typeof VisitorSession>

/** Where the visitor's session is kept, and the one before it until this one has worked. */
export const sessionKey = 'visitor'
export const asideKey = 'visitor-before'

const Claims = v.looseObject({ sub: v.string() })

/** Renewed this long before it expires, so that no call meets an old token. */
const marginMs = 60_000

export function isFresh({ expiresAt }: VisitorSession): boolean {
  return expiresAt - Date.now() > marginMs
}

/** Whose token it is. Read, not verified: the server does that. */
export function subjectOf(accessToken: string): string | null {
  try {
    const payload = (accessToken.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
    const claims: unknown = JSON.parse(atob(payload))
    return v.is(Claims, claims) ? claims.sub : null
  } catch {
    return null
  }
}
