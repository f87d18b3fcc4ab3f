import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type postgres from 'postgres'
import { chatDatabase } from '../../../supabase/functions/_shared/database/chat-database.ts'
import type { ChatStore } from '../../../supabase/functions/_shared/domain/chat-store.ts'
import type { RunningStream } from '../../../supabase/functions/_shared/domain/streaming/running-stream.ts'
import { StreamLog } from '../../../supabase/functions/_shared/domain/streaming/stream-log.ts'
import { uuidOf } from '../../database/access-matrix/actors.ts'
import { keys, withDataApi } from '../../database/data-api.ts'
import { withConnection } from '../../database/with-connection.ts'
import { openDatabase } from '../../stack/database.ts'
import { round } from '../statistics.ts'
import { type Chat, chooseChats } from '../../database/filled-database.ts'

const answersAtOnce = 5
const answerMs = 10_000
/** Words of six letters, as models send them: about 1.9 kB. */
const deltas = Array.from({ length: 320 }, () => `${randomUUID().slice(0, 5)} `)
const text = deltas.join('')

/**
 * What answers of ten seconds cost the database while they stream, driven by the functions' own log
 * over the Data API: updates of rows to show that their server lives (all updates but those of the
 * log itself and those that an answer costs which ends at once), and what is left in the log.
 */
export function measureAnswers(databaseUrl: string): Promise<object> {
  return withConnection(databaseUrl, async (sql) => {
    const chats = await chooseChats(sql, 2 * answersAtOnce)
    const atOnce = await updatesDuring(sql, databaseUrl, (store) =>
      answer(store, chats.slice(0, answersAtOnce), () => Promise.resolve()),
    )
    const streamed = await updatesDuring(sql, databaseUrl, (store) =>
      answer(store, chats.slice(answersAtOnce), speak),
    )
    return {
      leaseUpdatesPerAnswer: round((streamed.updates - atOnce.updates) / answersAtOnce),
      chunkBytesPerAnswer: await chunkBytes(sql, streamed.result),
    }
  })
}

/** Begins an answer in each chat, lets all be spoken at once, and settles them; returns their streams. */
async function answer(
  store: ChatStore,
  chats: readonly Chat[],
  say: (streams: readonly RunningStream[]) => Promise<void>,
): Promise<string[]> {
  const log = new StreamLog({ store, log: (entry) => console.error(entry) })
  const answers = await Promise.all(
    chats.map(async ({ visitor, chat }) => {
      const visitorId = uuidOf(visitor)
      const turn = await store.beginTurn({
        visitorId,
        isAnonymous: true,
        siteKey: 'site',
        origin: 'http://localhost:5173',
        clientMessageId: randomUUID(),
        channel: 'text',
        content: 'Tell me everything.',
        chatId: uuidOf(chat),
      })
      return { ...turn, stream: log.open({ streamId: turn.streamId, visitorId }) }
    }),
  )
  await say(answers.map(({ stream }) => stream))
  await Promise.all(
    answers.map(({ stream, streamId, messageId }) =>
      log.settle(
        stream,
        {
          streamId,
          status: 'complete',
          content: text,
          finishReason: 'stop',
          model: 'fake-model',
          provider: 'openai-compatible',
          inputTokens: 500,
          outputTokens: deltas.length,
          errorCode: null,
          attempts: [],
        },
        { type: 'message-end', messageId, finishReason: 'stop' },
      ),
    ),
  )
  return answers.map(({ streamId }) => streamId)
}

/** All streams say the same words, evenly over the time of an answer. */
async function speak(streams: readonly RunningStream[]): Promise<void> {
  const startedAt = performance.now()
  let said = 0
  while (said < deltas.length) {
    const due = Math.ceil(((performance.now() - startedAt) / answerMs) * deltas.length)
    for (const delta of deltas.slice(said, due)) {
      for (const stream of streams) stream.publish({ type: 'text-delta', text: delta })
    }
    said = due
    await pause(answerMs / deltas.length)
  }
}

/** Updates of all tables but the log, from the server's statistics. */
async function updatesDuring<T>(
  sql: postgres.Sql,
  databaseUrl: string,
  work: (store: ChatStore) => Promise<T>,
): Promise<{ result: T; updates: number }> {
  const before = await readUpdates(sql)
  const database = await openDatabase({ databaseUrl })
  const result = await withDataApi(database, (supabaseUrl) =>
    work(chatDatabase({ supabaseUrl, secretKey: keys.secret })),
  )
  await database.close()
  return { result, updates: (await readUpdates(sql)) - before }
}

/** A connection has told what it did once it is gone. */
async function readUpdates(sql: postgres.Sql): Promise<number> {
  for (;;) {
    const [row] = await sql<{ others: number; updates: number }[]>`
      select
        (
          select count(*)::integer
          from pg_stat_activity
          where datname = current_database() and backend_type = 'client backend'
            and pid <> pg_backend_pid()
        ) as others,
        (
          select sum(n_tup_upd)::integer
          from pg_stat_user_tables
          where schemaname = 'public' and relname <> 'stream_chunks'
        ) as updates`
    if (row?.others === 0) return row.updates
    await pause(20)
  }
}

async function chunkBytes(sql: postgres.Sql, streamIds: readonly string[]): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`
    select coalesce(sum(pg_column_size(events)), 0)::integer as bytes
    from public.stream_chunks
    where stream_id = any (${streamIds})`
  return round((row?.bytes ?? 0) / streamIds.length, 0)
}
