import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nothing, type Outcome } from './outcome.ts'
import { withSecondRun } from './second-run.ts'

const failedIn = (file: string | undefined, count = 1): Outcome => ({
  ...nothing,
  passed: 3,
  failed: count,
  failures: Array.from({ length: count }, () => ({
    name: 'a sentence',
    reason: 'not so',
    ...(file !== undefined && { file }),
  })),
})
const passed: Outcome = { ...nothing, passed: 2 }

/** Runs that end one after the other as they are told. */
function runs(...outcomes: Outcome[]) {
  const asked: (readonly string[])[] = []
  const run = async (files: readonly string[]): Promise<Outcome> => {
    asked.push(files)
    return outcomes.shift() ?? assert.fail('a run more than was expected')
  }
  return { run, asked }
}

const lenient = { strict: false }

test('what fails once and passes alone has passed, and is named as flaky', async () => {
  const { run, asked } = runs(failedIn('b', 2), passed)
  const outcome = await withSecondRun(['a', 'b'], run, lenient)
  assert.deepEqual(asked, [['a', 'b'], ['b']])
  assert.deepEqual([outcome.passed, outcome.failed, outcome.failures.length], [5, 0, 0])
  assert.deepEqual(
    outcome.flaky.map(({ name, file }) => [name, file]),
    [
      ['a sentence', 'b'],
      ['a sentence', 'b'],
    ],
  )
})

test('what fails alone as well has failed', async () => {
  const { run } = runs(failedIn('b'), failedIn('b'))
  const outcome = await withSecondRun(['a', 'b'], run, lenient)
  assert.deepEqual([outcome.passed, outcome.failed, outcome.flaky.length], [3, 1, 0])
})

test('what passes at once is not run again', async () => {
  const { run, asked } = runs(passed)
  await withSecondRun(['a'], run, lenient)
  assert.equal(asked.length, 1)
})

test('a strict run grants no second one', async () => {
  const { run } = runs(failedIn('b'))
  assert.equal((await withSecondRun(['a', 'b'], run, { strict: true })).failed, 1)
})

test('a failure that names no file has failed', async () => {
  const { run } = runs(failedIn(undefined))
  assert.equal((await withSecondRun(['a', 'b'], run, lenient)).failed, 1)
})

test('what is broken in many files is not run twice', async () => {
  const files = ['a', 'b', 'c', 'd', 'e', 'f']
  const failures = files.flatMap((file) => failedIn(file).failures)
  const { run } = runs({ ...nothing, failed: 6, failures })
  assert.equal((await withSecondRun(files, run, lenient)).failed, 6)
})
