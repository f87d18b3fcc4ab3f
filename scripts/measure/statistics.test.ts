import assert from 'node:assert/strict'
import { test } from 'node:test'
import { differenceInterval, percentile } from './statistics.ts'

const oneToHundred = Array.from({ length: 100 }, (_, index) => index + 1)

test('a percentile is one of the samples, by rank', () => {
  assert.equal(percentile(oneToHundred.toReversed(), 0.5), 50)
  assert.equal(percentile(oneToHundred, 0.99), 99)
  assert.equal(percentile([7], 0.99), 7)
})

test('what does not vary is known exactly', () => {
  const [low, high] = differenceInterval([5, 5, 5], [3, 3, 3], 0.99)

  assert.deepEqual([low, high], [2, 2])
})

test('the interval of a difference holds it, and is no wider than the samples', () => {
  const later = oneToHundred.map((value) => value + 20)

  const [low, high] = differenceInterval(later, oneToHundred, 0.5)

  assert.ok(low < 20 && high > 20, `20 lies in ${low} to ${high}`)
  assert.ok(low > -79 && high < 119, `${low} to ${high} is a part of what could be`)
})
