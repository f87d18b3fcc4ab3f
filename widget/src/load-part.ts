import { ConversationError } from './transports/conversation-error.ts'
import { send } from './transports/http.ts'

/**
 * Loads a part of this build. What does not come is not there any more if its server still is: since
 * the page was opened there was a new release.
 *
 * @throws ConversationError `outdated` or `offline`
 */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch {
    const isThere = await send(fetch, import.meta.url, { mode: 'no-cors', cache: 'no-store' })
    throw new ConversationError(isThere ? 'outdated' : 'offline')
  }
}
