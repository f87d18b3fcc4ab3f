import { createParser } from 'eventsource-parser'
import * as v from 'valibot'
import { ChatEvent, type SequencedChatEvent } from '#wire/chat-event.ts'
import { ConversationError } from './conversation-error.ts'

const knownTypes = new Set<string>(ChatEvent.options.map(({ entries }) => entries.type.literal))

const TypedEvent = v.looseObject({ type: v.string() })

/**
 * The chat events of a response, as they arrive; `onBytes` is told of everything that does, pings
 * included. Types that this client does not know are passed over.
 *
 * @throws ConversationError `protocol_error` for what is no chat stream; whatever reading throws
 */
export async function* readChatEvents(
  response: Response,
  onBytes: () => void,
): AsyncGenerator<SequencedChatEvent, void> {
  const contentType = response.headers.get('content-type') ?? ''
  if (!contentType.startsWith('text/event-stream') || response.body === null) {
    throw new ConversationError('protocol_error')
  }
  const arrived: SequencedChatEvent[] = []
  const parser = createParser({
    onEvent({ id, data }) {
      const event = readEvent(data)
      const sequence = Number(id)
      if (event === null) return
      if (!Number.isInteger(sequence)) throw new ConversationError('protocol_error')
      arrived.push({ sequence, event })
    },
  })
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    onBytes()
    parser.feed(decoder.decode(value, { stream: true }))
    yield* arrived.splice(0)
  }
}

function readEvent(data: string): ChatEvent | null {
  let json: unknown
  try {
    json = JSON.parse(data)
  } catch {
    throw new ConversationError('protocol_error')
  }
  if (!v.is(TypedEvent, json)) throw new ConversationError('protocol_error')
  if (!knownTypes.has(json.type)) return null
  if (!v.is(ChatEvent, json)) throw new ConversationError('protocol_error')
  return json
}
