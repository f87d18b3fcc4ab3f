import * as v from 'valibot'
import { ProblemCode } from '@visavis/shared/wire/problem-code.ts'
import type { MessageTree } from '../conversation/message-tree.ts'
import type { StoredChat, StoredMessage } from '../conversation/state.ts'
import { storedTree } from '../conversation/stored-tree.ts'
import type { ApiClient } from './api-client.ts'
import { jsonInit, readJson } from './http.ts'

const ChatRows = v.array(v.looseObject({ active_leaf_id: v.string() }))

const MessageRow = v.looseObject({
  id: v.string(),
  parent_id: v.nullable(v.string()),
  role: v.string(),
  status: v.string(),
  content: v.string(),
  client_message_id: v.nullable(v.string()),
  stream_id: v.nullable(v.string()),
  finish_reason: v.nullable(v.string()),
  error_code: v.nullable(v.string()),
  created_at: v.string(),
})
const MessageRows = v.array(MessageRow)
type MessageRow = v.InferOutput<typeof MessageRow>

/** A newer server may have more of both. */
const Role = v.picklist(['user', 'assistant'])
const Status = v.picklist(['streaming', 'complete', 'interrupted', 'stopped', 'failed'])

const chatsPath = '/rest/v1/chats'
const messagesPath = '/rest/v1/messages'

/** A Data API answers at most 1,000 rows at once unless it is told otherwise. */
const pageSize = 500

/** What is kept of the visitor's chats, under the visitor's own rights. All throw ConversationError. */
export class ChatHistory {
  readonly #api: Pick<ApiClient, 'call'>

  constructor(api: Pick<ApiClient, 'call'>) {
    this.#api = api
  }

  /** A chat with all its messages, over what is shown of it; null if the visitor has none by that id. */
  async load(chatId: string, shown: MessageTree): Promise<MessageTree | null> {
    const query = new URLSearchParams({ select: 'active_leaf_id', id: `eq.${chatId}` })
    const [chats, rows] = await Promise.all([
      this.#api.call(`${chatsPath}?${query}`, {}).then((answer) => readJson(answer, ChatRows)),
      this.#messages(chatId),
    ])
    const chat = chats[0]
    return chat ? storedTree(storedChat(chat.active_leaf_id, rows), shown) : null
  }

  async #messages(chatId: string): Promise<MessageRow[]> {
    const messages: MessageRow[] = []
    for (;;) {
      const query = new URLSearchParams({
        select: Object.keys(MessageRow.entries).join(),
        chat_id: `eq.${chatId}`,
        order: 'created_at.asc,id.asc',
        limit: `${pageSize}`,
        offset: `${messages.length}`,
      })
      const response = await this.#api.call(`${messagesPath}?${query}`, {})
      const rows = await readJson(response, MessageRows)
      messages.push(...rows)
      if (rows.length < pageSize) return messages
    }
  }

  /** Deletes a message and everything that was said after it. */
  async deleteMessage(messageId: string): Promise<void> {
    const query = new URLSearchParams({ id: `eq.${messageId}` })
    await this.#api.call(`${messagesPath}?${query}`, { method: 'DELETE' })
  }

  /** Deletes all messages of a chat but its greeting. */
  async clear(chatId: string): Promise<void> {
    const query = new URLSearchParams({ chat_id: `eq.${chatId}`, parent_id: 'not.is.null' })
    await this.#api.call(`${messagesPath}?${query}`, { method: 'DELETE' })
  }

  /** Makes the way to that message the one that is shown. */
  async showPath(chatId: string, leafId: string): Promise<void> {
    const query = new URLSearchParams({ id: `eq.${chatId}` })
    await this.#api.call(`${chatsPath}?${query}`, jsonInit('PATCH', { active_leaf_id: leafId }))
  }
}

/** A chat without what is neither the visitor's nor the character's, which those are read past. */
function storedChat(activeLeafId: string, rows: readonly MessageRow[]): StoredChat {
  const passedOver = new Map<string | null, string | null>()
  const known = (id: string | null): string | null =>
    passedOver.has(id) ? known(passedOver.get(id) ?? null) : id
  const messages: StoredMessage[] = []
  for (const row of rows) {
    const { role } = row
    if (v.is(Role, role)) messages.push(storedMessage(row, role, known(row.parent_id)))
    else passedOver.set(row.id, row.parent_id)
  }
  return { activeLeafId: known(activeLeafId) ?? activeLeafId, messages }
}

function storedMessage(
  row: MessageRow,
  role: StoredMessage['role'],
  parentId: string | null,
): StoredMessage {
  const status = v.is(Status, row.status) ? row.status : 'complete'
  return {
    id: row.id,
    parentId,
    role,
    status,
    text: row.content,
    createdAt: Date.parse(row.created_at),
    clientMessageId: row.client_message_id,
    streamId: row.stream_id,
    isCutShort: row.finish_reason === 'length',
    problem: row.error_code === null ? null : problemOf(row.error_code, status),
  }
}

/** What a model failed by has names of its own; to a visitor it is what its stream ended with. */
function problemOf(code: string, status: StoredMessage['status']): ProblemCode {
  if (v.is(ProblemCode, code)) return code
  return status === 'failed' ? 'model_unavailable' : 'stream_interrupted'
}
