import { describeError, type Log } from '../../log.ts'
import type { ChatEvent } from '../../wire/chat-event.ts'
import type { AnswerSource, Section } from '../answer-source.ts'
import type { BegunTurn } from '../chat-store.ts'
import type { Clock } from '../clock.ts'
import type { Turn } from './turn.ts'

/** What is known before anybody is asked. */
export type Prepared = {
  /** Of the instructions, in their order. */
  sections?: readonly Section[]
  /** What readers are told before the answer. */
  notices?: readonly ChatEvent[]
  /** Is asked before the turn's own sources. */
  decided?: AnswerSource
}

/** Gathers something for an answer, beside all others; each has its own time for it. */
export type Preparation = {
  name: string
  deadlineMs: number
  /** Without it nobody may be asked: its failure is the turn's. Any other that fails is left out. */
  isEssential?: boolean
  /** @param signal aborts when it is late, or the visitor has stopped */
  prepare(begun: BegunTurn, turn: Turn, signal: AbortSignal): Prepared | Promise<Prepared>
}

export type PreparationOptions = {
  begun: BegunTurn
  turn: Turn
  /** Aborts when the visitor has stopped. */
  stopSignal: AbortSignal
  log: Log
  clock: Clock
}

/**
 * Runs preparations side by side. Whatever comes of them stands in the order of the list, not of time.
 *
 * @throws what an essential one has thrown
 * @throws the signal's reason when the visitor has stopped
 */
export async function prepareAnswer(
  preparations: readonly Preparation[],
  options: PreparationOptions,
): Promise<readonly Prepared[]> {
  options.stopSignal.throwIfAborted()
  const prepared = await Promise.all(preparations.map((one) => prepareInTime(one, options)))
  options.stopSignal.throwIfAborted()
  return prepared
}

async function prepareInTime(
  preparation: Preparation,
  { begun, turn, stopSignal, log, clock }: PreparationOptions,
): Promise<Prepared> {
  const { name, deadlineMs, isEssential } = preparation
  const end = new AbortController()
  const stop = () => end.abort(stopSignal.reason)
  stopSignal.addEventListener('abort', stop, { once: true })
  let cancel: (() => void) | undefined
  try {
    const prepared = preparation.prepare(begun, turn, end.signal)
    // What is at hand needs no clock: every turn has the persona.
    if (!(prepared instanceof Promise)) return prepared
    cancel = clock.after(deadlineMs, () => end.abort(new DeadlinePassed()))
    return await Promise.race([prepared, rejectionOf(end.signal)])
  } catch (error) {
    if (stopSignal.aborted) return {}
    const { requestId } = turn
    const { messageId } = begun
    const ids = { requestId, messageId, preparation: name }
    log({ level: 'warn', event: 'preparation-failed', ...ids, ...describeError(error) })
    if (isEssential === true) throw error
    return {}
  } finally {
    cancel?.()
    stopSignal.removeEventListener('abort', stop)
  }
}

/** Rejects once a signal aborts. */
function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error))
  })
}

class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed'
}
