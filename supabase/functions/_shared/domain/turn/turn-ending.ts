import type { ChatEvent, Usage } from '../../wire/chat-event.ts'
import type { AttemptReport, RoutedAnswer } from '../answer-source.ts'
import type { StoredAttempt, TurnEnd } from '../chat-store.ts'
import { ModelFailure } from '../model.ts'

/** How an answer ended: what is stored about it and what its readers see last. */
export type TurnEnding = Omit<
  TurnEnd,
  'streamId' | 'content' | 'model' | 'provider' | 'attempts'
> & {
  lastEvent: ChatEvent
}

export function completed(
  messageId: string,
  answer: RoutedAnswer,
  usage: Usage | undefined,
): TurnEnding {
  // To a reader, what was said beside calls of tools is the whole of it.
  const finishReason = answer.finishReason === 'tool_calls' ? 'stop' : answer.finishReason
  return {
    status: 'complete',
    finishReason,
    ...storedUsage(usage),
    errorCode: null,
    lastEvent: { type: 'message-end', messageId, finishReason, ...(usage && { usage }) },
  }
}

function storedUsage(usage: Usage | undefined) {
  return {
    inputTokens: storable(usage?.inputTokens),
    outputTokens: storable(usage?.outputTokens),
  }
}

export function storedAttempt({ usage, firstTextMs, ...report }: AttemptReport): StoredAttempt {
  return { ...report, firstTextMs: firstTextMs ?? null, ...storedUsage(usage) }
}

const maxInteger = 2 ** 31 - 1

/** No answer is lost to a number of tokens that Postgres would not take for an integer. */
function storable(tokens = -1): number | null {
  return Number.isInteger(tokens) && tokens >= 0 && tokens <= maxInteger ? tokens : null
}

export function stopped(messageId: string, usage: Usage | undefined): TurnEnding {
  return {
    status: 'stopped',
    finishReason: 'stopped',
    ...storedUsage(usage),
    errorCode: null,
    lastEvent: {
      type: 'message-end',
      messageId,
      finishReason: 'stopped',
      ...(usage && { usage }),
    },
  }
}

export function failed(error: unknown, hasText: boolean, usage: Usage | undefined): TurnEnding {
  const settled = { finishReason: null, ...storedUsage(usage) }
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
