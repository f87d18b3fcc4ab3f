import assert from 'node:assert/strict'
import type { Failover } from './failover.ts'
import type { Outcome } from './fault.ts'
import { firstHalf, wholeAnswer } from './speaker.ts'
import { textOf } from './turn.ts'

/** The least that a cooldown lasts: what passes by itself, and what somebody has to mend. */
const passingCooldownMs = 30 * 1000
const accountCooldownMs = 15 * 60 * 1000

/** Checks that a turn came to what its fault must come to. */
export function assertOutcome(failover: Failover): void {
  const { dialect, fault, moment } = failover.faultCase
  const outcome = fault.outcome({ dialect, moment })
  assert.equal(failover.error, undefined)
  if (outcome.is === 'fine') assertFine(failover, outcome)
  else {
    assertAnsweredElsewhere(failover)
    assertReason(failover, outcome)
    assertBlame(failover, outcome)
  }
  assertRequests(failover, outcome)
}

function assertFine(failover: Failover, { shows }: Outcome & { is: 'fine' }): void {
  const { faultCase, events, answer, usage, store } = failover
  const { dialect } = faultCase
  const expected = shows === 'whole answer' ? wholeAnswer(dialect) : firstHalf(dialect)
  assert.equal(textOf(events), expected)
  assert.deepEqual(
    events.filter(({ type }) => type !== 'text'),
    [{ type: 'selected', provider: dialect.provider, attempt: 1 }],
  )
  assert.equal(answer?.provider, dialect.provider)
  assert.deepEqual(store.failures, [])
  if (shows === 'first half') return
  assert.equal(answer.finishReason, 'stop')
  assert.deepEqual(usage, { inputTokens: 12, outputTokens: 9 })
}

/** The visitor sees what the next model says, and of the faulty one no more than its first half. */
function assertAnsweredElsewhere({ faultCase, next, events, answer, usage }: Failover): void {
  const { dialect, moment } = faultCase
  const resetAt = events.findIndex(({ type }) => type === 'reset')
  if (moment === 'speaking') {
    assert.equal(textOf(events.slice(0, resetAt)), firstHalf(dialect))
    assert.equal(events[resetAt + 1]?.type, 'text', 'a reset must be followed by text at once')
  } else assert.equal(resetAt, -1)
  assert.equal(textOf(events.slice(resetAt + 1)), wholeAnswer(next))
  assert.deepEqual(answer, {
    provider: next.provider,
    model: answer?.model,
    finishReason: 'stop',
  })
  // The faulty one may have told of some, too.
  assert.ok(usage && usage.inputTokens >= 12 && usage.outputTokens >= 9)
}

function assertReason({ events, faultCase, next }: Failover, outcome: Outcome): void {
  assert.equal(outcome.is, 'elsewhere')
  const selected = events.filter((event) => event.type === 'selected')
  assert.deepEqual(
    selected.map(({ provider, attempt }) => [provider, attempt]),
    [
      [faultCase.dialect.provider, 1],
      [next.provider, 2],
    ],
  )
  const kind = outcome.failure === 'timeout' ? '[a-z_]+_timeout' : outcome.failure
  assert.match(selected[1]?.reason ?? '', new RegExp(`^${kind}(_\\d{3})?$`, 'u'))
}

function assertBlame({ faultCase, model, store }: Failover, outcome: Outcome): void {
  assert.equal(outcome.is, 'elsewhere')
  const { provider } = faultCase.dialect
  const subjects = { provider: [provider], model: [`${provider}:${model}`], nobody: [] }
  assert.deepEqual(
    store.failures.map(({ subject }) => subject),
    subjects[outcome.blame],
  )
  const usualMs = outcome.blame === 'provider' ? accountCooldownMs : passingCooldownMs
  const leastMs = outcome.cooldownMs ?? usualMs
  for (const { cooldownMs } of store.failures) {
    // Where a date is given, time goes by.
    const mostMs = leastMs + Math.min(leastMs / 2, 60_000)
    assert.ok(cooldownMs >= leastMs && cooldownMs <= mostMs, String(cooldownMs))
  }
}

/** One request a try, in order: nobody slept over a failure and tried again by itself. */
function assertRequests({ faultCase, next, requests }: Failover, outcome: Outcome): void {
  const { dialect, fault } = faultCase
  const asked = requests.map(({ path }) => path.split('/')[1])
  // As Deno does, whose doing is not the SDK's, but not every runtime.
  if (fault.isAskedTwice && asked[1] === dialect.provider) asked.shift()
  const own = fault.address === undefined ? [dialect.provider] : []
  const expected =
    outcome.is === 'elsewhere'
      ? [...own, next.provider]
      : Array.from({ length: outcome.requests }, () => dialect.provider)
  assert.deepEqual(asked, expected)
}
