import type { ChatEvent } from '#wire/chat-event.ts'
import {
  activePath,
  emptyTree,
  type MessageNode,
  type MessageTree,
  newestLeafBelow,
  withChange,
  withNode,
  withoutSubtree,
} from './message-tree.ts'
import { parseMarkdown } from './markdown.ts'
import { plainText } from './plain-text.ts'
import type { ConversationEvent, ConversationState, StoredChat } from './state.ts'

/** The conversation after an event. Pure: no clock, no network, nothing is changed in place. */
export function reduce(state: ConversationState, event: ConversationEvent): ConversationState {
  switch (event.type) {
    case 'session-requested':
      return { ...state, phase: 'loading', problem: null }
    case 'session-opened': {
      const { session, chatId, now } = event
      return withGreeting({ ...state, phase: 'ready', problem: null, session, chatId }, now)
    }
    case 'session-failed':
      return { ...state, phase: 'unavailable', problem: event.problem }
    case 'history-loaded':
      // A running turn knows better than a history that was read while it ran.
      return state.turn === null ? withHistory(state, event.chat) : state
    case 'chat-begun':
      return withGreeting({ ...state, chatId: null, problem: null }, event.now)
    case 'draft-changed':
      return { ...state, draft: event.text }
    case 'message-sent':
      return withMessageSent(state, event)
    case 'unsent-restored':
      return {
        ...state,
        tree: withUnsent(state.tree, { ...event, status: 'failed', problem: 'offline' }),
      }
    case 'variant-requested':
      return withVariantRequested(state, event)
    case 'answer-followed':
      return withAnswerFollowed(state, event)
    case 'streamed':
      return state.turn === null ? state : withChatEvent(state, event.event)
    case 'turn-failed':
      return withTurnFailed(state, event.problem)
    case 'variant-shown':
      return {
        ...state,
        problem: null,
        tree: { ...state.tree, leafKey: newestLeafBelow(state.tree, event.key) },
      }
    case 'message-deleted':
      return { ...state, problem: null, tree: withoutSubtree(state.tree, event.key) }
    case 'chat-cleared': {
      const greeting = activePath(state.tree)[0]
      const tree = greeting === undefined ? emptyTree : greetingOnly(greeting)
      return { ...state, problem: null, tree, announcement: '' }
    }
    case 'action-failed':
      return { ...state, problem: event.problem, tree: event.tree ?? state.tree }
  }
}

function greetingOnly(greeting: MessageNode): MessageTree {
  return withNode({ ...emptyTree, leafKey: greeting.key }, greeting)
}

/** A chat that has not begun: the greeting of the session's character, which only the page knows. */
function withGreeting(state: ConversationState, now: number): ConversationState {
  const text = state.session?.character.greeting ?? ''
  const tree = greetingOnly(
    newNode({ key: 'greeting', parentKey: null, status: 'complete', text, createdAt: now }),
  )
  return { ...state, tree, turn: null, mindState: 'idle', announcement: '' }
}

/** A message that only the page knows so far; an answer that is about to stream, unless it says otherwise. */
function newNode(
  fields: Partial<MessageNode> & Pick<MessageNode, 'key' | 'parentKey' | 'createdAt'>,
): MessageNode {
  return {
    id: null,
    role: 'assistant',
    status: 'streaming',
    text: '',
    clientMessageId: null,
    streamId: null,
    problem: null,
    ...fields,
  }
}

function withHistory(state: ConversationState, chat: StoredChat): ConversationState {
  const keys = new Map<string, string>()
  for (const node of state.tree.nodes.values()) if (node.id !== null) keys.set(node.id, node.key)
  const root = chat.messages.find(({ parentId }) => parentId === null)
  // The greeting was drawn before the server had an id for it; it is the same message.
  if (root !== undefined && !keys.has(root.id)) keys.set(root.id, 'greeting')
  const keyOf = (id: string) => keys.get(id) ?? id

  const nodes = new Map<string, MessageNode>()
  for (const { parentId, ...message } of chat.messages) {
    const key = keyOf(message.id)
    nodes.set(key, { ...message, key, parentKey: parentId === null ? null : keyOf(parentId) })
  }
  let tree: MessageTree = { nodes, leafKey: keyOf(chat.activeLeafId) }

  const known = new Set(chat.messages.map(({ clientMessageId }) => clientMessageId))
  for (const node of state.tree.nodes.values()) {
    const isUnsent = node.id === null && node.role === 'user'
    if (!isUnsent || known.has(node.clientMessageId)) continue
    tree = { ...withNode(tree, { ...node, parentKey: tree.leafKey }), leafKey: node.key }
  }
  return { ...state, chatId: chat.id, problem: null, tree }
}

type Unsent = Pick<MessageNode, 'status' | 'problem' | 'text'> & {
  readonly clientMessageId: string
  readonly now: number
}

/** Hangs a message the server does not have below the path, instead of one it did not take. */
function withUnsent(
  tree: MessageTree,
  { clientMessageId, now, status, problem, text }: Unsent,
): MessageTree {
  const leaf = tree.leafKey === null ? undefined : tree.nodes.get(tree.leafKey)
  const replacesLeaf = leaf !== undefined && leaf.role === 'user' && leaf.id === null
  const base = replacesLeaf ? withoutSubtree(tree, leaf.key) : tree
  const node = newNode({
    key: clientMessageId,
    parentKey: base.leafKey,
    role: 'user',
    status,
    text,
    createdAt: now,
    clientMessageId,
    problem,
  })
  return { ...withNode(base, node), leafKey: node.key }
}

