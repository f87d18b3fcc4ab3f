import * as v from 'valibot'

const ChatNews = v.looseObject({
  visitorId: v.nullable(v.string()),
  /** The slug of the character. */
  character: v.string(),
  /** The chat that is now shown, or has changed; null for one that has not begun. */
  chatId: v.nullable(v.string()),
})
export type ChatNews = v.InferOutput<typeof ChatNews>

/** What the tabs of one site tell each other: that a chat has changed, never what it says. */
export class TabChannel {
  readonly #name: string
  readonly #onNews: (news: ChatNews) => void
  #channel: BroadcastChannel | null = null

  constructor(siteKey: string, onNews: (news: ChatNews) => void) {
    this.#name = `visavis:${siteKey}`
    this.#onNews = onNews
  }

  open(): void {
    try {
      this.#channel ??= new BroadcastChannel(this.#name)
      this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (v.is(ChatNews, data)) this.#onNews(data)
      }
    } catch {
      // A frame that may keep nothing may be refused it; there are no other tabs then.
    }
  }

  tell(news: ChatNews): void {
    this.#channel?.postMessage(news)
  }

  close(): void {
    this.#channel?.close()
    this.#channel = null
  }
}
