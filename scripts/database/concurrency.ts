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
      `select tests.begin_turn('other guest', $1::text, $2::text, chat_id => $3::text::uuid) as begun`,
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
  await checkHeldMessage(database, report)
  await checkErasing(database, report)
  await checkErasingTogether(database, report)
  await checkFirstTokens(database, report)

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

type Meeting = {
  sentence: string
  /** What erasing or deleting has locked when the other one comes. */
  locked: (turn: Begun) => string
  erase: (turn: Begun) => string
  /** What comes meanwhile. */
  meanwhile: (turn: Begun) => string
  /** The answer's server has died. */
  isAbandoned?: true
}

const meetings: readonly Meeting[] = [
  {
    sentence: 'a chat that is deleted and the end of its answer',
    locked: ({ chatId }) => `select from public.chats where id = '${chatId}' for update`,
    erase: ({ chatId }) => `delete from public.chats where id = '${chatId}'`,
    meanwhile: ({ streamId }) =>
      `select public.finish_turn('${streamId}', 'complete', 'Yes', '[]')`,
  },
  {
    sentence: 'a visitor who is erased and the end of an answer',
    locked: () => `select from public.profiles where id = tests.id('leaving') for update`,
    erase: () => `delete from auth.users where id = tests.id('leaving')`,
    meanwhile: ({ streamId }) =>
      `select public.finish_turn('${streamId}', 'complete', 'Yes', '[]')`,
  },
  {
    sentence: 'a visitor who is erased and a turn behind an abandoned answer',
    locked: () => `select from public.profiles where id = tests.id('leaving') for update`,
    erase: () => `delete from auth.users where id = tests.id('leaving')`,
    meanwhile: ({ chatId }) =>
      `select tests.begin_turn('leaving', 'second', chat_id => '${chatId}')`,
    isAbandoned: true,
  },
  {
    sentence: 'a visitor who is erased and deletes a chat themselves',
    locked: () => `select from public.profiles where id = tests.id('leaving') for update`,
    erase: () => `delete from auth.users where id = tests.id('leaving')`,
    meanwhile: ({ chatId }) =>
      `do $$ begin
         perform tests.act_as('leaving', true);
         delete from public.chats where id = '${chatId}';
       end $$`,
  },
  {
    sentence: 'a chat that is deleted and the stop of its answer, part of which was heard',
    locked: ({ chatId }) => `select from public.chats where id = '${chatId}' for update`,
    erase: ({ chatId }) => `delete from public.chats where id = '${chatId}'`,
    meanwhile: ({ streamId }) =>
      `select public.request_stop('${streamId}', tests.id('leaving'), 3)`,
  },
]

/** Erasing locks from the person down; whatever meets it waits its turn instead of standing across. */
async function checkErasing(database: SuiteDatabase, report: Report): Promise<void> {
  for (const { sentence, locked, erase, meanwhile, isAbandoned } of meetings) {
    await database.query(`select tests.create_user('leaving', true)`)
    const [row] = await database.query<{ begun: Begun }>(
      `select tests.begin_turn('leaving', 'first') as begun`,
    )
    const turn = row!.begun
    if (isAbandoned) {
      await database.query(
        `update public.messages set lease_expires_at = now() where stream_id = '${turn.streamId}'`,
      )
    }
    let other: Promise<unknown> = Promise.resolve()
    const erasing = database.transaction(async (operator) => {
      await operator.query(locked(turn))
      other = database.query(meanwhile(turn))
      await untilWaiting(database, other)
      await operator.query(erase(turn))
    })
    const refusals = [
      ...(await Promise.allSettled([erasing])),
      ...(await Promise.allSettled([other])),
    ]
      .filter((result) => result.status === 'rejected')
      .map(({ reason }) => String(reason))
    report.check(refusals.length === 0, `${sentence} take turns`, refusals.join('\n'))
    await database.query(`delete from auth.users where id = tests.id('leaving')`)
  }
}

/** Somebody who holds one message keeps no other stream of the same process from being stored. */
async function checkHeldMessage(database: SuiteDatabase, report: Report): Promise<void> {
  await database.query(`select tests.create_user('held', true), tests.create_user('free', true)`)
  const [row] = await database.query<{ held: Begun; free: Begun }>(
    `select tests.begin_turn('held', 'first') as held, tests.begin_turn('free', 'first') as free`,
  )
  const { held, free } = row!
  const append = async () => {
    const chunks = [held, free].map(({ streamId }) => ({
      streamId,
      firstSequence: 1,
      lastSequence: 1,
      events: [{ sequence: 1, event: { type: 'text-delta', text: 'Yes' } }],
    }))
    return database.transaction(async (process) => {
      // Whoever waits here would wait for ever.
      await process.query(`set local lock_timeout = '5s'`)
      const [appended] = await process.query<{ result: object }>(
        'select public.append_stream_chunks($1::text::jsonb) as result',
        [JSON.stringify(chunks)],
      )
      return JSON.stringify(appended?.result)
    })
  }
  const results: string[] = []
  await database.transaction(async (operator) => {
    await operator.query(`select from public.messages where id = '${held.messageId}' for update`)
    results.push(await append())
  })
  results.push(await append())
  const stored = await database.query<{ stream_id: string }>(
    'select stream_id from public.stream_chunks where stream_id = any($1::text::uuid[])',
    [`{${held.streamId},${free.streamId}}`],
  )
  const none = JSON.stringify({ skipped: [], stopRequested: [] })
  report.check(
    results[0] === JSON.stringify({ skipped: [held.streamId], stopRequested: [] }) &&
      results[1] === none &&
      stored.length === 2,
    'a message that somebody holds is skipped, and stored with the next report',
    `${results.join('\n')}\n${JSON.stringify(stored)}`,
  )
  await database.query(`delete from auth.users where id in (tests.id('held'), tests.id('free'))`)
}

