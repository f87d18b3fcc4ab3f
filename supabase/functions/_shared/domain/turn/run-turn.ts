import type { GenerationSettings } from '../../wire/chat-request.ts'
import { describeError, type Log } from '../../log.ts'
import { answerRequest } from '../prompting/answer-request.ts'
import type { AnswerRouter, RoutedAnswer } from '../answer-router.ts'
import type { BegunTurn, ChatStore, ContinuedTurnRequest, TurnRequest } from '../chat-store.ts'
import { ModelFailure } from '../model.ts'
import type { Prompts } from '../prompting/prompts.ts'
import type { RunningStream } from '../streaming/running-stream.ts'
import type { StreamLog } from '../streaming/stream-log.ts'
import { viewRunningStream, viewStream, type StreamView } from '../streaming/stream-view.ts'
import { disclosureOf } from '../prompting/system-prompt.ts'
import { completed, failed, stopped, type TurnEnding } from './turn-ending.ts'
import { WrittenAnswer } from './written-answer.ts'

export type TurnDependencies = {
  store: ChatStore
  streamLog: StreamLog
  router: AnswerRouter
  prompts: Prompts
  log: Log
  /** Keeps the process alive for work that outlives its request. */
  background: (work: Promise<void>) => void
}

export type RunningTurn = {
  view: StreamView
  /** How long the database took to begin it, in milliseconds. */
  databaseMs: number
}

export type Turn = (TurnRequest | ContinuedTurnRequest) & {
  /** Of the request that asks for it, to be found by in the log. */
  requestId: string
  settings?: GenerationSettings | undefined
}

/**
 * Runs a visitor's turn: stores what it says, asks a model, and returns a view of the answer's stream
 * from its first event. The answer is produced whether or not anybody views it. A turn that was begun
 * before is not run again; its stream is viewed instead.
 *
 * @throws ProblemError whatever beginning a turn may throw; nothing is stored then
 */
export async function runTurn(dependencies: TurnDependencies, turn: Turn): Promise<RunningTurn> {
  const { store, streamLog, router, background } = dependencies
  router.warm()
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
  background(produceAnswer(dependencies, { stream, begun, turn, startedAt, databaseMs }))
  return { view: viewRunningStream(stream, 0), databaseMs }
}

type Production = {
  stream: RunningStream
  begun: BegunTurn
  turn: Turn
  /** When it was asked for, on the clock of `performance`. */
  startedAt: number
  databaseMs: number
}

/** Has the turn answered and settles the answer, however it ends. Never rejects. */
async function produceAnswer(
  { streamLog, router, prompts, log }: TurnDependencies,
  { stream, begun, turn, startedAt, databaseMs }: Production,
): Promise<void> {
  const { streamId } = stream
  const answer = new WrittenAnswer(stream, begun.textSoFar)
  stream.publish({ type: 'mind-state', state: 'routing_to_llm' })
  let routed: RoutedAnswer | undefined
  let failure: unknown
  try {
    routed = await router.answer(answerRequest(prompts, begun, turn), answer)
    if (answer.content === '') throw new ModelFailure('empty')
  } catch (error) {
    failure = error
  }
  answer.close()

  const { content, usage } = answer
  const { lastEvent, ...end } = endingOf()
  const { model, provider } = answer.author ?? nobody
  await streamLog.settle(stream, { streamId, content, model, provider, ...end }, lastEvent)
  logTurn()

  function endingOf(): TurnEnding {
    if (failure === undefined && routed !== undefined)
      return completed(begun.messageId, routed, usage)
    if (stream.stopSignal.aborted) return stopped(begun.messageId, usage)
    const ending = failed(failure, content !== '', usage)
    const code = ending.errorCode ?? ''
    const cause = failure instanceof ModelFailure ? {} : describeError(failure)
    log({ level: 'error', event: 'answer-failed', streamId, code, ...cause })
    return ending
  }

  function logTurn(): void {
    const { attempts, firstTextAt } = answer
    const { status, finishReason, errorCode, inputTokens, outputTokens } = end
    const since = (time: number | undefined) => time && Math.round(time - startedAt)
    log({
      level: 'info',
      event: 'turn',
      requestId: turn.requestId,
      chatId: begun.chatId,
      messageId: begun.messageId,
      streamId,
      status,
      finishReason,
      code: errorCode,
      model: model && `${provider}:${model}`,
      attempts,
      inputTokens,
      outputTokens,
      databaseMs: Math.round(databaseMs),
      firstTextMs: since(firstTextAt),
      totalMs: since(performance.now()),
    })
  }
}

const nobody = { model: null, provider: null }
