import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openAiCompatible } from '../openai-compatible/openai-compatible.ts'
import { AnswerReading } from './answer-reading.ts'

/** How long a silence behind the last of some choices is waited through, in milliseconds. */
function patienceBehind(choices: readonly Record<string, unknown>[]): number | undefined {
  const nothing = () => undefined
  const reading = new AnswerReading(openAiCompatible, {
    onText: nothing,
    onThinking: nothing,
    onVoid: nothing,
    onUsage: nothing,
    onDropped: nothing,
    mayOpenInThought: false,
  })
  return choices.map((choice) => reading.add({ choices: [choice] })).at(-1)
}

const word = { delta: { content: 'word' }, finish_reason: null }
const lastWord = { delta: { content: 'word' }, finish_reason: 'stop' }
const stop = { delta: {}, finish_reason: 'stop' }

describe('the reading of an answer', () => {
  it('waits no longer than a moment behind an end that stands alone', () => {
    assert.equal(patienceBehind([word, stop]), 1_000)
  })

  it('gives a pause that the model may make anywhere, where every word may be the last', () => {
    for (const choices of [[lastWord], [lastWord, lastWord], [stop, word]]) {
      const patienceMs = patienceBehind(choices) ?? 0
      assert.ok(patienceMs > 10_000 && patienceMs < 15_000, String(patienceMs))
    }
  })

  it('sets no end before any was told', () => {
    assert.equal(patienceBehind([word]), undefined)
  })
})
