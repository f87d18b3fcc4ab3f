import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { ModelFailure } from '../../supabase/functions/_shared/domain/model.ts'
import type { Dialect } from './dialects/dialect.ts'
import { dialects } from './dialects/dialects.ts'
import { assertOutcome } from './failover-outcome.ts'
import { casesOf, failOver, healthyCase, limitsFor, nextAfter, patient } from './failover.ts'
import { beforeText, whenAsked, type Moment } from './fault.ts'
import { startFaultServer, type FaultCase, type FaultServer } from './fault-server.ts'
import { faultNamed, faults } from './faults.ts'
import { harmlessOddities } from './harmless-oddities.ts'
import { firstHalf, wholeAnswer } from './speaker.ts'
import { takeTurn, textOf, type ShownEvent, type Turn } from './turn.ts'

let server: FaultServer

before(async () => {
  server = await startFaultServer()
})
after(() => server.close())

const beforeAnything: readonly Moment[] = [...whenAsked, ...beforeText]

/** Plays all of these at once and says what came out wrong. */
async function wrongOutcomes(cases: readonly FaultCase[]): Promise<string[]> {
  const outcomes = await Promise.all(
    cases.map(async (faultCase) => {
      const failover = await failOver(server, faultCase)
      try {
        assertOutcome(failover)
        await assertClosed(failover)
        return []
      } catch (error) {
        return [`${faultCase.dialect.provider}, ${faultCase.moment}: ${String(error)}`]
      }
    }),
  )
  return outcomes.flat()
}

/** Whoever is not listened to any more is not left waiting either. */
async function assertClosed({ requests }: Turn): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const closed = Promise.all(requests.map((exchange) => exchange.closed)).then(() => 'closed')
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve('left open'), patient.totalMs)
  })
  assert.equal(await Promise.race([closed, late]), 'closed')
  clearTimeout(timer)
}

/** The events in short: who was selected, and where text and resets were. */
function outlineOf(events: readonly ShownEvent[]): string[] {
  return events
    .map((event) => (event.type === 'selected' ? event.provider : event.type))
    .filter((name, index, all) => name !== 'text' || all[index - 1] !== 'text')
}

describe('before the first visible character, the next model answers and nothing is seen of', () => {
  for (const fault of faults) {
    it(`${fault.name}, in every dialect`, async () => {
      assert.deepEqual(await wrongOutcomes(casesOf(fault, beforeAnything)), [])
    })
  }
})

describe('after the first visible character, what was read stays until the next model speaks', () => {
  for (const fault of faults.filter(({ moments }) => moments.includes('speaking'))) {
    it(`after ${fault.name}, in every dialect`, async () => {
      assert.deepEqual(await wrongOutcomes(casesOf(fault, ['speaking'])), [])
    })
  }
})

describe('what only looks odd is read as it is meant', () => {
  for (const oddity of harmlessOddities) {
    it(`${oddity.name}, in every dialect`, async () => {
      assert.deepEqual(await wrongOutcomes(casesOf(oddity, whenAsked)), [])
    })
  }
})

/** Whoever comes first, every dialect in its turn, all at once. */
async function inEveryOrder(
  check: (first: Dialect, second: Dialect, third: Dialect) => Promise<void>,
): Promise<void> {
  const checks = dialects.map((first) => {
    const second = nextAfter(first)
    return check(first, second, nextAfter(second))
  })
  await Promise.all(checks)
}

describe('one fault after another', () => {
  it('passes over two models that only keep their connections alive', () =>
    inEveryOrder(async (first, second, third) => {
      const fault = faultNamed('keep-alives-only')
      const { events } = await takeTurn(server, {
        models: [
          { dialect: first, fault, moment: 'begun' },
          { dialect: second, fault, moment: 'begun' },
          healthyCase(third),
        ],
        limits: limitsFor(fault),
      })
      const selected = [first, second, third].map(({ provider }) => provider)
      assert.deepEqual(outlineOf(events), [...selected, 'text'])
      assert.equal(textOf(events), wholeAnswer(third))
    }))

  it('leaves what was read when nobody can begin anew', () =>
    inEveryOrder(async (first, second) => {
      const { events, error } = await takeTurn(server, {
        models: [
          { dialect: first, fault: faultNamed('truncated'), moment: 'speaking' },
          { dialect: second, fault: faultNamed('503'), moment: 'asked' },
        ],
        limits: patient,
      })
      assert.deepEqual(outlineOf(events), [first.provider, 'text', second.provider])
      assert.equal(textOf(events), firstHalf(first))
      assert.ok(error instanceof ModelFailure && error.kind === 'truncated')
    }))

  it('begins anew once, and no more', () =>
    inEveryOrder(async (first, second, third) => {
      const fault = faultNamed('error-chunk')
      const { events, error } = await takeTurn(server, {
        models: [
          { dialect: first, fault, moment: 'speaking' },
          { dialect: second, fault, moment: 'speaking' },
          healthyCase(third),
        ],
        limits: patient,
      })
      const outline = [first.provider, 'text', second.provider, 'reset', 'text']
      assert.deepEqual(outlineOf(events), outline)
      assert.equal(textOf(events), firstHalf(first) + firstHalf(second))
      assert.ok(error instanceof ModelFailure && error.kind === 'upstream_error')
    }))
})

describe('a visitor who stops', () => {
  for (const [when, type] of [
    ['before the model has said anything', 'selected'],
    ['while it is speaking', 'text'],
  ] as const) {
    it(`blames nobody and leaves no connection open, ${when}`, async () => {
      await Promise.all(
        casesOf(faultNamed('keep-alives-only'), ['speaking']).map(async (faultCase) => {
          const stopping = new AbortController()
          const turn = await takeTurn(server, {
            models: [faultCase, healthyCase(nextAfter(faultCase.dialect))],
            limits: patient,
            signal: stopping.signal,
            onEvent: (event) => {
              if (event.type === type) stopping.abort('stopped')
            },
          })
          assert.equal(turn.error, 'stopped')
          assert.deepEqual(turn.store.failures, [])
          await assertClosed(turn)
        }),
      )
    })
  }
})
