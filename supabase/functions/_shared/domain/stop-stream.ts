import type { ChatStore } from './chat-store.ts'
import type { StreamLog } from './stream-log.ts'

/**
 * Ends a visitor's stream: at once when this process produces it, otherwise through the database,
 * where its producer finds the request within a second. What was said so far is kept.
 *
 * @throws ProblemError `stream_not_found`, also for another visitor's
 */
export async function stopStream(
  { store, streamLog }: { store: Pick<ChatStore, 'requestStop'>; streamLog: StreamLog },
  identity: { streamId: string; visitorId: string },
): Promise<'stopping' | 'ended'> {
  const running = streamLog.find(identity)
  if (running === undefined) return store.requestStop(identity)
  running.stop()
  return 'stopping'
}
