import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ThinkFilter } from './think-filter.ts'

/** What is left of an answer, when its text is void as soon as the filter says so. */
function filter(pieces: readonly string[]): string {
  let shown = ''
  const thinkFilter = new ThinkFilter({
    onText: (text) => (shown += text),
    onThinking: () => undefined,
    onVoid: () => (shown = ''),
  })
  for (const piece of pieces) thinkFilter.add(piece)
  thinkFilter.end()
  return shown
}

describe('the think filter', () => {
  it('lets an answer without thoughts through as it is', () => {
    assert.equal(filter(['Hello', ' there']), 'Hello there')
  })

  it('takes a thought out', () => {
    assert.equal(filter(['<think>secret</think>\n\nHello']), 'Hello')
  })
})
