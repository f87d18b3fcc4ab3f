/** One session at Anam, as our server keeps it. */
export interface AnamSession {
  /** For Anam's SDK, and for one use. */
  readonly token: string
  /** Instead of the SDK's own address of Anam. */
  readonly apiUrl: string | undefined
  /** Resolves when our server counts it as over, unless this page has ended it. */
  readonly over: Promise<{ readonly isTimeUp: boolean }>
  /** Lets our server know that it is over; may be called while the page goes. */
  end(): void
}

/**
 * Begins a session for the call's character; null if it has no video face.
 *
 * @throws an error whose `code` is that of a problem of the wire, or `offline`
 */
export type BeginAnamSession = () => Promise<AnamSession | null>
