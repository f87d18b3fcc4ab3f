import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import {
  findPostgresBinaries,
  startPostgresCluster,
} from '../../scripts/database/postgres-cluster.ts'
import type { Stack } from '../../scripts/stack/stack.ts'
import { testDatabase } from '../../scripts/testing/test-database.ts'
import { startTestStack } from '../../scripts/testing/test-stack.ts'
import { modelDatabase } from '../../supabase/functions/_shared/database/model-database.ts'
import { ModelFailure } from '../../supabase/functions/_shared/domain/model.ts'
import { modelProblems } from '../../supabase/functions/_shared/domain/routing/model-problem.ts'
import { readEnvironment, type Environment } from '../../supabase/functions/_shared/environment.ts'
import { HandFedModel } from '../fixtures/routing/hand-fed-model.ts'
import { ManualClock } from '../fixtures/routing/manual-clock.ts'
import { ask, routingProcess } from '../fixtures/routing/routing-process.ts'

const workerCount = 50
const primaryId = 'groq:primary'
const secondaryId = 'gemini:secondary'

/** Older than any process lets its knowledge become. */
const staleMs = 6_000

const overloaded = new ModelFailure('status', { status: 503 })

let stack: Stack
let environment: Environment
const endings: (() => Promise<unknown>)[] = []

before(async () => {
  stack = await startTestStack(await realDatabase())
  endings.push(() => stack.close())
  environment = readEnvironment(
    (name) => stack.functionEnvironment[name],
    () => undefined,
  )
  await stack.query(`update public.models set enabled = false`)
  await stack.query(
    `insert into public.models (id, provider_id, name, label, quality, price, context_tokens)
     values ($1, 'groq', 'primary', 'Primary', 10, 'free', 32000),
            ($2, 'gemini', 'secondary', 'Secondary', 9, 'free', 32000)`,
    [primaryId, secondaryId],
  )
})
after(async () => {
  for (const end of endings.reverse()) await end()
})
beforeEach(() => stack.query('delete from public.model_health'))

/** A server of its own where one is installed. */
async function realDatabase(): Promise<{ databaseUrl?: string }> {
  const binaries = await findPostgresBinaries()
  if (binaries === null) return testDatabase()
  const cluster = await startPostgresCluster(binaries)
  endings.push(() => cluster.stop())
  return { databaseUrl: cluster.databaseUrl(await cluster.createDatabase()) }
}

/** Processes that share nothing but the database. Each counts how often it asked the primary. */
async function startWorkers() {
  const clock = new ManualClock()
  const store = modelDatabase(environment)
  /** How the primary behaves, for whichever worker asks it. */
  const primary = { behave: (_asked: HandFedModel['asked'][number]): void => undefined }
  const workers = Array.from({ length: workerCount }, () => {
    const models = [new HandFedModel(primaryId), new HandFedModel(secondaryId)] as const
    const [first, second] = models
    first.whenAsked = (asked) => primary.behave(asked)
    second.whenAsked = answering
    const process = routingProcess({ clock, store, models })
    return { ...process, first, hits: () => first.asked.length }
  })
  primary.behave = answering
  await Promise.all(workers.map(({ router }) => ask(router).routed))
  const settled = () => Promise.all(workers.map((worker) => worker.settled()))
  const hits = () => workers.reduce((sum, worker) => sum + worker.hits(), 0)
  /** What was read is too old now, and every process reads anew. */
  const letKnowledgeAge = () => clock.advance(staleMs)
  return { clock, workers, primary, settled, hits, letKnowledgeAge }
}

function answering(asked: HandFedModel['asked'][number]): void {
  asked.say('Hi')
  asked.end()
}

type Workers = Awaited<ReturnType<typeof startWorkers>>['workers']

/** So many requests of every worker, one after another, all workers at once. */
async function requests(workers: Workers, count = 1): Promise<string[]> {
  const answerers = workers.map(async ({ router }) => {
    const models: string[] = []
    for (let request = 0; request < count; request += 1) {
      models.push((await ask(router).routed).model)
    }
    return models
  })
  return (await Promise.all(answerers)).flat()
}

