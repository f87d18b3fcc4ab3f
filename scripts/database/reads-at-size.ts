import type postgres from 'postgres'
import { type Filled, fillDatabase, longChatMessages } from './filled-database.ts'
import type { Report } from './report.ts'
import { withConnection } from './with-connection.ts'

const size = { messages: 16_000, longChats: 12 }
/** What has fewer rows may be read whole. */
const largeTableRows = 500

const connections = 3
const deedsPerConnection = 60

/** A chat and one of its messages, by what `tests.id` makes ids of. */
type Place = { visitor: string; chat: string; message: string; turn: string }

type Deed = { actor: 'visitor' | 'server' | 'platform'; statement: (place: Place) => string }

/** What is done to conversations all day, in any order. */
const deeds: Record<string, Deed> = {
  'a chat is cleared': {
    actor: 'visitor',
    statement: ({ chat }) =>
      `delete from public.messages where chat_id = ${chat} and parent_id is not null`,
  },
  'a message is deleted': {
    actor: 'visitor',
    statement: ({ message }) => `delete from public.messages where id = ${message}`,
  },
  'a chat is deleted': {
    actor: 'visitor',
    statement: ({ chat }) => `delete from public.chats where id = ${chat}`,
  },
  'a chat is named': {
    actor: 'visitor',
    statement: ({ chat }) => `update public.chats set title = 'Rain' where id = ${chat}`,
  },
  'another branch is shown': {
    actor: 'visitor',
    statement: ({ chat }) =>
      `update public.chats set active_leaf_id = (
         select id from public.messages where chat_id = ${chat} and parent_id is null
       )
       where id = ${chat}`,
  },
  'chats are listed': {
    actor: 'visitor',
    statement: () => 'select id, title from public.chats order by updated_at desc limit 50',
  },
  'a chat is read': {
    actor: 'visitor',
    statement: ({ chat }) =>
      `select id, content from public.messages where chat_id = ${chat} order by created_at, id`,
  },
  'a turn is taken': {
    actor: 'server',
    statement: ({ visitor, turn, chat }) =>
      `select tests.take_turn(${visitor}, ${turn}, ${chat})
       where exists (select from public.chats where id = ${chat})`,
  },
  'a chat begins': {
    actor: 'server',
    statement: ({ visitor, turn }) => `select tests.begin_turn(${visitor}, ${turn})`,
  },
  'an answer is asked for again': {
    actor: 'server',
    statement: ({ visitor, turn, chat, message }) =>
      `select tests.begin_turn(
         ${visitor}, ${turn}, null, chat_id => ${chat}, regenerate_message_id => ${message}
       )`,
  },
  'a visitor is erased': {
    actor: 'platform',
    statement: ({ visitor }) => `delete from auth.users where id = tests.id(${visitor})`,
  },
}

const actAs: Record<Deed['actor'], (place: Pick<Place, 'visitor'>) => string> = {
  visitor: ({ visitor }) => `select tests.act_as(${visitor}, true)`,
  server: () => `select tests.act_as_role('service_role')`,
  platform: () => `select tests.act_as_role('none')`,
}

/**
 * Whatever a connection has done before, nothing reads a large table whole: plans are kept with a
 * connection, and one that was made for a long chat must not serve a short one. Tells by the server's
 * own count, for a clock would tell of the machine. Wants a database without a site.
 */
export async function checkReadsAtSize(databaseUrl: string, report: Report): Promise<string> {
  const filled = await withConnection(databaseUrl, (sql) => fillDatabase(sql, size))
  await withConnection(databaseUrl, async (sql) => {
    const count = await countWholeReads(sql, 'select count(content) from public.messages')
    report.check(count > 0, 'a table that is read whole is noticed')
  })
  for (let seed = 1; seed <= connections; seed += 1) {
    const wholeReads = await withConnection(databaseUrl, (sql) => doDeeds(sql, filled, seed))
    report.check(
      wholeReads.length === 0,
      `whatever a connection did before, nothing reads a large table whole (${seed})`,
      wholeReads.join('\n'),
    )
  }
  return `${filled.messages} messages, the longest chat of ${longChatMessages}`
}

/** Does things in an order that the seed decides, and tells which of them read a large table whole. */
async function doDeeds(sql: postgres.Sql, { longChats }: Filled, seed: number): Promise<string[]> {
  const chats = await sql<{ number: number; visitor: number; answers: number }[]>`
    select number, visitor, answers from tests.filled_chats order by number`
  const random = randomNumbers(seed)
  const oneOf = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]!
  const wholeReads: string[] = []
  for (let done = 0; done < deedsPerConnection; done += 1) {
    const chat = oneOf(random() < 1 / 3 ? chats.slice(0, longChats) : chats)
    const place = {
      visitor: `'visitor ${chat.visitor}'`,
      chat: `tests.id('chat ${chat.number}')`,
      message: `tests.id('message ${chat.number}/${1 + Math.floor(random() * 2 * chat.answers)}')`,
      turn: `'turn ${seed}/${done}'`,
    }
    const [name, { actor, statement }] = oneOf(Object.entries(deeds))
    const count = await countWholeReads(sql, statement(place), actAs[actor](place))
    if (count > 0) wholeReads.push(`${name}, after ${done} other deeds: ${count} times`)
  }
  return wholeReads
}

/** How often a statement, in a transaction of its own, reads a large table whole. */
async function countWholeReads(
  sql: postgres.Sql,
  statement: string,
  acting = actAs.platform({ visitor: '' }),
): Promise<number> {
  return sql.begin(async (transaction) => {
    await transaction.unsafe(acting)
    const before = await readWholeReads(transaction)
    await transaction.unsafe(statement)
    await transaction`set constraints all immediate`
    return (await readWholeReads(transaction)) - before
  })
}

/** What the connection has counted since it last told the server. */
async function readWholeReads(transaction: postgres.TransactionSql): Promise<number> {
  const [row] = await transaction<{ count: number }[]>`
    select coalesce(sum(s.seq_scan), 0)::integer as count
    from pg_stat_xact_user_tables as s
    join pg_class as c on c.oid = s.relid
    where s.schemaname = 'public' and c.reltuples > ${largeTableRows}`
  return row?.count ?? 0
}

/** The same numbers between 0 and 1 for the same seed: Mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
