import * as v from 'valibot'
import type { ApiClient } from './api-client.ts'
import { jsonInit, readJson } from './http.ts'

const ListedChatRows = v.array(
  v.looseObject({
    id: v.string(),
    title: v.nullable(v.string()),
    opening: v.string(),
    updated_at: v.string(),
  }),
)

/** One of the visitor's conversations, as the list shows it. */
export type ListedChat = {
  readonly id: string
  /** The visitor's own name for it. */
  readonly title: string | null
  /** How their first message begins. */
  readonly opening: string
  /** When the last turn began, as the database writes it. */
  readonly updatedAt: string
}

/** As many as a page has. */
export const chatsOfPage = 50

/** Longer names are cut. */
export const maxTitleLength = 200

/** The conversations that a visitor has had with a character. All throw ConversationError. */
export class ChatList {
  readonly #api: Pick<ApiClient, 'call'>
  readonly #place: { readonly site_id: string; readonly character_id: string }

  constructor(api: Pick<ApiClient, 'call'>, place: { siteId: string; characterId: string }) {
    this.#api = api
    this.#place = { site_id: place.siteId, character_id: place.characterId }
  }

  /** The latest first; those behind one of them, if it is named. */
  async page(behind?: ListedChat): Promise<ListedChat[]> {
    const after = behind && { before_time: behind.updatedAt, before_id: behind.id }
    const body = { ...this.#place, ...after }
    const response = await this.#api.call('/rest/v1/rpc/list_chats', jsonInit('POST', body))
    const rows = await readJson(response, ListedChatRows)
    return rows.map(({ id, title, opening, updated_at }) => {
      return { id, title, opening, updatedAt: updated_at }
    })
  }

  /** Null takes a name back. */
  async rename(chatId: string, title: string | null): Promise<void> {
    await this.#api.call(pathOf(chatId), jsonInit('PATCH', { title }))
  }

  /** Deletes a conversation with everything that was said in it. */
  async delete(chatId: string): Promise<void> {
    await this.#api.call(pathOf(chatId), { method: 'DELETE' })
  }
}

function pathOf(chatId: string): string {
  return `/rest/v1/chats?${new URLSearchParams({ id: `eq.${chatId}` })}`
}
