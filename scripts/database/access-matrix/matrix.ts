import { readFile } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import type { SqlClient } from '../../stack/database/sql-client.ts'
import type { Report } from '../report.ts'
import type { SuiteDatabase } from '../suite-database.ts'
import {
  type AccessData,
  allAttempts,
  type Attempt,
  rowAndCallAttempts,
  unmentioned,
} from './attempts.ts'
import { actorNames } from './actors.ts'
import { readCatalogue } from './catalogue.ts'
import { calls } from './calls.ts'
import { characterLikes, characters } from './characters.ts'
import { chats, messages, streamChunks } from './conversations.ts'
import { functions } from './functions.ts'
import { jobs } from './jobs.ts'
import { profiles, siteMembers, sites } from './identity.ts'
import { modelFirstTokens, modelHealth, modelProviders, models } from './models.ts'
import { readPrivileges } from './privileges.ts'
import { usageEvents } from './usage.ts'

export const accessData: AccessData = {
  tables: {
    sites,
    site_members: siteMembers,
    profiles,
    characters,
    character_likes: characterLikes,
    chats,
    messages,
    stream_chunks: streamChunks,
    model_providers: modelProviders,
    models,
    model_health: modelHealth,
    model_first_tokens: modelFirstTokens,
    calls,
    usage_events: usageEvents,
    jobs,
  },
  views: ['answers_by_day', 'failures_by_model', 'slow_answers', 'tokens_by_site'],
  functions,
}

/** What came of an attempt, as `tests.attempt` tells it. */
type Answer = { code?: string; rows?: number; changed?: boolean; value?: unknown }

/** Puts the people and rows of the matrix into a database of the suite. */
export async function prepareMatrix(client: SqlClient): Promise<void> {
  for (const file of ['attempt.sql', 'fixture.sql']) {
    await client.runScript(await readFile(new URL(file, import.meta.url), 'utf8'))
  }
}

/** The attempts whose outcome is not the expected one, with what came of them instead. */
export async function surprises(
  client: SqlClient,
  attempts: readonly Attempt[],
): Promise<{ attempt: Attempt; answer: Answer }[]> {
  const questions = attempts.map(({ role, claims, command, watched }) => ({
    role,
    claims: claims && { ...claims },
    command,
    watched,
  }))
  const [result] = await client.query<{ answers: Answer[] }>(
    'select tests.attempt_all($1::text::jsonb) as answers',
    [JSON.stringify(questions)],
  )
  const answers = result?.answers ?? []
  return attempts.flatMap((attempt, index) => {
    const answer = answers[index] ?? {}
    return holds(attempt.expected, answer) ? [] : [{ attempt, answer }]
  })
}

function holds(expected: Attempt['expected'], answer: Answer): boolean {
  if ('code' in expected) return answer.code === expected.code
  if ('value' in expected) return isDeepStrictEqual(answer.value, expected.value)
  // Where no row was concerned, the table must also be what it was.
  return answer.rows === expected.rows && (expected.rows > 0 || answer.changed === false)
}

/**
 * Every object of the catalogue × operation × actor, against what the access files say. Column by
 * column only on Postgres: grants are facts of the catalogue, which is read on both.
 */
export async function runMatrix(database: SuiteDatabase, report: Report): Promise<string> {
  const catalogue = await readCatalogue(database)
  const silence = unmentioned(catalogue, accessData)
  report.check(silence.length === 0, 'the access files mention every object', silence.join('\n'))

  await catchesAnUnmentionedObject(database, report)

  const privileges = await readPrivileges(database, catalogue, accessData)
  for (const { sentence, isGranted, isExpected } of privileges) {
    report.check(isGranted === isExpected, sentence)
  }

  const attemptsOn = database.kind === 'pglite' ? rowAndCallAttempts : allAttempts
  const attempts = attemptsOn(catalogue, accessData)
  const wrong = new Map(
    (await surprises(database, attempts)).map((one) => [one.attempt, one.answer]),
  )
  for (const attempt of attempts) {
    const answer = wrong.get(attempt)
    const detail = answer
      ? `expected ${JSON.stringify(attempt.expected)}, got ${JSON.stringify(answer)}`
      : undefined
    report.check(!answer, attempt.sentence, detail)
  }
  const { relations, functions: callables } = catalogue
  return (
    `${relations.length} relations, ${callables.length} functions, ` +
    `${privileges.length} privileges, ${attempts.length} attempts by ${actorNames.length} actors`
  )
}

/** C7: a table, a view or a function that arrives without its line in the access files. */
async function catchesAnUnmentionedObject(database: SuiteDatabase, report: Report): Promise<void> {
  const planted = [
    'create table public.planted (id uuid primary key)',
    'create view public.planted as select 1 as id',
    'create function public.planted() returns integer language sql return 1',
  ]
  for (const statement of planted) {
    const silence = await rolledBack(database, async (client) => {
      await client.query(statement)
      return unmentioned(await readCatalogue(client), accessData)
    })
    report.check(silence.length === 1, `the access files miss: ${statement}`, silence.join('\n'))
  }
}

/** Runs `work` in a transaction that leaves nothing behind, and returns what it found. */
export async function rolledBack<T>(
  database: SqlClient,
  work: (client: SqlClient) => Promise<T>,
): Promise<T> {
  const nothing = new Error('rolled back')
  let found: T | undefined
  await database
    .transaction(async (client) => {
      found = await work(client)
      throw nothing
    })
    .catch((error: unknown) => {
      if (error !== nothing) throw error
    })
  return found as T
}
