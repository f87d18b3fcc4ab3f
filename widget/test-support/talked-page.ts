import type { ConversationOptions } from '../src/chat/connection.ts'
import { ids, rowOf, storedGreeting, storedMessage } from './conversation-fixtures.ts'
import { ScriptedApi, type ScriptedRoutes } from './scripted-api.ts'
import { goodRoutes, newSiteKey, TestPage } from './test-page.ts'

/** The Data API's answers for a chat of these messages. */
export function storedChat(messages: readonly ReturnType<typeof storedMessage>[]): ScriptedRoutes {
  return {
    'GET /rest/v1/chats': [{ json: [{ active_leaf_id: messages.at(-1)?.id }] }],
    'GET /rest/v1/messages': [{ json: messages.map(rowOf) }],
  }
}

export const question = storedMessage({
  id: ids.user,
  parentId: ids.greeting,
  role: 'user',
  text: 'Привет',
  clientMessageId: 'e0000000-0000-4000-8000-000000000001',
})

export const answer = storedMessage({
  id: ids.answer,
  parentId: ids.user,
  text: 'Добрый день.',
  streamId: ids.stream,
})

export const shortChat = storedChat([storedGreeting, question, answer])

/** A page where a visitor has had one answer. */
export async function talkedPage(
  routes: ScriptedRoutes = {},
  options: Partial<ConversationOptions> = {},
) {
  const api = await ScriptedApi.start({ ...goodRoutes, ...shortChat, ...routes })
  const siteKey = newSiteKey()
  const page = TestPage.open(api, { siteKey, ...options })
  await page.conversation.send({ text: 'Привет' })
  return { api, siteKey, page }
}
