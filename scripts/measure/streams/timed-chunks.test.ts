import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nowMicroseconds, readTimedChunks, timedTextLength, timedTextOf } from './timed-chunks.ts'

test('a text tells which chunks it holds whole, and when each was written', () => {
  const before = nowMicroseconds()
  const text = `{"text":"${timedTextOf(7)}"}{"text":"${timedTextOf(8)}"}${timedTextOf(9).slice(0, -1)}`

  const chunks = readTimedChunks(text)

  assert.deepEqual(
    chunks.map(({ index }) => index),
    [7, 8],
  )
  for (const { writtenAt } of chunks) {
    assert.ok(writtenAt >= before && writtenAt <= nowMicroseconds())
  }
})

test('all texts of chunks are of one length', () => {
  assert.equal(timedTextOf(0).length, timedTextLength)
  assert.equal(timedTextOf(99_999).length, timedTextLength)
})
