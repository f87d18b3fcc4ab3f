import type { Channel } from '@visavis/shared/wire/chat-request.ts'
import type { Captcha, SessionResponse } from '@visavis/shared/wire/session.ts'
import { loadPart } from '../load-part.ts'
import { siteStorage } from '../site-storage.ts'
import { ApiClient } from '../transports/api-client.ts'
import type { ChatHistory } from '../transports/chat-history.ts'
import type { Fetch } from '../transports/http.ts'
import { SseChatTransport } from '../transports/sse-chat-transport.ts'
import type { ChatTransport } from '../transports/transport.ts'
import type { SessionSource } from '../transports/session-source.ts'
import { VisitorAuth } from '../transports/visitor-auth.ts'
import { KeptChat } from './kept-chat.ts'
import { KeptText } from './kept-text.ts'

/** Where a conversation takes place, and with whom. */
export type ConversationOptions = {
  /** Where the functions live, without their path. */
  readonly apiUrl: string
  readonly siteKey: string
  /** The slug of the character; the site's own for the language if left out. */
  readonly character?: string | undefined
  readonly language: string
  /** The host page's own Supabase session, used instead of an anonymous visitor's. */
  readonly session?: SessionSource | undefined
  /** Gets a captcha's token of a visitor who is new. @throws ConversationError */
  readonly challenge?: ((captcha: Captcha, signal: AbortSignal) => Promise<string>) | undefined
  /** The page may know what is said. */
  readonly eventsWithText?: boolean
  /** A call tells the page of the mind, of which the brain, known here, is only a part. */
  readonly callTellsMind?: boolean
  /** Which mouth the visitor's messages go to. @defaultValue 'text' */
  readonly channel?: Channel
}

/** Everything a conversation needs once its session is open. */
export type Connection = {
  readonly siteKey: string
  readonly language: string
  /** The slug of the character. */
  readonly character: string
  readonly auth: VisitorAuth
  readonly api: ApiClient
  readonly channel: () => Channel
  readonly transport: ChatTransport
  /** Fetched with the first use: a visitor who is new here may never need it. */
  readonly history: () => Promise<ChatHistory>
  readonly keptChat: KeptChat
  readonly keptText: KeptText
}

export const browserFetch: Fetch = (...input) => fetch(...input)

/** Puts a session's parts together. Asks nothing and stores nothing. */
export function connect(
  session: SessionResponse,
  options: () => ConversationOptions,
  onUnkept: () => void,
): Connection {
  const { apiUrl, siteKey, language, challenge } = options()
  const { publishableKey, captcha } = session
  const character = session.character.slug
  const storage = siteStorage(siteKey, () => localStorage, onUnkept)
  const handedOver = () => options().session ?? undefined
  const base = { apiUrl, publishableKey, fetch: browserFetch }
  const auth = new VisitorAuth({
    ...base,
    siteKey,
    storage,
    handedOver,
    challenge: captcha && challenge && ((signal) => challenge(captcha, signal)),
  })
  const api = new ApiClient({ ...base, auth })
  return {
    siteKey,
    language,
    character,
    auth,
    api,
    channel: () => options().channel ?? 'text',
    transport: new SseChatTransport({ api }),
    history: async () => {
      const ChatHistory = await loadPart(
        async () => (await import('../transports/chat-history.ts')).ChatHistory,
      )
      return new ChatHistory(api)
    },
    keptChat: new KeptChat({ storage, auth, character }),
    keptText: new KeptText(
      siteStorage(siteKey, () => sessionStorage),
      character,
    ),
  }
}
