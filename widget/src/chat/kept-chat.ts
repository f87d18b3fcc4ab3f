import type { SiteStorage } from '../site-storage.ts'
import type { VisitorAuth } from '../transports/visitor-auth.ts'

export type KeptChatOptions = {
  readonly storage: SiteStorage
  readonly auth: Pick<VisitorAuth, 'visitorId'>
  /** The slug of the character. */
  readonly character: string
}

/** Which chat a visitor has with a character; it is what survives a reload. */
export class KeptChat {
  readonly #options: KeptChatOptions
  #visitorId: string | null = null

  constructor(options: KeptChatOptions) {
    this.#options = options
  }

  async read(): Promise<string | null> {
    const { storage, auth } = this.#options
    this.#visitorId = await auth.visitorId()
    const chatId = this.#visitorId && storage.read(this.#key(this.#visitorId))
    return typeof chatId === 'string' ? chatId : null
  }

  /** Null forgets the chat. */
  async write(chatId: string | null): Promise<void> {
    const { storage, auth } = this.#options
    const visitorId = await auth.visitorId()
    if (visitorId === null) return
    this.#visitorId = visitorId
    storage.write(this.#key(visitorId), chatId)
  }

  /** Whether the visitor is still the one whose chat was read or written last. */
  async isOwn(): Promise<boolean> {
    return this.#visitorId === (await this.#options.auth.visitorId())
  }

  #key(visitorId: string): string {
    return `chat:${visitorId}:${this.#options.character}`
  }
}
