import { activePath, answersByParent, type MessageNode } from './message-tree.ts'
import { hasWords } from './reduce.ts'
import type { ConversationState } from './state.ts'
import type { ConversationView, MessageView } from './view.ts'

/** What the panel draws of a state. Messages that did not change are those of the view before. */
export function deriveView(state: ConversationState, before?: ConversationView): ConversationView {
  const known = new Map(before?.messages.map((message) => [message.key, message]))
  const path = activePath(state.tree).filter(isShown)
  const answers = answersByParent(state.tree)
  const messages = path.map((node, index) => {
    const variants = (node.role === 'assistant' && answers.get(node.parentKey)) || [node]
    const message = viewMessage(node, {
      variant: { index: variants.indexOf(node), count: variants.length },
      isIdle: state.turn === null,
      isLast: index === path.length - 1,
    })
    const earlier = known.get(message.key)
    return earlier !== undefined && isSame(earlier, message) ? earlier : message
  })
  const { phase, problem, retryAt, session, chatId, mindState, draft, announcement } = state
  return {
    phase,
    problem,
    retryAt,
    session,
    chatId,
    character: session?.character ?? null,
    messages,
    busy: state.turn !== null,
    mindState,
    draft,
    announcement,
  }
}

/** An answer is drawn from its first word on; one without any only if it says why. */
function isShown(node: MessageNode): boolean {
  return hasWords(node.text) || node.status === 'failed' || node.status === 'stopped'
}

type Surroundings = {
  readonly variant: MessageView['variant']
  /** No turn is running. */
  readonly isIdle: boolean
  readonly isLast: boolean
}

function viewMessage(node: MessageNode, { variant, isIdle, isLast }: Surroundings): MessageView {
  const isGreeting = node.parentKey === null && node.role === 'assistant'
  const isAnswer = node.role === 'assistant' && !isGreeting
  return {
    id: node.id ?? node.key,
    key: node.key,
    role: node.role,
    text: node.text,
    status: node.status,
    isGreeting,
    createdAt: node.createdAt,
    variant,
    streamId: node.streamId,
    problem: node.problem,
    retryAt: node.retryAt ?? null,
    canRetry: isIdle && isLast && node.status === 'failed',
    canContinue: isIdle && isLast && isAnswer && node.id !== null && canGoOn(node),
    canRegenerate: isIdle && isAnswer && node.id !== null && node.status !== 'failed',
    canDelete: isIdle && !isGreeting,
  }
}

/** It did not come to its end by itself. */
function canGoOn({ status, isCutShort }: MessageNode): boolean {
  return status === 'interrupted' || status === 'stopped' || isCutShort
}

function isSame(before: MessageView, after: MessageView): boolean {
  return (Object.keys(after) as (keyof MessageView)[]).every((field) =>
    field === 'variant'
      ? before.variant.index === after.variant.index && before.variant.count === after.variant.count
      : before[field] === after[field],
  )
}
