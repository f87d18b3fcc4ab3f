import type { ChatStore, StopQuery } from '../chat-store.ts'
import type { StreamLog } from './stream-log.ts'

/**
 * Ends a visitor's stream: at once when this process produces it, otherwise through the database,
 * where its producer finds the request within a second. What was said so far is kept, and how much
 * of it was heard goes to the database either way, also of a stream that has ended.
 *
 * @throws ProblemError `stream_not_found`, also for another visitor's
 */
export async function stopStream(
  { store, streamLog }: { store: Pick<ChatStore, 'requestStop'>; streamLog: StreamLog },
  stop: StopQuery,
): Promise<'stopping' | 'ended'> {
  const running = streamLog.find(stop)
  running?.stop()
  if (running === undefined) return store.requestStop(stop)
  if (stop.heardCharacters !== undefined) await store.requestStop(stop)
  return 'stopping'
}