/** Who is erased at the same time has met and liked the same characters, in another order. */
async function checkErasingTogether(database: SuiteDatabase, report: Report): Promise<void> {
  const characters = ['meeting-nora', 'meeting-eva']
  for (const slug of characters) {
    await database.query(`select tests.create_character('site', $1)`, [slug])
  }
  const refusals: string[] = []
  for (let round = 0; round < 20; round += 1) {
    const people = ['one', 'another', 'a third', 'a fourth'].map((name) => `${name} ${round}`)
    for (const [index, person] of people.entries()) {
      await database.query(`select tests.create_user($1)`, [person])
      const met = index % 2 === 0 ? characters : characters.toReversed()
      for (const slug of met) {
        await database.query(
          `select tests.take_turn($1, $1 || $2, is_anonymous => false, character_slug => $2)`,
          [person, slug],
        )
        await database.query(
          `insert into public.character_likes (character_id, user_id)
           values (tests.id($2), tests.id($1))`,
          [person, slug],
        )
      }
    }
    const erasures = await Promise.allSettled(
      people.map((person) =>
        database.query(`delete from auth.users where id = tests.id($1)`, [person]),
      ),
    )
    for (const erasure of erasures) {
      if (erasure.status === 'rejected') refusals.push(String(erasure.reason))
    }
  }
  report.check(
    refusals.length === 0,
    'people who are erased at the same time take turns without an error',
    refusals.join('\n'),
  )
  await database.query(`delete from public.characters where slug like 'meeting-%'`)
}

/** Every process counts after each answer, whichever models it has asked. */
async function checkFirstTokens(database: SuiteDatabase, report: Report): Promise<void> {
  const models = Array.from({ length: 10 }, (_, index) => `groq:meeting-${index}`)
  const record = (modelIds: readonly string[]) =>
    database.query('select public.record_first_tokens($1::text::jsonb)', [
      JSON.stringify(modelIds.map((modelId) => ({ modelId, firstTokenMs: [100] }))),
    ])
  const outcomes = await Promise.allSettled(
    Array.from({ length: 60 }, (_, index) =>
      record(index % 2 === 0 ? models : models.toReversed()),
    ),
  )
  const refusals = outcomes.filter(({ status }) => status === 'rejected')
  report.check(
    refusals.length === 0,
    'processes that count first tokens in any order take turns without an error',
    JSON.stringify(refusals),
  )
  const counts = await database.query<{ samples: number }>(
    `select cardinality(last_ms) as samples from public.model_first_tokens
     where model_id = any($1::text::text[]) order by model_id`,
    [`{${models.join(',')}}`],
  )
  report.check(
    counts.length === models.length && counts.every(({ samples }) => samples === 60),
    'and count each of them',
    JSON.stringify(counts),
  )

  await database.query(
    `update public.model_first_tokens set measured_at = now() - interval '31 days'
     where model_id like 'groq:meeting-%'`,
  )
  let other: Promise<unknown> = Promise.resolve()
  let wasKeptWaiting = true
  await database.transaction(async (process) => {
    await process.query(
      `select from public.model_first_tokens where model_id = 'groq:meeting-0' for update`,
    )
    other = record(['groq:meeting-1'])
    await untilWaiting(database, other)
    const [locks] = await database.query<{ waiting: number }>(
      'select count(*)::integer as waiting from pg_locks where not granted',
    )
    wasKeptWaiting = locks?.waiting !== 0
  })
  await other
  report.check(
    !wasKeptWaiting,
    'nobody waits for a model that is to be forgotten and is asked anew',
  )
  const left = await database.query<{ model_id: string }>(
    `select model_id from public.model_first_tokens where model_id like 'groq:meeting-%' order by 1`,
  )
  report.check(
    left.map(({ model_id }) => model_id).join() === 'groq:meeting-0,groq:meeting-1',
    'while all others are',
    JSON.stringify(left),
  )
  await database.query(`delete from public.model_first_tokens where model_id like 'groq:meeting-%'`)
}

/** Resolves once the call waits for a lock, or is over without. */
async function untilWaiting(database: SuiteDatabase, call: Promise<unknown>): Promise<void> {
  let isOver = false
  const end = () => (isOver = true)
  call.then(end, end)
  while (!isOver) {
    const [locks] = await database.query<{ waiting: number }>(
      'select count(*)::integer as waiting from pg_locks where not granted',
    )
    if (locks && locks.waiting > 0) return
  }
}