/** Ends a cooldown without the wait. */
function coolDown(subject = primaryId): Promise<unknown> {
  return stack.query(
    `update public.model_health set cooldown_until = clock_timestamp() where subject = $1`,
    [subject],
  )
}

async function health(subject = primaryId) {
  const [row] = await stack.query<{ cooldown_ms: number; remaining_s: number }>(
    `select cooldown_ms, extract(epoch from cooldown_until - clock_timestamp())::float8 as remaining_s
     from public.model_health where subject = $1`,
    [subject],
  )
  return row
}

describe('a model that fails among fifty processes', () => {
  it('is hit at most once more by each, and not at all by those that hear of it', async () => {
    const { workers, primary, settled, letKnowledgeAge } = await startWorkers()
    const [one, early] = [workers.slice(0, 1), workers.slice(1, 25)]
    primary.behave = (asked) => asked.fail(overloaded)
    const before = workers.map(({ hits }) => hits())
    const extra = () => workers.map(({ hits }, index) => hits() - (before[index] ?? 0))

    await requests(one)
    await settled()
    // The others have not heard of it yet.
    const answerers = await requests([...one, ...early], 10)
    assert.deepEqual(new Set(answerers), new Set(['secondary']))
    assert.ok(Math.max(...extra()) <= 1, String(extra()))

    letKnowledgeAge()
    await requests(workers, 5)
    assert.deepEqual(new Set(extra().slice(25)), new Set([0]))
    assert.ok(Math.max(...extra()) <= 1, String(extra()))
  })

  it('is tried once in each window, however many ask', async () => {
    const { workers, primary, settled, hits, letKnowledgeAge } = await startWorkers()
    primary.behave = (asked) => asked.fail(overloaded)
    await requests(workers.slice(0, 1))
    await settled()

    for (let window = 1; window <= 4; window += 1) {
      await coolDown()
      letKnowledgeAge()
      const before = hits()
      let probe: HandFedModel['asked'][number] | undefined
      primary.behave = (asked) => {
        probe = asked
      }
      // Whoever has the lease waits for the primary; all others go on without it.
      const all = workers.map(({ router }) => ask(router).routed)
      const others = await firstOf(all, workerCount - 1)
      assert.deepEqual(new Set(others), new Set(['secondary']))
      await requests(workers.slice(0, 10), 2)
      assert.equal(hits() - before, 1)
      probe?.fail(overloaded)
      assert.deepEqual(
        new Set((await Promise.all(all)).map(({ model }) => model)),
        new Set(['secondary']),
      )
      await settled()
      await requests(workers, 2)
      assert.equal(hits() - before, 1)
      assert.equal((await health())?.cooldown_ms, 30_000 * 2 ** window)
    }

    await coolDown()
    letKnowledgeAge()
    const before = hits()
    let probe: HandFedModel['asked'][number] | undefined
    primary.behave = (asked) => {
      probe = asked
    }
    const all = workers.map(({ router }) => ask(router).routed)
    await firstOf(all, workerCount - 1)
    assert.equal(hits() - before, 1)
    primary.behave = answering
    if (probe) answering(probe)
    await Promise.all(all)
    await settled()
    letKnowledgeAge()
    assert.deepEqual(new Set(await requests(workers)), new Set(['primary']))
    assert.equal(await health(), undefined)
  })

  it('stays without blame for stops, refusals, and requests that are wrong', async () => {
    const { workers, primary, settled } = await startWorkers()
    const blameless = [
      new ModelFailure('refused'),
      new ModelFailure('context_too_long'),
      new ModelFailure('status', { status: 400, blame: 'nobody' }),
    ]
    for (const failure of blameless) {
      primary.behave = (asked) => asked.fail(failure)
      assert.deepEqual(new Set(await requests(workers)), new Set(['secondary']))
    }
    primary.behave = () => undefined
    const turns = workers.map(({ router }) => ask(router))
    await Promise.all(workers.map(({ first, hits }) => first.isAsked(hits() + 1)))
    for (const { reader } of turns) reader.stop()
    await Promise.allSettled(turns.map(({ routed }) => routed))
    await settled()
    const rows = await stack.query('select subject from public.model_health')
    assert.deepEqual(rows, [])
  })

  it('is asked all the same when all cool down and it is done first', async () => {
    const { workers, primary, settled, letKnowledgeAge } = await startWorkers()
    const store = modelDatabase(environment)
    await store.reportFailure({ subject: 'gemini', cooldownMs: 1_800_000, code: 'status_402' })
    await store.reportFailure({ subject: primaryId, cooldownMs: 900_000, code: 'status_503' })
    letKnowledgeAge()
    primary.behave = answering
    assert.deepEqual(new Set(await requests(workers)), new Set(['primary']))
    await settled()
    assert.equal(await health(), undefined)
  })

  it('is left alone for longer with each failed try, and for fifteen minutes at most', async () => {
    const { workers, primary, settled, letKnowledgeAge } = await startWorkers()
    primary.behave = (asked) => asked.fail(new ModelFailure('truncated'))
    for (const seconds of [30, 60, 120, 240, 480, 900, 900]) {
      await requests(workers)
      await settled()
      assert.equal((await health())?.cooldown_ms, seconds * 1_000)
      await coolDown()
      letKnowledgeAge()
    }
    primary.behave = answering
    await requests(workers)
    await settled()
    primary.behave = (asked) => asked.fail(new ModelFailure('truncated'))
    letKnowledgeAge()
    await requests(workers)
    await settled()
    assert.equal((await health())?.cooldown_ms, 30_000)
  })

  it('is told of in words, by whoever failed last', async () => {
    const { workers, primary, settled } = await startWorkers()
    const failure = new ModelFailure('not_a_stream', { received: 'json' })
    primary.behave = (asked) => asked.fail(failure)
    await requests(workers)
    await settled()
    const [row] = await stack.query('select last_problem, in_words from public.model_health')
    assert.deepEqual(row, {
      last_problem: 'json_instead_of_stream',
      in_words:
        'Answers with JSON instead of a stream: switch streaming on, or the base URL lacks /v1.',
    })
  })

  it('is told of in a sentence of its own, whatever failed', async () => {
    const rows = await stack.query<{ problem: string; words: string }>(
      `select problem, private.model_problem_in_words(problem) as words
       from jsonb_array_elements_text($1::text::jsonb) as problem`,
      [JSON.stringify(modelProblems)],
    )
    for (const { problem, words } of rows) assert.ok(!words.startsWith('Fails: '), problem)
    assert.equal(new Set(rows.map(({ words }) => words)).size, modelProblems.length)
  })

  for (const [asked, status, askedMs, expectedS] of [
    ['a minute', 429, 60_000, 60],
    ['ten seconds', 503, 10_000, 10],
    ['five minutes', 429, 300_000, 900],
    ['an hour', 429, 3_600_000, 3_600],
  ] as const) {
    it(`that asks for ${asked} with ${status} is left alone for ${expectedS} s`, async () => {
      const { workers, primary, settled, letKnowledgeAge } = await startWorkers()
      const failure = new ModelFailure('status', { status, retryAfterMs: askedMs })
      primary.behave = (asked_) => asked_.fail(failure)
      await requests(workers)
      await settled()
      assert.equal((await health())?.cooldown_ms, expectedS * 1_000)
      letKnowledgeAge()
      await Promise.all(workers.map(({ health: known }) => known.fresh()))
      const remainingS = (await health())?.remaining_s ?? 0
      assert.ok(remainingS <= expectedS, String(remainingS))
      for (const { health: known } of workers) {
        const knownS = (known.coolingDown(primaryId) ?? 0) / 1000
        assert.ok(Math.abs(knownS - Math.max(remainingS, 0)) < 30, String(knownS))
      }
    })
  }
})

/** Resolves with who answered first, as soon as so many have. */
function firstOf(all: Promise<{ model: string }>[], count: number): Promise<string[]> {
  const models: string[] = []
  return new Promise((resolve) => {
    for (const one of all) {
      void one.then(({ model }) => {
        if (models.push(model) === count) resolve([...models])
      })
    }
  })
}
