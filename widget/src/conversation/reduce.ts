import { thoughtShown, type ChatEvent } from '@visavis/shared/wire/chat-event.ts'
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
import { keepWordsAhead } from './keep-words-ahead.ts'
import type { ConversationEvent, ConversationState, Failure, Turn } from './state.ts'

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
      return { ...state, phase: 'unavailable', ...failureIn(event) }
    case 'history-loaded':
      // A running turn knows better than a history that was read while it ran.
      return state.turn === null
        ? { ...state, chatId: event.chatId, problem: null, tree: event.tree }
        : state
    case 'chat-shown': {
      const { chatId, tree } = event
      return { ...withTree(state, tree), chatId, problem: null }
    }
    case 'chat-begun':
      return withGreeting({ ...state, chatId: null, problem: null }, event.now)
    case 'draft-changed':
      return { ...state, draft: event.text }
    case 'message-sent':
      return withMessageSent(state, event)
    case 'unsent-restored':
      return { ...state, tree: withUnsent(state.tree, { ...event, status: 'failed' }) }
    case 'variant-requested':
      return withVariantRequested(state, event)
    case 'answer-followed':
      return withAnswerFollowed(state, event)
    case 'streamed':
      return state.turn === null ? state : withChatEvent(state, event.event)
    case 'turn-failed':
      return withTurnFailed(state, event)
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
      return {
        ...state,
        ...failureIn(event),
        tree: event.tree ?? state.tree,
      }
  }
}

function failureIn({ problem, retryAt = null }: Failure) {
  return { problem, retryAt }
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
  return withTree(state, tree)
}

/** Another chat, in which nothing is going on. */
function withTree(state: ConversationState, tree: MessageTree): ConversationState {
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
    isCutShort: false,
    problem: null,
    ...fields,
  }
}

type Unsent = Pick<MessageNode, 'status' | 'text'> & {
  readonly clientMessageId: string
  readonly now: number
}

/** Hangs a message the server does not have below the path, instead of one it did not take. */
function withUnsent(
  tree: MessageTree,
  { clientMessageId, now, status, text }: Unsent,
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
  })
  return { ...withNode(base, node), leafKey: node.key }
}

function newTurn(fields: Partial<Turn> & Pick<Turn, 'answerKey' | 'leafBefore'>): Turn {
  return { userKey: null, streamId: null, said: '', ...fields }
}

function withMessageSent(
  state: ConversationState,
  { clientMessageId, text, now }: { clientMessageId: string; text: string; now: number },
): ConversationState {
  const message: Unsent = { clientMessageId, text, now, status: 'sending' }
  const tree = withUnsent(state.tree, message)
  const answerKey = `answer-${clientMessageId}`
  const answer = newNode({ key: answerKey, parentKey: clientMessageId, createdAt: now })
  return {
    ...state,
    problem: null,
    tree: { ...withNode(tree, answer), leafKey: answerKey },
    turn: newTurn({ userKey: clientMessageId, answerKey, leafBefore: clientMessageId }),
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
    turn: newTurn({ answerKey, leafBefore: state.tree.leafKey }),
    announcement: '',
  }
}

function withAnswerFollowed(
  state: ConversationState,
  { key, streamId }: { key: string; streamId: string | null },
): ConversationState {
  const change = { status: 'streaming', problem: null, isCutShort: false } as const
  return {
    ...state,
    problem: null,
    tree: { ...withChange(state.tree, key, change), leafKey: newestLeafBelow(state.tree, key) },
    turn: newTurn({ answerKey: key, streamId, leafBefore: key }),
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
      const problem = state.problem === 'offline' ? null : state.problem
      return { ...state, problem, tree, chatId, turn: { ...turn, streamId } }
    }
    case 'mind-state':
      return { ...state, mindState: event.state }
    case 'text-delta': {
      const said = turn.said + event.text
      const text = keepWordsAhead(answer?.text ?? '', said)
      const tree = withChange(state.tree, turn.answerKey, { text })
      return { ...state, tree, turn: { ...turn, said } }
    }
    case 'reset': {
      const anew = { ...state, turn: { ...turn, said: '' } }
      // What was shown stays until the first of the new words takes its place.
      if (event.reason !== thoughtShown) return anew
      return { ...anew, tree: withChange(state.tree, turn.answerKey, { text: '' }) }
    }
    case 'message-end': {
      const { finishReason } = event
      return withAnswerEnded(state, {
        status: finishReason === 'stopped' ? 'stopped' : 'complete',
        isCutShort: finishReason === 'length',
        ...(turn.said && { text: turn.said }),
      })
    }
    case 'error':
      return withTurnFailed(state, { problem: event.code })
    default:
      return state
  }
}

function withAnswerEnded(
  state: ConversationState,
  change: Partial<Omit<MessageNode, 'key'>> & Pick<MessageNode, 'status'>,
): ConversationState {
  const { turn, tree } = state
  const answer = turn && tree.nodes.get(turn.answerKey)
  if (!answer) return state
  const { text = answer.text, status } = change
  // An answer without a word is no answer, whatever the server calls it.
  const isEmpty = status === 'complete' && !hasWords(text)
  const ended = isEmpty ? ({ status: 'failed', problem: 'internal_error' } as const) : change
  return {
    ...state,
    tree: withChange(tree, answer.key, ended),
    turn: null,
    mindState: 'idle',
    // What was read out before this turn is not read out again when nothing came of it.
    announcement: turn.said && text,
  }
}

function withTurnFailed(state: ConversationState, failure: Failure): ConversationState {
  const { turn, tree } = state
  const why = failureIn(failure)
  if (turn === null) return state
  if (turn.streamId !== null || turn.leafBefore === turn.answerKey) {
    const answer = tree.nodes.get(turn.answerKey)
    const status = hasWords(answer?.text ?? '') ? 'interrupted' : 'failed'
    return withAnswerEnded(state, { status, ...why })
  }
  const ended = { ...state, problem: null, turn: null, mindState: 'idle' } as const
  const user = turn.userKey === null ? undefined : tree.nodes.get(turn.userKey)
  if (user !== undefined) {
    const failed = withChange(withoutSubtree(tree, turn.answerKey), user.key, {
      status: 'failed',
      ...why,
    })
    return { ...ended, tree: failed, draft: state.draft === '' ? user.text : state.draft }
  }
  const restored = { ...withoutSubtree(tree, turn.answerKey), leafKey: turn.leafBefore }
  return { ...ended, ...why, tree: restored }
}

/** Whether a text has anything to show. */
export function hasWords(text: string): boolean {
  return /\S/u.test(text)
}
