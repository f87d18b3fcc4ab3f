import type { Report } from './report.ts'
import type { SuiteDatabase } from './suite-database.ts'

type Begun = { outcome: string; chatId: string; messageId: string; streamId: string }

/**
 * Turns and deletions that meet, which only a server with many connections can show. Runs after
 * the access matrix, on its people.
 */
export async function checkConcurrency(database: SuiteDatabase, report: Report): Promise<void> {
  const begin = async (turn: { id: string; content: string; chatId?: string }): Promise<Begun> => {
    const [row] = await database.query<{ begun: Begun }>(
      `select public.begin_turn(
         visitor_id => tests.id('other guest'), is_anonymous => true, site_key => 'site',
         origin => 'http://localhost:5173', client_message_id => tests.id($1), content => $2,
         chat_id => $3::text::uuid
       ) as begun`,
      [turn.id, turn.content, turn.chatId ?? null],
    )
    if (!row) throw new Error('begin_turn returned nothing')
    return row.begun
  }
  const outcomes = (turns: Begun[]) => turns.map(({ outcome }) => outcome).sort()
  const times = <T>(count: number, work: (index: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, index) => work(index)))
  const finish = (streamId: string) =>
    database.query(`select public.finish_turn($1::text::uuid, 'complete', 'Yes', '[]')`, [streamId])

  const first = await times(20, () => begin({ id: 'first', content: 'Hello' }))
  const streams = new Set(first.map(({ streamId }) => streamId))
  report.check(
    outcomes(first).filter((outcome) => outcome === 'started').length === 1 &&
      outcomes(first).filter((outcome) => outcome === 'attached').length === 19,
    'of twenty equal first messages at once exactly one starts and the others attach',
    outcomes(first).join(' '),
  )
  report.check(streams.size === 1, 'and all have one stream', [...streams].join(' '))
  const [chats] = await database.query<{ count: number }>(
    `select count(*)::integer as count from public.chats where visitor_id = tests.id('other guest')`,
  )
  report.check(chats?.count === 1, 'and one chat', String(chats?.count))

  const { chatId, streamId } = first[0]!
  await finish(streamId)
  const rivals = await times(10, (index) =>
    begin({ id: `rival ${index}`, content: `Rival ${index}`, chatId }),
  )
  const running = rivals.find(({ outcome }) => outcome === 'started')
  report.check(
    outcomes(rivals).join(' ') ===
      ['started', ...Array<string>(9).fill('turn_in_progress')].join(' '),
    'of ten messages at once in a chat one starts and the others are told so',
    outcomes(rivals).join(' '),
  )
  report.check(
    rivals.every((rival) => rival.streamId === running?.streamId),
    'and are told the stream that runs',
  )
  if (running) await finish(running.streamId)

  const brokenOff = await begin({ id: 'breaking off', content: 'Tell me more', chatId })
  await database.query(
    `select public.finish_turn($1::text::uuid, 'interrupted', 'Once upon', '[]')`,
    [brokenOff.streamId],
  )
  const continued = await times(20, async () => {
    const [row] = await database.query<{ begun: Begun }>(
      `select tests.continue_turn('other guest', $1::text::uuid, $2::text::uuid) as begun`,
      [chatId, brokenOff.messageId],
    )
    return row!.begun
  })
  const goesOn = continued.find(({ outcome }) => outcome === 'started')
  report.check(
    outcomes(continued).filter((outcome) => outcome === 'started').length === 1 &&
      outcomes(continued).filter((outcome) => outcome === 'attached').length === 19,
    'of twenty that want the rest of an answer at once exactly one starts and the others attach',
    outcomes(continued).join(' '),
  )
  report.check(
    continued.every((one) => one.streamId === goesOn?.streamId),
    'to the one stream it goes on in',
  )
  if (goesOn) await finish(goesOn.streamId)

  // The visitor deletes the answer that a new turn is about to hang from, again and again.
  const refusals: string[] = []
  for (let round = 0; round < 40; round += 1) {
    const [turn, deletion] = await Promise.allSettled([
      begin({ id: `meeting ${round}`, content: 'Still there?', chatId }),
      database.transaction(async (visitor) => {
        await visitor.query(`select tests.act_as('other guest', true)`)
        await visitor.query(
          `delete from public.messages
           where id = (select active_leaf_id from public.chats where id = $1::text::uuid)`,
          [chatId],
        )
      }),
    ])
    for (const result of [turn, deletion]) {
      if (result.status === 'rejected') refusals.push(String(result.reason))
    }
    if (turn.status === 'fulfilled' && turn.value.outcome === 'started') {
      await finish(turn.value.streamId)
    }
  }
  report.check(
    refusals.length === 0,
    'turns and deletions that meet in a chat take turns without an error',
    refusals.join('\n'),
  )
  const [whole] = await database.query<{ is_whole: boolean }>(
    `select
       c.message_count = (select count(*) from public.messages as m where m.chat_id = c.id)
       and exists (select from public.messages as m where m.id = c.active_leaf_id) as is_whole
     from public.chats as c
     where c.id = $1::text::uuid`,
    [chatId],
  )
  report.check(whole?.is_whole === true, 'and leave a chat that counts its messages right')
}
