import type postgres from 'postgres'
import { withConnection } from '../../database/with-connection.ts'
import { median, p50p99, round } from '../statistics.ts'
import { asVisitor, timed } from './acting.ts'
import { type Filled, longChatMessages } from '../../database/filled-database.ts'

const rounds = 10
const deletionsPerRound = 40

/** The long chats that there must be: one to clear in each round, and one to delete from. */
export const longChatsDeletedFrom = rounds + 1

/** A few deletions are enough where each takes seconds. */
const patienceMs = 90_000

type Victim = { visitor: string; message: string }

/**
 * Deletes messages with all that follows them, as their visitors do: on a connection that has just
 * cleared a chat of 2,000 messages and on one that has done nothing yet, in turn.
 */
export async function measureDeletions(databaseUrl: string, filled: Filled): Promise<object> {
  const clearMs: number[] = []
  const deleteMs: number[] = []
  const freshMs: number[] = []
  const chosen = await withConnection(databaseUrl, (sql) => chooseVictims(sql, filled))
  const startedAt = performance.now()
  const isPatient = () => performance.now() - startedAt < patienceMs
  for (let chat = 1; chat <= rounds && isPatient(); chat += 1) {
    await withConnection(databaseUrl, async (used) => {
      clearMs.push(await clearChat(used, chat))
      for (const { first, second } of chosen.splice(0, deletionsPerRound)) {
        if (!isPatient()) return
        deleteMs.push(await deleteMessage(used, first))
        await withConnection(databaseUrl, async (fresh) => {
          freshMs.push(await deleteMessage(fresh, second))
        })
      }
    })
  }
  return {
    deleteMessageMs: p50p99(deleteMs),
    deleteFreshMs: p50p99(freshMs),
    deletions: deleteMs.length,
    clearChatMs: round(median(clearMs)),
  }
}

/**
 * Pairs of like messages: in the middle of short chats, and every fourth time the last two of a long
 * one.
 */
async function chooseVictims(
  sql: postgres.Sql,
  { longChats }: Filled,
): Promise<{ first: Victim; second: Victim }[]> {
  const short = await sql<Victim[]>`
    select 'visitor ' || visitor as visitor, format('message %s/%s', number, answers / 2 * 2 + 1) as message
    from tests.filled_chats
    where number > ${longChats}
    order by md5(number::text)
    limit ${2 * rounds * deletionsPerRound}`
  const long = Array.from({ length: longChatMessages - 1 }, (_, index) => ({
    visitor: `visitor ${longChatsDeletedFrom}`,
    message: `message ${longChatsDeletedFrom}/${longChatMessages - 1 - index}`,
  }))
  return Array.from({ length: rounds * deletionsPerRound }, (_, index) => {
    const [first, second] = (index % 4 === 3 ? long : short).splice(0, 2)
    if (!first || !second) throw new Error('There are too few messages to delete')
    return { first, second }
  })
}

/** As the widget clears a chat: all of it but the greeting. */
function clearChat(sql: postgres.Sql, chat: number): Promise<number> {
  return timed(() =>
    asVisitor(
      sql,
      `visitor ${chat}`,
      (visitor) => visitor`
        delete from public.messages
        where chat_id = tests.id(${`chat ${chat}`}) and parent_id is not null`,
    ),
  )
}

function deleteMessage(sql: postgres.Sql, { visitor, message }: Victim): Promise<number> {
  return timed(() =>
    asVisitor(
      sql,
      visitor,
      (acting) => acting`delete from public.messages where id = tests.id(${message})`,
    ),
  )
}
