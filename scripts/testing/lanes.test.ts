import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inLanes } from './lanes.ts'

const { signal } = new AbortController()

test('two get along at a time, in their order, and the rest have everything for themselves', async () => {
  const running = new Set<string>()
  const begun: string[] = []
  const beside: string[] = []
  const ends = new Map<string, () => void>()
  const work = async (name: string) => {
    begun.push(name)
    running.add(name)
    beside.push([...running].join(' '))
    await new Promise<void>((resolve) => ends.set(name, resolve))
    running.delete(name)
    return name.toUpperCase()
  }
  const end = async (name: string) => {
    ends.get(name)?.()
    await new Promise(setImmediate)
  }
  const results = inLanes({ together: ['a', 'b', 'c'], alone: ['d', 'e'], signal }, work)
  for (const name of ['b', 'a', 'c', 'd', 'e']) await end(name)
  assert.deepEqual(begun, ['a', 'b', 'c', 'd', 'e'])
  assert.deepEqual(beside, ['a', 'a b', 'a c', 'd', 'e'])
  assert.deepEqual(await results, [
    ['a', 'A'],
    ['b', 'B'],
    ['c', 'C'],
    ['d', 'D'],
    ['e', 'E'],
  ])
})

test('what was not begun when the run is ended does not begin', async () => {
  const ending = new AbortController()
  const results = await inLanes(
    { together: ['a', 'b', 'c'], alone: ['d'], signal: ending.signal },
    async (name) => {
      ending.abort()
      return name.toUpperCase()
    },
  )
  assert.deepEqual(results, [['a', 'A']])
})
