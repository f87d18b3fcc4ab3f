import { describeError, type Log } from '../../log.ts'
import { noTracer, tracePlace, type NoteAttributes, type Tracer } from '../../tracer.ts'
import type { AnswerSink, AnswerSource, RoutedAnswer } from '../answer-source.ts'
import type { BegunTurn } from '../chat-store.ts'
import { systemClock, type Clock } from '../clock.ts'
import { ModelFailure } from '../model.ts'
import { answerRequest } from '../prompting/answer-request.ts'
import type { Prompts } from '../prompting/prompts.ts'
import type { RunningStream } from '../streaming/running-stream.ts'
import type { StreamLog } from '../streaming/stream-log.ts'
import { firstAnswer } from './first-answer.ts'
import { prepareAnswer, type Preparation } from './preparations.ts'
import type { Turn } from './turn.ts'
import { completed, failed, stopped, storedAttempt, type TurnEnding } from './turn-ending.ts'
import { WrittenAnswer } from './written-answer.ts'

/** Alters or holds back what a source says, on its way to the sink within. */
export type AnswerFilter = (sink: AnswerSink) => AnswerSink

/** Everything that has a hand in an answer, in its places. */
export type AnswerSteps = {
  /** Side by side, before anybody is asked. */
  preparations: readonly Preparation[]
  /** The first that does not pass answers. */
  sources: readonly AnswerSource[]
  /** In the order in which they hear what a source says. */
  filters: readonly AnswerFilter[]
}

export type AnswerDependencies = AnswerSteps & {
  streamLog: StreamLog
  prompts: Prompts
  log: Log
  /** @defaultValue `noTracer` */
  tracer?: Tracer | undefined
  /** @defaultValue `systemClock` */
  clock?: Clock
}

export type UnansweredTurn = {
  stream: RunningStream
  begun: BegunTurn
  turn: Turn
  /** When it was asked for, on the clock of `performance`. */
  startedAt: number
  databaseMs: number
}

/** Has the turn answered and settles the answer, however it ends. Never rejects. */
export function answerTurn(
  dependencies: AnswerDependencies,
  unanswered: UnansweredTurn,
): Promise<void> {
  const { tracer = noTracer } = dependencies
  const start = { name: 'turn', kind: 'internal', attributes: {} } as const
  return tracer.span(start, (note) => settleTurn(dependencies, unanswered, note))
}

async function settleTurn(
  dependencies: AnswerDependencies,
  { stream, begun, turn, startedAt, databaseMs }: UnansweredTurn,
  note: NoteAttributes,
): Promise<void> {
  const { streamLog, log } = dependencies
  const { streamId } = stream
  const answer = new WrittenAnswer(stream, begun.textSoFar)
  answer.onEvent({ type: 'mind-state', state: 'routing_to_llm' })
  let routed: RoutedAnswer | undefined
  let failure: unknown
  try {
    routed = await askForAnswer(dependencies, begun, turn, answer)
    if (answer.content === '') throw new ModelFailure('empty')
  } catch (error) {
    failure = error
  }
  answer.close()

  const { content, usage } = answer
  const { lastEvent, ...end } = endingOf()
  const { model, provider } = answer.author ?? nobody
  const attempts = answer.reports.map(storedAttempt)
  const settled = { streamId, content, model, provider, attempts, ...end }
  await streamLog.settle(stream, settled, lastEvent)
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
    const fields = {
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
    }
    log({ level: 'info', event: 'turn', traceId: tracePlace()?.traceId, ...fields })
    note({ ...fields, 'error.type': errorCode })
  }
}

const nobody = { model: null, provider: null }

/** Prepares an answer and has the first source that can give it into the sink, through the filters. */
async function askForAnswer(
  { preparations, sources, filters, prompts, log, clock = systemClock }: AnswerDependencies,
  begun: BegunTurn,
  turn: Turn,
  sink: AnswerSink,
): Promise<RoutedAnswer> {
  const options = { begun, turn, stopSignal: sink.signal, log, clock }
  const prepared = await prepareAnswer(preparations, options)
  for (const notice of prepared.flatMap(({ notices = [] }) => notices)) sink.onEvent(notice)
  const sections = prepared.flatMap(({ sections = [] }) => sections)
  const decided = prepared.flatMap(({ decided = [] }) => decided)
  const filtered = filters.reduceRight((within, filter) => filter(within), sink)
  const request = answerRequest(prompts, begun, turn, sections)
  return firstAnswer([...decided, ...sources], request, filtered)
}
