import type postgres from 'postgres'

/** Messages of a long chat: its greeting and a thousand questions with their answers. */
export const longChatMessages = 2001

/** Chats, by their numbers: the first ones are long, each of a visitor of its own. */
export type Filled = { chats: number; longChats: number; messages: number }

/** A chat and whose it is, as `tests.id` knows them. */
export type Chat = { visitor: string; chat: string }

const messagesPerChat = 1_000_000 / 60_000
const chatsPerVisitor = 3

/**
 * Fills a suite's database with a site, its visitors, their chats and at least so many messages, set
 * by set. `tests.id('visitor 1')`, `tests.id('chat 1')` and `tests.id('message 1/0')`, which is a
 * greeting, find them again; `tests.filled_chats` says how many answers a chat has and whose it is.
 */
export async function fillDatabase(
  sql: postgres.Sql,
  { messages, longChats }: { messages: number; longChats: number },
): Promise<Filled> {
  const chats = longChats + Math.ceil(messages / messagesPerChat)
  const visitors = Math.max(longChats, Math.ceil(chats / chatsPerVisitor))
  // Short chats are of all lengths up to twice the mean.
  const mostAnswers = Math.ceil(messagesPerChat) - 2
  await sql.begin(async (transaction) => {
    await transaction`select tests.create_site('site'), tests.create_character('site', 'eva')`
    await transaction`
      create table tests.filled_chats as
      select
        number::integer,
        ((number - 1) % ${visitors}::integer + 1)::integer as visitor,
        (case
          when number <= ${longChats} then ${(longChatMessages - 1) / 2}::integer
          else 1 + number * 7919 % ${mostAnswers}::integer
        end)::integer as answers
      from generate_series(1, ${chats}::integer) as number`
    // Row by row, triggers and foreign keys would take most of the time; what they keep is kept here.
    await transaction`set local session_replication_role = replica`
    await transaction.unsafe(`
      insert into auth.users (id, is_anonymous)
      select tests.id('visitor ' || visitor), true from generate_series(1, ${visitors}) as visitor;

      insert into public.profiles (id, site_id)
      select tests.id('visitor ' || visitor), tests.id('site')
      from generate_series(1, ${visitors}) as visitor;

      insert into public.chats (
        id, site_id, character_id, visitor_id, active_leaf_id, message_count, created_at, updated_at
      )
      select
        tests.id('chat ' || number), tests.id('site'), tests.id('eva'),
        tests.id('visitor ' || visitor),
        tests.id('message ' || number || '/' || 2 * answers), 2 * answers + 1,
        now() - number * interval '1 minute', now() - number * interval '30 seconds'
      from tests.filled_chats;

      insert into public.messages (
        id, chat_id, visitor_id, parent_id, role, content, client_message_id, stream_id,
        created_at, completed_at
      )
      select
        tests.id('message ' || number || '/' || place), tests.id('chat ' || number),
        tests.id('visitor ' || visitor),
        case when place > 0 then tests.id('message ' || number || '/' || place - 1) end,
        case when place % 2 = 1 then 'user' else 'assistant' end,
        repeat('Words that somebody said. ', 1 + (number + place) % 4 * (1 + 4 * (1 - place % 2))),
        case when place % 2 = 1 then gen_random_uuid() end,
        case when place % 2 = 0 and place > 0 then gen_random_uuid() end,
        now() - number * interval '1 minute' + place * interval '1 second', now()
      from tests.filled_chats
      cross join lateral generate_series(0, 2 * answers) as place;

      update public.characters set chat_count = ${chats} where slug = 'eva';`)
  })
  await sql`vacuum analyze auth.users, public.profiles, public.characters, public.chats, public.messages`
  const [counted] = await sql<{ messages: number }[]>`
    select count(*)::integer as messages from public.messages`
  return { chats, longChats, messages: counted?.messages ?? 0 }
}

/** So many short chats, all over the table. */
export async function chooseChats(sql: postgres.Sql, count: number): Promise<Chat[]> {
  return sql<Chat[]>`
    select 'visitor ' || visitor as visitor, 'chat ' || number as chat
    from tests.filled_chats
    where answers < ${(longChatMessages - 1) / 2}
    order by md5(number::text) desc
    limit ${count}`
}
