/** A Supabase session that the host page lends to the widget. It is never stored. */
export type HandedOverSession = {
  readonly accessToken: string
  /** With it the widget renews the session by itself, in memory; without it the page does. */
  readonly refreshToken?: string | undefined
  /** Seconds since the epoch, as Supabase's own sessions have it. */
  readonly expiresAt?: number | undefined
}

/** What a page says of its own visitor: nobody is logged in where it says nothing. */
type Lent = HandedOverSession | null | undefined

/** The session, or who to ask for it before each call that needs it. */
export type SessionSource = HandedOverSession | (() => Lent | Promise<Lent>)
