// Runs in Deno, as the functions do; prints one JSON object.
import { dialects } from '../../../test/faults/dialects/dialects.ts'
import {
  casesOf,
  failOver,
  healthyCase,
  nextAfter,
  type Failover,
} from '../../../test/faults/failover.ts'
import type { Moment } from '../../../test/faults/fault.ts'
import { startFaultServer, type FaultServer } from '../../../test/faults/fault-server.ts'
import { faultNamed, faults } from '../../../test/faults/faults.ts'
import { firstHalf, wholeAnswer } from '../../../test/faults/speaker.ts'
import { takeTurn, textOf } from '../../../test/faults/turn.ts'
import { p50p99 } from '../statistics.ts'

const budgetMs = 150
const rounds = 100
const warmUpRounds = 10

const limits = { firstTokenMs: budgetMs, gapMs: 10_000, thinkingMs: 10_000, totalMs: 30_000 }

/** How long until the first visible character when so many models only keep the connection alive. */
async function firstTokenMs(server: FaultServer, round: number, deadModels: number) {
  const fault = faultNamed('keep-alives-only')
  let dialect = dialects[round % dialects.length]
  if (dialect === undefined) throw new Error('There are no dialects')
  const models = []
  for (let count = 0; count < deadModels; count += 1) {
    models.push({ dialect, fault, moment: 'begun' as const })
    dialect = nextAfter(dialect)
  }
  models.push(healthyCase(dialect))
  let firstAt: number | undefined
  const startedAt = performance.now()
  await takeTurn(server, {
    models,
    limits,
    onEvent: ({ type }) => {
      if (type === 'text') firstAt ??= performance.now()
    },
  })
  if (firstAt === undefined) throw new Error('Nobody answered')
  return firstAt - startedAt
}

/** What the visitor has in the end, and what should be there. */
function lastText({ faultCase, events, next }: Failover): { shown: string; expected: string } {
  const { dialect, fault, moment } = faultCase
  const outcome = fault.outcome({ dialect, moment })
  const resetAt = events.findLastIndex(({ type }) => type === 'reset')
  const own = outcome.is === 'fine' && outcome.shows === 'first half' ? firstHalf : wholeAnswer
  const expected = outcome.is === 'fine' ? own(dialect) : wholeAnswer(next)
  return { shown: textOf(events.slice(resetAt + 1)), expected }
}

/** Every fault that can happen at these moments, in every dialect. */
async function playMatrix(server: FaultServer, moments: readonly Moment[]) {
  let cases = 0
  let whole = 0
  let tooMany = 0
  for (const fault of faults) {
    const played = await Promise.all(
      casesOf(fault, moments).map((faultCase) => failOver(server, faultCase)),
    )
    for (const failover of played) {
      const { shown, expected } = lastText(failover)
      cases += 1
      if (shown === expected && failover.answer !== undefined) whole += 1
      tooMany += shown.endsWith(expected) ? shown.length - expected.length : shown.length
    }
  }
  return { cases, whole, tooMany }
}

const server = await startFaultServer()
const oneDeadMs: number[] = []
const twoDeadMs: number[] = []
for (let round = -warmUpRounds; round < rounds; round += 1) {
  const one = await firstTokenMs(server, round + warmUpRounds, 1)
  const two = await firstTokenMs(server, round + warmUpRounds, 2)
  if (round < 0) continue
  oneDeadMs.push(one)
  twoDeadMs.push(two)
}
const before = await playMatrix(server, ['asked', 'begun', 'thinking'])
const after = await playMatrix(server, ['speaking'])
await server.close()

console.log(
  JSON.stringify({
    budgetMs,
    rounds,
    oneDeadMs: p50p99(oneDeadMs),
    twoDeadMs: p50p99(twoDeadMs),
    matrix: {
      faults: faults.length,
      dialects: dialects.length,
      before: { cases: before.cases, answered: before.whole, leakedCharacters: before.tooMany },
      after: { cases: after.cases, complete: after.whole, duplicated: after.tooMany },
    },
  }),
)
