import type postgres from 'postgres'
import { percentile, round } from '../statistics.ts'
import { asVisitor, timed } from './acting.ts'
import { chooseChats } from '../../database/filled-database.ts'

const readings = 400
const chatsShown = 50
/** As many as the widget takes at once. */
const messagesShown = 500

/**
 * Reads visitors' lists of chats and whole chats, under row-level security and, by the same indexes,
 * as the tables' owner, who has none.
 */
export async function measureReadings(sql: postgres.Sql): Promise<object> {
  const listMs: number[] = []
  const historyMs: number[] = []
  const listWithoutRlsMs: number[] = []
  const historyWithoutRlsMs: number[] = []
  for (const { visitor, chat } of await chooseChats(sql, readings)) {
    const chatsOf = (asking: postgres.TransactionSql, mine: postgres.Fragment) => asking`
      select id, site_id, character_id, title, channel, active_leaf_id, message_count, updated_at
      from public.chats
      where ${mine}
      order by updated_at desc
      limit ${chatsShown}`
    const messagesOf = (asking: postgres.TransactionSql, mine: postgres.Fragment) => asking`
      select
        id, parent_id, role, status, content, client_message_id, stream_id, finish_reason,
        error_code, created_at
      from public.messages
      where chat_id = tests.id(${chat}) and ${mine}
      order by created_at, id
      limit ${messagesShown}`
    const anything = sql`true`
    const own = sql`visitor_id = tests.id(${visitor})`
    await asVisitor(sql, visitor, async (asking) => {
      listMs.push(await timed(() => chatsOf(asking, anything)))
      historyMs.push(await timed(() => messagesOf(asking, anything)))
    })
    await sql.begin(async (owner) => {
      listWithoutRlsMs.push(await timed(() => chatsOf(owner, own)))
      historyWithoutRlsMs.push(await timed(() => messagesOf(owner, own)))
    })
  }
  return {
    chatListMs: p95(listMs),
    historyMs: p95(historyMs),
    chatListWithoutRlsMs: p95(listWithoutRlsMs),
    historyWithoutRlsMs: p95(historyWithoutRlsMs),
  }
}

function p95(samples: readonly number[]): { p95: number } {
  return { p95: round(percentile(samples, 0.95)) }
}
