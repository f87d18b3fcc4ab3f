/** What the list of conversations says, in one language; loaded when it is opened. */
export type ChatListWords = {
  readonly chats: string
  readonly back: string
  readonly loading: string
  readonly none: string
  readonly earlier: string
  readonly rename: (name: string) => string
  readonly remove: (name: string) => string
  readonly removeQuestion: (name: string) => string
  readonly removed: string
  readonly name: string
  readonly save: string
  readonly cancel: string
}
