import { textContent, type ContentPart, type ModelMessage } from '../model.ts'

export type Conversation = {
  /** The instructions; '' for none. */
  system: string
  /** Oldest first; the last one is the visitor's. */
  messages: readonly ModelMessage[]
  /** False: the instructions go into the visitor's first message. */
  hasSystemRole: boolean
  /** True: two neighbours of one role are refused, and the first one must be the visitor's. */
  mustAlternate: boolean
}

export type ShapedMessage = {
  role: 'system' | 'user' | 'assistant'
  content: readonly ContentPart[]
}

/** Stands for a visitor who has said nothing yet, before a greeting that must not come first. */
const silence: ModelMessage = { role: 'user', content: textContent('…') }

/**
 * Brings a conversation into the roles a model accepts. Nothing is left out; what is put together are
 * parts of one message.
 */
export function shapeMessages(conversation: Conversation): ShapedMessage[] {
  const { system, messages, hasSystemRole, mustAlternate } = conversation
  const instructions: ShapedMessage = { role: 'system', content: textContent(system) }
  const beginsWithVisitor = messages[0]?.role === 'user'
  if (system === '' || hasSystemRole) {
    const opened = mustAlternate && !beginsWithVisitor ? [silence, ...messages] : messages
    const turns = mustAlternate ? alternating(opened) : opened
    return system === '' ? [...turns] : [instructions, ...turns]
  }
  const turns = withInstructions(system, conversation)
  return mustAlternate ? alternating(turns) : turns
}

/** Before a greeting that must not come first, the instructions are a turn of their own. */
function withInstructions(system: string, conversation: Conversation): ModelMessage[] {
  const { messages, mustAlternate } = conversation
  const instructions: ModelMessage = { role: 'user', content: textContent(system) }
  const first = messages.findIndex(({ role }) => role === 'user')
  const visitor = messages[first]
  if (visitor === undefined || (mustAlternate && first > 0)) return [instructions, ...messages]
  return messages.with(first, merged(instructions, visitor))
}

function alternating(turns: readonly ModelMessage[]): ModelMessage[] {
  const shaped: ModelMessage[] = []
  for (const turn of turns) {
    const last = shaped.at(-1)
    if (last?.role === turn.role) shaped[shaped.length - 1] = merged(last, turn)
    else shaped.push(turn)
  }
  return shaped
}

function merged(first: ModelMessage, second: ModelMessage): ModelMessage {
  return { role: first.role, content: [...first.content, ...second.content] }
}
