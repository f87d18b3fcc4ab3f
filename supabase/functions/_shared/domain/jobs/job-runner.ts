import { describeError, type Log } from '../../log.ts'
import { ProblemError } from '../../problem-error.ts'
import { systemClock, type Clock } from '../clock.ts'

/** Work that was written down to be done later. */
export type Job = {
  id: number
  kind: string
  /** Counted from 1. */
  attempt: number
  /** The ids of what it is about. */
  payload: Readonly<Record<string, string>>
}

/** Where jobs wait. Every method is one round trip, and may throw the problem `database_unavailable`. */
export type JobStore = {
  /** The job of these kinds that has been due for longest, for five minutes nobody else's. */
  takeJob(kinds: readonly string[]): Promise<Job | null>
  finishJob(job: Job): Promise<void>
  /** It is tried again later, each time after a longer while, or given up. */
  failJob(job: Job, code: string): Promise<void>
}

/** What is done for each kind; twice must come to the same as once. */
export type JobHandlers = Readonly<Record<string, (payload: Job['payload']) => Promise<void>>>

export type JobRunnerOptions = {
  store: JobStore
  handlers: JobHandlers
  log: Log
  clock?: Clock
}

/** How many jobs were done, and how many came to nothing for now. */
export type JobsRun = { done: number; failed: number }

export type JobRunner = {
  /**
   * Does what is due, one after another, until nothing is or a minute has passed. While it does, whoever
   * asks again is told of the same run.
   *
   * @throws ProblemError `database_unavailable`
   */
  run(): Promise<JobsRun>
}

/** How long a run goes on taking jobs, in milliseconds: no host gives a request for ever. */
const longestRunMs = 60_000

export function jobRunner(options: JobRunnerOptions): JobRunner {
  const { store, handlers, log, clock = systemClock } = options
  const kinds = Object.keys(handlers)
  let running: Promise<JobsRun> | undefined

  async function runAll(): Promise<JobsRun> {
    const endsAt = clock.now() + longestRunMs
    const run: JobsRun = { done: 0, failed: 0 }
    while (clock.now() < endsAt) {
      const job = await store.takeJob(kinds)
      if (job === null) break
      run[await outcomeOf(job)] += 1
    }
    return run
  }

  async function outcomeOf(job: Job): Promise<keyof JobsRun> {
    try {
      await handlers[job.kind]?.(job.payload)
    } catch (error) {
      const { id, kind, attempt } = job
      const code = error instanceof ProblemError ? error.problem.code : 'internal_error'
      const fields = { jobId: id, kind, attempt, code, ...describeError(error) }
      log({ level: 'warn', event: 'job-failed', ...fields })
      await store.failJob(job, code)
      return 'failed'
    }
    await store.finishJob(job)
    return 'done'
  }

  return {
    run() {
      running ??= runAll().finally(() => (running = undefined))
      return running
    },
  }
}
