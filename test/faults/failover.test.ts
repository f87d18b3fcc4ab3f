import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertOutcome } from './failover-outcome.ts'
import { casesOf, play } from './failover.ts'
import { beforeText, whenAsked, type Moment } from './fault.ts'
import { startFaultServer, type FaultCase, type FaultServer } from './fault-server.ts'
import { faults } from './faults.ts'
import { harmlessOddities } from './harmless-oddities.ts'

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
      const played = await play(server, faultCase)
      // Whoever is not listened to any more is not left waiting either.
      await Promise.all(played.requests.map(({ closed }) => closed))
      try {
        assertOutcome(played)
        return []
      } catch (error) {
        return [`${played.model}: ${String(error)}`]
      }
    }),
  )
  return outcomes.flat()
}

describe('before the first visible character, the next model answers and nothing is seen of', () => {
  for (const fault of faults) {
    const cases = casesOf(fault, beforeAnything)
    it(`${fault.name}, in every dialect`, async () => {
      assert.deepEqual(await wrongOutcomes(cases), [])
    })
  }
})

describe('after the first visible character, what was read stays until the next model speaks', () => {
  for (const fault of faults) {
    const cases = casesOf(fault, ['speaking'])
    if (cases.length === 0) continue
    it(`after ${fault.name}, in every dialect`, async () => {
      assert.deepEqual(await wrongOutcomes(cases), [])
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

describe('a visitor who stops', () => {
  for (const moment of ['begun', 'thinking', 'speaking'] as const) {
    it(`blames nobody, and closes the connection, when the model is ${moment}`, async () => {
      const fault = faults.find(({ name }) => name === 'empty-deltas-only')
      assert.ok(fault)
      await Promise.all(
        casesOf(fault, [moment]).map(async (faultCase) => {
          const stopping = new AbortController()
          const playing = play(server, faultCase, {
            signal: stopping.signal,
            limits: { firstTokenMs: 20_000, gapMs: 20_000, thinkingMs: 20_000, totalMs: 20_000 },
            onEvent: ({ type }) => {
              if (type === (moment === 'speaking' ? 'text' : 'selected')) stopping.abort('stopped')
            },
          })
          const { error, store, requests } = await playing
          assert.equal(error, 'stopped')
          assert.deepEqual(store.failures, [])
          await Promise.all(requests.map(({ closed }) => closed))
        }),
      )
    })
  }
})
