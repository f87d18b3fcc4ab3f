import type { Housekeeping } from '../domain/jobs/housekeeping.ts'
import { housekeepingJobs } from '../domain/jobs/housekeeping.ts'
import { jobRunner, type JobRunner, type JobStore } from '../domain/jobs/job-runner.ts'
import type { Log } from '../log.ts'
import { type DatabaseOptions, functionCaller } from './call-function.ts'
import { ClearedResult, NoResult, TakeJobResult } from './results.ts'

/** How long clearing away one batch may take, in milliseconds: nobody waits for it. */
const clearTimeoutMs = 60_000

/** Jobs in Postgres, over the Data API: every method is one call of one SQL function. */
export function jobDatabase(options: DatabaseOptions): JobStore & Housekeeping {
  const call = functionCaller(options)

  return {
    takeJob: (kinds) => call('take_job', { kinds: [...kinds] }, TakeJobResult),

    async finishJob({ id }) {
      await call('finish_job', { job_id: id }, NoResult)
    },

    async failJob({ id, attempt }, code) {
      await call('fail_job', { job_id: id, attempt, code }, NoResult)
    },

    pruneStreamChunks: () => call('prune_stream_chunks', {}, ClearedResult, clearTimeoutMs),

    eraseUnusedVisitors: () => call('erase_unused_visitors', {}, ClearedResult, clearTimeoutMs),
  }
}

/** Does the jobs that wait in Postgres. */
export function databaseJobs({ log, ...options }: DatabaseOptions & { log: Log }): JobRunner {
  const store = jobDatabase(options)
  return jobRunner({ store, handlers: housekeepingJobs(store), log })
}
