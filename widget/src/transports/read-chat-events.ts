import * as v from 'valibot'
import {
  AnswerEvent,
  type ChatEvent,
  FinishReason,
  MindState,
  type SequencedChatEvent,
} from '@visavis/shared/wire/chat-event.ts'
import { ConversationError } from './conversation-error.ts'

const knownTypes = new Set<string>(AnswerEvent.options.map(({ entries }) => entries.type.literal))

const TypedEvent = v.looseObject({ type: v.string() })

/**
 * The chat events of a response, as they arrive; `onBytes` is told of everything that does, pings
 * included. What a newer server says in names that this client does not know is passed over, as are events
 * that nothing here shows.
 *
 * It reads what `encodeChatEvent` writes, an `id:` and one `data:` line, and no other server-sent
 * events: a parser for all of them would be a twentieth of the whole widget.
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
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let unread = ''
  for (;;) {
    const { done, value } = await reader.read()
    // Half an event at the end is none: it comes again, whole, with the next connection.
    if (done) return
    onBytes()
    const blocks = (unread + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/u)
    unread = blocks.pop() ?? ''
    for (const block of blocks) {
      const data = fieldOf(block, 'data:')
      const event = data === undefined ? null : readEvent(data)
      if (event === null) continue
      // The view's own event, of no place in the stream.
      const isReconnect = event.type === 'reconnect'
      yield { sequence: isReconnect ? event.afterSequence : readSequence(block), event }
    }
  }
}

/** A field's value; the white space around it means nothing to a number or to JSON. */
function fieldOf(block: string, name: 'id:' | 'data:'): string | undefined {
  const line = block.split('\n').filter((candidate) => candidate.startsWith(name))[0]
  return line?.slice(name.length)
}

function readSequence(block: string): number {
  const sequence = Number(fieldOf(block, 'id:') ?? NaN)
  if (!Number.isInteger(sequence)) throw new ConversationError('protocol_error')
  return sequence
}

function readEvent(data: string): ChatEvent | null {
  let json: unknown
  try {
    json = JSON.parse(data)
  } catch {
    throw new ConversationError('protocol_error')
  }
  if (!v.is(TypedEvent, json)) throw new ConversationError('protocol_error')
  const { type, state, finishReason } = json
  const isPassedOver = type === 'mind-state' && isNew(MindState, state)
  if (!knownTypes.has(type) || isPassedOver) return null
  // An end is an end, by whatever name.
  if (isNew(FinishReason, finishReason)) json['finishReason'] = 'stop'
  if (!v.is(AnswerEvent, json)) throw new ConversationError('protocol_error')
  return json
}

/** Whether a name is none of those that were known when this was built. */
function isNew(names: v.GenericSchema, name: unknown): boolean {
  return typeof name === 'string' && !v.is(names, name)
}
