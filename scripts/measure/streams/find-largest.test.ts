import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findLargest } from './find-largest.ts'

async function search(limit: number) {
  const tries: number[] = []
  const start = { tried: 1000, triedHolds: limit >= 1000, step: 250, upTo: 4000 }
  const largest = await findLargest(start, (count) => {
    tries.push(count)
    return Promise.resolve(count <= limit)
  })
  return { largest, tries }
}

test('the search finds the largest number to a step', async () => {
  for (let limit = 0; limit <= 4000; limit += 100) {
    const { largest, tries } = await search(limit)

    assert.equal(largest, limit - (limit % 250))
    assert.equal(new Set(tries).size, tries.length, `${tries.join()} tries nothing twice`)
  }
})

test('the search goes no further than it may', async () => {
  const { largest, tries } = await search(Infinity)

  assert.equal(largest, 4000)
  assert.equal(Math.max(...tries), 4000)
})
