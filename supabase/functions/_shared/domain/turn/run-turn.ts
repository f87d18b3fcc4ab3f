import type { ChatStore } from '../chat-store.ts'
import { disclosureOf } from '../prompting/system-prompt.ts'
import { viewRunningStream, viewStream, type StreamView } from '../streaming/stream-view.ts'
import { answerTurn, type AnswerDependencies } from './answer-turn.ts'
import type { Turn } from './turn.ts'

export type TurnDependencies = AnswerDependencies & {
  store: ChatStore
  /** Keeps the process alive for work that outlives its request. */
  background: (work: Promise<void>) => void
}

export type RunningTurn = {
  view: StreamView
  /** How long the database took to begin it, in milliseconds. */
  databaseMs: number
}

/**
 * Runs a visitor's turn: stores what it says, has it answered, and returns a view of the answer's stream
 * from its first event. The answer is produced whether or not anybody views it. A turn that was begun
 * before is not run again; its stream is viewed instead.
 *
 * @throws ProblemError whatever beginning a turn may throw; nothing is stored then
 */
export async function runTurn(dependencies: TurnDependencies, turn: Turn): Promise<RunningTurn> {
  const { store, streamLog, sources, background } = dependencies
  for (const source of sources) source.warm?.()
  const startedAt = performance.now()
  const begun = await ('continueMessageId' in turn
    ? store.continueTurn(turn)
    : store.beginTurn(turn))
  const databaseMs = performance.now() - startedAt
  const { streamId } = begun
  const { visitorId } = turn
  if (begun.outcome === 'attached') {
    const place = { streamId, visitorId, afterSequence: 0 }
    return { view: await viewStream({ store, streamLog }, place), databaseMs }
  }
  const stream = streamLog.open({ streamId, visitorId })
  stream.publish({
    type: 'meta',
    chatId: begun.chatId,
    userMessageId: begun.userMessageId,
    messageId: begun.messageId,
    streamId,
    disclosure: disclosureOf(begun.character),
  })
  background(answerTurn(dependencies, { stream, begun, turn, startedAt, databaseMs }))
  return { view: viewRunningStream(stream, 0), databaseMs }
}
