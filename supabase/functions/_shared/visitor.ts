/** Whoever a visitor's token stands for. */
export type Visitor = {
  /** The id of the user in Auth, a UUID. */
  id: string
  /** Signed in anonymously: no account, only this browser. */
  isAnonymous: boolean
}
