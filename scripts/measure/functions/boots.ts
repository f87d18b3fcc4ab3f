import { setTimeout as pause } from 'node:timers/promises'
import { functionNames, functionsDirectory } from '../../stack/functions/deno.ts'
import { startFunctionProcess } from '../../stack/functions/function-process.ts'
import type { Stack } from '../../stack/stack.ts'
import { startRelay } from '../first-token/start-relay.ts'
import { peakRssBytes } from '../process-tree.ts'
import { median, round } from '../statistics.ts'

/** From the start of a process to its listening, in milliseconds, and what memory that took. */
export type Boot = { bootMs: number; rssMb: number }

/**
 * Starts everything once a round, one after another: a round is as quiet or busy for all of them. A
 * first round that does not count fills the caches.
 */
export async function measureBoots(
  stack: Stack,
  { rounds }: { rounds: number },
): Promise<{ functions: Record<string, Boot>; relay: Boot }> {
  const starts: Record<string, () => Promise<Started>> = {
    relay: () => startRelay('http://127.0.0.1:9/chat/completions', 'sdk'),
  }
  for (const name of functionNames()) {
    starts[name] = async () => {
      const environment = stack.functionEnvironment
      const directory = functionsDirectory
      const log = (line: string) => console.error(line)
      const started = startFunctionProcess({ name, directory, environment, log })
      await started.port
      return started
    }
  }
  const samples = Object.entries(starts).map(([name, start]) => ({
    name,
    start,
    bootMs: [] as number[],
    rssBytes: [] as number[],
  }))
  for (let turn = -1; turn < rounds; turn += 1) {
    for (const { start, bootMs, rssBytes } of samples) {
      const startedAt = performance.now()
      const started = await start()
      const tookMs = performance.now() - startedAt
      if (turn >= 0) bootMs.push(tookMs)
      if (turn >= 0) rssBytes.push(peakRssBytes(started.processId))
      await started.stop()
      await pause(100)
    }
  }
  const { relay, ...functions } = Object.fromEntries(
    samples.map(({ name, bootMs, rssBytes }) => [
      name,
      { bootMs: round(median(bootMs), 0), rssMb: round(median(rssBytes) / 1024 ** 2, 0) },
    ]),
  )
  if (relay === undefined) throw new Error('The relay was not started')
  return { functions, relay }
}

type Started = { processId: number; stop(): Promise<void> }
