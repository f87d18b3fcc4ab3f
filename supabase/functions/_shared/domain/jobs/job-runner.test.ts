import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ManualClock } from '../../../../../test/fixtures/routing/manual-clock.ts'
import type { LogEntry } from '../../log.ts'
import { ProblemError } from '../../problem-error.ts'
import { housekeepingJobs } from './housekeeping.ts'
import { jobRunner, type Job, type JobHandlers } from './job-runner.ts'

function waiting(...kinds: string[]) {
  const jobs: Job[] = kinds.map((kind, id) => ({ id, kind, attempt: 1, payload: { chat: 'c' } }))
  const deeds: string[] = []
  const logged: LogEntry[] = []
  const clock = new ManualClock()
  const store = {
    takeJob: (asked: readonly string[]) => {
      const index = jobs.findIndex(({ kind }) => asked.includes(kind))
      return Promise.resolve(index < 0 ? null : (jobs.splice(index, 1)[0] ?? null))
    },
    finishJob: ({ kind }: Job) => Promise.resolve(void deeds.push(`${kind} is done`)),
    failJob: ({ kind }: Job, code: string) => Promise.resolve(void deeds.push(`${kind}: ${code}`)),
  }
  const runnerOf = (handlers: JobHandlers) =>
    jobRunner({ store, handlers, clock, log: (entry) => logged.push(entry) })
  return { jobs, deeds, logged, clock, store, runnerOf }
}

const nothing = () => Promise.resolve()

describe('jobs that are due', () => {
  it('are done one after another, until none is left', async () => {
    const { runnerOf, deeds } = waiting('sing', 'dance', 'sing')
    const sing = (payload: Job['payload']) =>
      Promise.resolve(void deeds.push(`sings of ${payload['chat']}`))
    assert.deepEqual(await runnerOf({ sing, dance: nothing }).run(), { done: 3, failed: 0 })
    const sung = ['sings of c', 'sing is done']
    assert.deepEqual(deeds, [...sung, 'dance is done', ...sung])
  })

  it('are left alone by whoever does not know their kind', async () => {
    const { runnerOf, jobs } = waiting('juggle', 'sing')
    assert.deepEqual(await runnerOf({ sing: nothing }).run(), { done: 1, failed: 0 })
    assert.deepEqual(
      jobs.map(({ kind }) => kind),
      ['juggle'],
    )
  })

  it('keep no other from being done when one fails, and only its code is told', async () => {
    const { runnerOf, deeds, logged } = waiting('sing', 'away', 'dance')
    const runner = runnerOf({
      sing: () => Promise.reject(new Error('what somebody said')),
      away: () => Promise.reject(new ProblemError('database_unavailable', 'Not there.')),
      dance: nothing,
    })
    assert.deepEqual(await runner.run(), { done: 1, failed: 2 })
    assert.deepEqual(deeds, ['sing: internal_error', 'away: database_unavailable', 'dance is done'])
    assert.deepEqual(
      logged.map(({ event, kind, code }) => [event, kind, code]),
      [
        ['job-failed', 'sing', 'internal_error'],
        ['job-failed', 'away', 'database_unavailable'],
      ],
    )
    assert.ok(!JSON.stringify(logged).includes('somebody'))
  })

  it('are done by one run at a time in a process, and by another one afterwards', async () => {
    const { runnerOf, jobs } = waiting('sing')
    const runner = runnerOf({ sing: nothing })
    const runs = await Promise.all([runner.run(), runner.run()])
    assert.deepEqual(runs, Array.from({ length: 2 }).fill({ done: 1, failed: 0 }))
    jobs.push({ id: 2, kind: 'sing', attempt: 1, payload: {} })
    assert.deepEqual(await runner.run(), { done: 1, failed: 0 })
  })

  it('wait for the next run when this one has taken a minute', async () => {
    const { runnerOf, jobs, clock } = waiting('sing', 'sing', 'sing')
    const sing = () => Promise.resolve(clock.advance(31_000))
    assert.deepEqual(await runnerOf({ sing }).run(), { done: 2, failed: 0 })
    assert.equal(jobs.length, 1)
  })

  it('are not taken for done when the database is away', async () => {
    const { runnerOf, store } = waiting('sing')
    store.takeJob = () => Promise.reject(new ProblemError('database_unavailable', 'Not there.'))
    const runner = runnerOf({ sing: nothing })
    await assert.rejects(runner.run(), ProblemError)
    store.takeJob = () => Promise.resolve(null)
    assert.deepEqual(await runner.run(), { done: 0, failed: 0 })
  })
})

describe('clearing away', () => {
  it('goes on until nothing is left', async () => {
    const left = { chunks: [5000, 5000, 12, 0], visitors: [3, 0] }
    const handlers = housekeepingJobs({
      pruneStreamChunks: () => Promise.resolve(left.chunks.shift() ?? -1),
      eraseUnusedVisitors: () => Promise.resolve(left.visitors.shift() ?? -1),
    })
    await handlers['prune_stream_chunks']?.({})
    await handlers['erase_unused_visitors']?.({})
    assert.deepEqual(left, { chunks: [], visitors: [] })
  })
})
