import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { longestTimerMs } from '../../domain/clock.ts'
import { Chunks } from './chunks.ts'

const chunk = 'data: {"choices":[]}\n\n'

/** Chunks of an answer that is over after so long a silence behind each, in milliseconds. */
function chunksOf(silences: readonly number[], onSilence: () => void): Chunks {
  const left = [...silences]
  return new Chunks({ add: () => left.shift(), isComplete: false }, onSilence)
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

describe('the silence behind a chunk', () => {
  it('is the end when nothing comes any more', async () => {
    await new Promise<void>((resolve) => chunksOf([0], resolve).feed(chunk))
  })

  it('is counted anew behind the next one', async () => {
    const chunks = chunksOf([1, longestTimerMs], () => assert.fail('ended too soon'))
    chunks.feed(chunk)
    chunks.feed(chunk)
    // A timer that was set first is over first.
    await after(1)
    chunks.stop()
  })

  it('is no end of what has ended', async () => {
    const chunks = chunksOf([1], () => assert.fail('ended twice'))
    chunks.feed(chunk)
    chunks.stop()
    await after(1)
  })
})
