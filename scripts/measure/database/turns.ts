import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { p50p99 } from '../statistics.ts'
import { asServer, timed } from './acting.ts'
import { type Chat, chooseChats } from '../../database/filled-database.ts'

const turns = 400

/** Begins turns as the chat function does, each in another chat, and settles them. */
export async function measureTurns(sql: postgres.Sql): Promise<object> {
  const beginMs: number[] = []
  for (const chat of await chooseChats(sql, turns)) beginMs.push(await takeTurn(sql, chat))
  return { beginTurnMs: p50p99(beginMs) }
}

/** How long the turn took to begin. */
async function takeTurn(sql: postgres.Sql, { visitor, chat }: Chat): Promise<number> {
  let begun: { streamId: string } | undefined
  const beginMs = await timed(async () => {
    const [row] = await asServer(
      sql,
      (server) => server<{ begun: { streamId: string } }[]>`
        select public.begin_turn(jsonb_build_object(
          'visitorId', tests.id(${visitor}), 'isAnonymous', true, 'siteKey', 'site',
          'origin', 'http://localhost:5173', 'clientMessageId', ${randomUUID()}::uuid,
          'channel', 'text', 'content', 'And then?', 'chatId', tests.id(${chat})
        )) as begun`,
    )
    begun = row?.begun
  })
  if (begun?.streamId === undefined) throw new Error('The turn did not begin')
  const { streamId } = begun
  await asServer(
    sql,
    (server) => server`select public.finish_turn(${streamId}, 'complete', 'Then it ends.', '[]')`,
  )
  return beginMs
}
