import type { ChatEvent } from '../wire/chat-event.ts'
import type { GenerationSettings } from '../wire/chat-request.ts'
import { describeError, type Log } from '../log.ts'
import type { BegunTurn, ChatStore, TurnEnd, TurnRequest } from './chat-store.ts'
import { contextWindow } from './context-window.ts'
import { ModelFailure, type Model, type ModelRequest } from './model.ts'
import type { Prompts } from './prompts.ts'
import type { RunningStream } from './running-stream.ts'
import type { StreamLog } from './stream-log.ts'
import { viewRunningStream, viewStream, type StreamView } from './stream-view.ts'
import { disclosureOf, systemPrompt } from './system-prompt.ts'
import { VisibleText } from './visible-text.ts'

export type TurnDependencies = {
  store: ChatStore
  streamLog: StreamLog
  model: Model
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

export type Turn = TurnRequest & { settings?: GenerationSettings | undefined }

/**
 * Runs a visitor's turn: stores the message, asks the model, and returns a view of the answer's
 * stream from its first event. The answer is produced whether or not anybody views it. A turn that
 * was begun before is not run again; its stream is viewed instead.
 *
 * @throws ProblemError whatever beginning a turn may throw; nothing is stored then
 */
export async function runTurn(dependencies: TurnDependencies, turn: Turn): Promise<RunningTurn> {
  const { store, streamLog, background } = dependencies
  const startedAt = performance.now()
  const begun = await store.beginTurn(turn)
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
  stream.publish({ type: 'mind-state', state: 'routing_to_llm' })
  background(produceAnswer(dependencies, { stream, begun, turn }))
  return { view: viewRunningStream(stream, 0), databaseMs }
}

/** Asks the model and settles the answer, however it ends. Never rejects. */
async function produceAnswer(
  { streamLog, model, prompts, log }: TurnDependencies,
  { stream, begun, turn }: { stream: RunningStream; begun: BegunTurn; turn: Turn },
): Promise<void> {
  const visible = new VisibleText()
  let content = ''
  const onText = (piece: string) => {
    const text = visible.add(piece)
    if (text === '' || stream.stopSignal.aborted) return
    if (content === '') stream.publish({ type: 'mind-state', state: 'generating_speech' })
    content += text
    stream.publish({ type: 'text-delta', text })
  }

  stream.publish({
    type: 'model-selected',
    model: model.name,
    provider: model.provider,
    attempt: 1,
  })
  let ending: Ending
  try {
    const request = modelRequest(prompts, begun, turn)
    const answer = await model.answer(request, {
      onText,
      onThinking: () => undefined,
      signal: stream.stopSignal,
    })
    if (content === '') throw new ModelFailure('empty')
    ending = completed(begun.messageId, answer)
  } catch (error) {
    if (stream.stopSignal.aborted) {
      ending = stopped(begun.messageId)
    } else {
      ending = failed(error, content !== '')
      const { streamId } = stream
      const { errorCode } = ending
      const cause = error instanceof ModelFailure ? {} : describeError(error)
      log({ level: 'error', event: 'answer-failed', streamId, code: errorCode ?? '', ...cause })
    }
  }
  const { lastEvent, ...end } = ending
  const { streamId } = stream
  const answered = { streamId, content, model: model.name, provider: model.provider }
  await streamLog.settle(stream, { ...answered, ...end }, lastEvent)
}

function modelRequest(prompts: Prompts, begun: BegunTurn, turn: Turn): ModelRequest {
  const { character, history, messageId } = begun
  const { settings = {} } = turn
  const responseLength = settings.responseLength ?? character.responseLength
  const system = systemPrompt(prompts, character, responseLength)
  return {
    system,
    messages: contextWindow(system, history),
    settings: {
      maxTokens: settings.maxTokens ?? character.maxTokens,
      temperature: settings.temperature ?? character.temperature,
      topP: settings.topP ?? character.topP,
      topK: settings.topK ?? character.topK,
      frequencyPenalty: settings.frequencyPenalty ?? character.frequencyPenalty,
    },
    character,
    messageId,
    isRegeneration: turn.regenerateMessageId !== undefined,
  }
}

/** How an answer ended: what is stored about it and what its readers see last. */
type Ending = Omit<TurnEnd, 'streamId' | 'content' | 'model' | 'provider'> & {
  lastEvent: ChatEvent
}

const noUsage = { inputTokens: null, outputTokens: null }

function completed(messageId: string, answer: Awaited<ReturnType<Model['answer']>>): Ending {
  const { finishReason, usage } = answer
  return {
    status: 'complete',
    finishReason,
    inputTokens: usage?.inputTokens ?? null,
    outputTokens: usage?.outputTokens ?? null,
    errorCode: null,
    lastEvent: { type: 'message-end', messageId, finishReason, ...(usage && { usage }) },
  }
}

function stopped(messageId: string): Ending {
  const finishReason = 'stopped'
  const lastEvent: ChatEvent = { type: 'message-end', messageId, finishReason }
  return { status: 'stopped', finishReason, ...noUsage, errorCode: null, lastEvent }
}

function failed(error: unknown, hasText: boolean): Ending {
  const settled = { finishReason: null, ...noUsage }
  if (!(error instanceof ModelFailure)) {
    const status = hasText ? 'interrupted' : 'failed'
    const errorCode = 'internal_error'
    const message = 'Something went wrong on the server.'
    return { status, ...settled, errorCode, lastEvent: { type: 'error', code: errorCode, message } }
  }
  const errorCode = error.code
  if (hasText) {
    const message = 'The model stopped in the middle of its answer.'
    const lastEvent: ChatEvent = { type: 'error', code: 'stream_interrupted', message }
    return { status: 'interrupted', ...settled, errorCode, lastEvent }
  }
  const { retryAfterMs } = error
  const lastEvent: ChatEvent = {
    type: 'error',
    code: 'model_unavailable',
    message: 'The model did not answer.',
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  }
  return { status: 'failed', ...settled, errorCode, lastEvent }
}
