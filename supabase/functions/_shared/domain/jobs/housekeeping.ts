import type { JobHandlers } from './job-runner.ts'

/** What is cleared away, a batch a call, each with how much went; 0 when nothing is left. */
export type Housekeeping = {
  /** How answers were sent that have been over for an hour. */
  pruneStreamChunks(): Promise<number>
  /** Anonymous visitors without a chat who have not been here for 30 days. */
  eraseUnusedVisitors(): Promise<number>
}

/** The jobs that keep the house. */
export function housekeepingJobs(house: Housekeeping): JobHandlers {
  return {
    prune_stream_chunks: () => untilNothingIsLeft(() => house.pruneStreamChunks()),
    erase_unused_visitors: () => untilNothingIsLeft(() => house.eraseUnusedVisitors()),
  }
}

async function untilNothingIsLeft(clear: () => Promise<number>): Promise<void> {
  while ((await clear()) > 0);
}