function withMessageSent(
  state: ConversationState,
  { clientMessageId, text, now }: { clientMessageId: string; text: string; now: number },
): ConversationState {
  const message: Unsent = { clientMessageId, text, now, status: 'sending', problem: null }
  const tree = withUnsent(state.tree, message)
  const answerKey = `answer-${clientMessageId}`
  const answer = newNode({ key: answerKey, parentKey: clientMessageId, createdAt: now })
  return {
    ...state,
    problem: null,
    tree: { ...withNode(tree, answer), leafKey: answerKey },
    turn: { userKey: clientMessageId, answerKey, streamId: null, leafBefore: clientMessageId },
    draft: state.draft.trim() === text.trim() ? '' : state.draft,
    announcement: '',
  }
}

function withVariantRequested(
  state: ConversationState,
  { key, clientMessageId, now }: { key: string; clientMessageId: string; now: number },
): ConversationState {
  const original = state.tree.nodes.get(key)
  if (original === undefined) return state
  const answerKey = `answer-${clientMessageId}`
  const { parentKey } = original
  const answer = newNode({ key: answerKey, parentKey, clientMessageId, createdAt: now })
  return {
    ...state,
    problem: null,
    tree: { ...withNode(state.tree, answer), leafKey: answerKey },
    turn: { userKey: null, answerKey, streamId: null, leafBefore: state.tree.leafKey },
    announcement: '',
  }
}

function withAnswerFollowed(
  state: ConversationState,
  { key, streamId }: { key: string; streamId: string | null },
): ConversationState {
  const change = { status: 'streaming', text: '', problem: null } as const
  return {
    ...state,
    problem: null,
    tree: { ...withChange(state.tree, key, change), leafKey: newestLeafBelow(state.tree, key) },
    turn: { userKey: null, answerKey: key, streamId, leafBefore: key },
    announcement: '',
  }
}

function withChatEvent(state: ConversationState, event: ChatEvent): ConversationState {
  const { turn } = state
  if (turn === null) return state
  const answer = state.tree.nodes.get(turn.answerKey)
  switch (event.type) {
    case 'meta': {
      const { chatId, streamId, messageId: id, userMessageId } = event
      let tree = withChange(state.tree, turn.answerKey, { id, streamId })
      if (turn.userKey !== null) {
        const taken = { id: userMessageId, status: 'complete', problem: null } as const
        tree = withChange(tree, turn.userKey, taken)
      }
      return { ...state, tree, chatId, turn: { ...turn, streamId } }
    }
    case 'mind-state':
      return { ...state, mindState: event.state }
    case 'text-delta': {
      const text = (answer?.text ?? '') + event.text
      return { ...state, tree: withChange(state.tree, turn.answerKey, { text }) }
    }
    case 'reset':
      return { ...state, tree: withChange(state.tree, turn.answerKey, { text: '' }) }
    case 'message-end':
      return withAnswerEnded(state, event.finishReason === 'stopped' ? 'stopped' : 'complete')
    case 'error':
      return withTurnFailed(state, event.code)
    case 'model-selected':
    case 'reconnect':
      return state
  }
}

function withAnswerEnded(
  state: ConversationState,
  status: 'complete' | 'stopped' | 'interrupted' | 'failed',
  problem: MessageNode['problem'] = null,
): ConversationState {
  const { turn } = state
  const answer = turn === null ? undefined : state.tree.nodes.get(turn.answerKey)
  if (answer === undefined) return state
  // An answer without a word is no answer, whatever the server calls it.
  const isEmpty = status === 'complete' && !hasWords(answer.text)
  const change = isEmpty
    ? ({ status: 'failed', problem: 'internal_error' } as const)
    : { status, problem }
  return {
    ...state,
    tree: withChange(state.tree, answer.key, change),
    turn: null,
    mindState: 'idle',
    announcement: plainText(parseMarkdown(answer.text)),
  }
}

function withTurnFailed(
  state: ConversationState,
  problem: NonNullable<MessageNode['problem']>,
): ConversationState {
  const { turn, tree } = state
  if (turn === null) return state
  if (turn.streamId !== null) {
    const answer = tree.nodes.get(turn.answerKey)
    const status = hasWords(answer?.text ?? '') ? 'interrupted' : 'failed'
    return withAnswerEnded(state, status, problem)
  }
  const ended = { ...state, turn: null, mindState: 'idle' } as const
  const user = turn.userKey === null ? undefined : tree.nodes.get(turn.userKey)
  if (user !== undefined) {
    const failed = withChange(withoutSubtree(tree, turn.answerKey), user.key, {
      status: 'failed',
      problem,
    })
    return { ...ended, tree: failed, draft: state.draft === '' ? user.text : state.draft }
  }
  if (turn.leafBefore === turn.answerKey) {
    return { ...ended, tree: withChange(tree, turn.answerKey, { status: 'failed', problem }) }
  }
  const restored = { ...withoutSubtree(tree, turn.answerKey), leafKey: turn.leafBefore }
  return { ...ended, problem, tree: restored }
}

/** Whether a text has anything to show. */
export function hasWords(text: string): boolean {
  return /\S/u.test(text)
}
