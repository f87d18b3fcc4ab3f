import type { ChatEvent } from '@visavis/shared/wire/chat-event.ts'
import type { ChatRequest, StopRequest } from '@visavis/shared/wire/chat-request.ts'
import type { ApiClient } from './api-client.ts'
import { ConversationError } from './conversation-error.ts'
import { jsonInit } from './http.ts'
import { pause } from './pause.ts'
import { readChatEvents } from './read-chat-events.ts'
import type { ChatTransport } from './transport.ts'

const path = '/functions/v1/chat'

/** The server pings every 15 s, and one ping may get lost. */
export const defaultSilenceMs = 40_000

export type SseChatTransportOptions = {
  readonly api: Pick<ApiClient, 'call'>
  /** How much silence means that nobody is there. @defaultValue 40_000 */
  readonly silenceMs?: number
  /** How long to wait before each attempt to come back to an answer, in milliseconds. */
  readonly resumeDelaysMs?: readonly number[]
  /** The same before a turn was taken, when somebody watches their message not being sent. */
  readonly startDelaysMs?: readonly number[]
}

const resumeDelaysMs = [0, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]
const startDelaysMs = [400, 1200]

/** Where to go on reading. */
type Place = {
  /** Asked until the server says which stream the answer comes through. */
  request: ChatRequest | null
  streamId: string | null
  lastSequence: number
  /** The page is put away, and may be shown again. */
  isAway?: boolean
}

/** Turns over `fetch` and server-sent events, resumed by the last event's number when cut. */
export class SseChatTransport implements ChatTransport {
  readonly #options: SseChatTransportOptions

  constructor(options: SseChatTransportOptions) {
    this.#options = options
  }

  start(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatEvent> {
    return this.#read({ request, streamId: null, lastSequence: 0 }, signal)
  }

  follow(streamId: string, signal: AbortSignal): AsyncIterable<ChatEvent> {
    return this.#read({ request: null, streamId, lastSequence: 0 }, signal)
  }

  async stop(streamId: string, cut?: StopRequest): Promise<void> {
    await this.#options.api.call(`${path}/stream/${streamId}/stop`, jsonInit('POST', cut))
  }

  async *#read(place: Place, signal: AbortSignal): AsyncGenerator<ChatEvent, void> {
    let failures = 0
    let cause: ConversationError | undefined
    while (!signal.aborted) {
      let delayMs = 0
      let isAsked = false
      const before = place.lastSequence
      try {
        for await (const event of this.#readConnection(place, signal)) {
          isAsked = event.type === 'reconnect'
          if (isAsked) break
          yield event
          if (isEnd(event)) return
        }
      } catch (error) {
        if (signal.aborted) return
        if (!(error instanceof ConversationError && error.isPassing)) throw error
        delayMs = error.retryAfterMs
        // What nobody could reach a moment later says less than what somebody has said.
        if (delayMs > 0) cause = error
      }
      if (place.lastSequence > before) {
        failures = 0
        cause = undefined
      }
      const delays = this.#delays(place)
      // A server that asks its readers to come back is there, but may ask in vain for ever.
      if (isAsked) failures = Math.min(failures, delays.length - 1)
      const delay = delays[failures]
      if (delay === undefined) throw cause ?? new ConversationError('offline')
      failures += 1
      const waitMs = place.isAway ? null : Math.max(delay, Math.min(delayMs, 10_000))
      place.isAway = false
      await pause(waitMs, signal)
    }
  }

  #delays({ streamId }: Place): readonly number[] {
    return streamId === null
      ? (this.#options.startDelaysMs ?? startDelaysMs)
      : (this.#options.resumeDelaysMs ?? resumeDelaysMs)
  }

  /** What one connection brings, until it ends, is cut, falls silent or is asked to come again. */
  async *#readConnection(place: Place, signal: AbortSignal): AsyncGenerator<ChatEvent, void> {
    const connection = new AbortController()
    const cut = () => connection.abort()
    let silence = 0
    const listen = () => {
      clearTimeout(silence)
      silence = window.setTimeout(cut, this.#options.silenceMs ?? defaultSilenceMs)
    }
    const putAway = () => {
      place.isAway = true
      cut()
    }
    signal.addEventListener('abort', cut)
    addEventListener('pagehide', putAway)
    listen()
    try {
      const response = await this.#connect(place, connection.signal)
      for await (const { sequence, event } of readChatEvents(response, listen)) {
        if (event.type !== 'reconnect') {
          // A server that died may have sent more than is stored: then the end stands before that.
          if (sequence <= place.lastSequence && !isEnd(event)) continue
          place.lastSequence = sequence
        }
        if (event.type === 'meta') place.streamId = event.streamId
        yield event
      }
    } catch (error) {
      throw error instanceof ConversationError ? error : new ConversationError('offline')
    } finally {
      clearTimeout(silence)
      signal.removeEventListener('abort', cut)
      removeEventListener('pagehide', putAway)
      cut()
    }
  }

  #connect({ request, streamId, lastSequence }: Place, signal: AbortSignal): Promise<Response> {
    const { api } = this.#options
    if (streamId === null) {
      return api.call(path, { ...jsonInit('POST', request), signal }, { signIn: true })
    }
    const headers = { 'last-event-id': `${lastSequence}` }
    return api.call(`${path}/stream/${streamId}`, { headers, signal })
  }
}

function isEnd({ type }: ChatEvent): boolean {
  return type === 'message-end' || type === 'error'
}
