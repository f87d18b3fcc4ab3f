import { sleep } from '../../clock.ts'
import type { BeginAnamSession } from './anam-session.ts'
import { AnamConnection, type ConnectionOptions } from './anam-connection.ts'
import { startFailure, StartFailure } from './failures.ts'

/** How long it may take from the visitor's click to a face, all attempts together. */
const firstFrameMs = 12_000

/** Before the second and the third attempt. */
const pausesMs = [500, 1500]

export type StartOptions = Omit<ConnectionOptions, 'session' | 'signal'> & {
  begin: BeginAnamSession
  /** Gives up. */
  signal: AbortSignal
}

export type StartedSession = { connection: AnamConnection; over: Promise<{ isTimeUp: boolean }> }

/**
 * Begins a session and resolves with its first frame. What passes by itself is tried again, each
 * time with another token and another client.
 *
 * @throws StartFailure
 */
export async function startSession(options: StartOptions): Promise<StartedSession> {
  const giveUp = new AbortController()
  const timer = setTimeout(() => giveUp.abort(), firstFrameMs)
  const stop = () => giveUp.abort()
  options.signal.addEventListener('abort', stop)
  if (options.signal.aborted) stop()
  const { signal } = giveUp
  try {
    for (const pauseMs of [...pausesMs, null]) {
      try {
        return await attempt(options, signal)
      } catch (error) {
        const failure = startFailure(error)
        if (!failure.isPassing || pauseMs === null || signal.aborted) throw failure
        await until(sleep(pauseMs), signal)
      }
    }
    throw new StartFailure('no_first_frame')
  } finally {
    clearTimeout(timer)
    options.signal.removeEventListener('abort', stop)
  }
}

async function attempt(
  { begin, ...options }: StartOptions,
  signal: AbortSignal,
): Promise<StartedSession> {
  if (signal.aborted) throw new StartFailure('no_first_frame')
  const beginning = begin()
  let session
  try {
    session = await until(beginning, signal)
  } catch (error) {
    // It may yet begin, with nobody there any more.
    if (signal.aborted) beginning.then((late) => late?.end()).catch(() => undefined)
    throw error
  }
  if (session === null) throw new StartFailure('unsupported')
  const connection = await AnamConnection.open({ ...options, session, signal })
  return { connection, over: session.over }
}

/** Waits no longer than the signal allows. @throws StartFailure `no_first_frame` */
function until<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new StartFailure('no_first_frame'))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject)
  })
}
