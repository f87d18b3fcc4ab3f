import assert from 'node:assert/strict'
import { test } from 'node:test'
import report from './node-reporter.js'

const file = '/a.test.ts'

/** As Node tells what happens to a file and the tests in it. */
async function* events(...told: [type: string, name: string, error?: object][]) {
  for (const [type, name, error] of told) {
    yield { type: `test:${type}`, data: { name, file, details: { error, duration_ms: 1 } } }
  }
}

async function outcomeOf(told: ReturnType<typeof events>): Promise<unknown> {
  let text = ''
  for await (const part of report(told)) text += part
  return JSON.parse(text)
}

test('a file whose time is over fails by the test that it was at', async () => {
  const timeout = { failureType: 'testTimeoutFailure', message: 'timed out' }
  const outcome = await outcomeOf(
    events(
      ['dequeue', file],
      ['dequeue', 'good'],
      ['complete', 'good'],
      ['pass', 'good'],
      ['dequeue', 'a suite'],
      ['dequeue', 'waits'],
      ['complete', file],
      ['fail', file, timeout],
    ),
  )
  const failures = [{ name: 'waits', reason: 'timed out', file, ms: 1 }]
  assert.deepEqual(outcome, { passed: 1, skipped: 0, failed: 1, failures })
})

test('a test that fails is named with its reason, and what holds it is not counted', async () => {
  const outcome = await outcomeOf(
    events(
      ['dequeue', file],
      ['dequeue', 'a suite'],
      ['dequeue', 'bad'],
      ['complete', 'bad'],
      ['fail', 'bad', { failureType: 'testCodeFailure', cause: { stack: 'not so' } }],
      ['complete', 'a suite'],
      ['fail', 'a suite', { failureType: 'subtestsFailed' }],
    ),
  )
  const failures = [{ name: 'bad', reason: 'not so', file, ms: 1 }]
  assert.deepEqual(outcome, { passed: 0, skipped: 0, failed: 1, failures })
})
