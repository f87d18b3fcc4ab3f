import type { ChatEvent } from '@visavis/shared/wire/chat-event.ts'
import type { ChatRequest, StopRequest } from '@visavis/shared/wire/chat-request.ts'

/**
 * Carries turns to the chat brain and its answers back. An answer is an iterable of its events,
 * each exactly once and in order, whatever happens to the connections below it; the last one is
 * `message-end` or `error`. Leaving the iterable, or aborting it, stops reading, not the answer.
 * Both throw a {@link ConversationError} when a turn is refused or the server stays out of reach.
 */
export interface ChatTransport {
  /** Begins a turn, or joins it if it was begun before with the same client id. */
  start(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatEvent>
  /** Reads an answer's stream from its beginning. */
  follow(streamId: string, signal: AbortSignal): AsyncIterable<ChatEvent>
  /** Stops an answer, whose stream then ends by itself, and says how much of it was heard. */
  stop(streamId: string, cut?: StopRequest): Promise<void>
}
