import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openAiCompatible } from '../openai-compatible/openai-compatible.ts'
import { AnswerReading } from './answer-reading.ts'
import type { CompletionChunk } from './chunks.ts'

const usualGapMs = 15_000

/** How long a silence is waited through behind each of some chunks, in milliseconds. */
function patience(chunks: readonly CompletionChunk[], gapMs = usualGapMs): (number | undefined)[] {
  const nothing = () => undefined
  const reading = new AnswerReading(openAiCompatible, {
    onText: nothing,
    onThinking: nothing,
    onRetract: nothing,
    onUsage: nothing,
    onDropped: nothing,
    gapMs,
    mayOpenInThought: false,
  })
  return chunks.map((chunk) => reading.add(chunk))
}

const chunk = (delta: Record<string, unknown>, finish_reason: string | null = null) => ({
  choices: [{ delta, finish_reason }],
})
const word = chunk({ content: 'word' })
const lastWord = chunk({ content: 'word' }, 'stop')
const stop = chunk({}, 'stop')
const usage = { choices: [], usage: { prompt_tokens: 3, completion_tokens: 1 } }

/** What a model may pause anywhere, but for the moment that is left to believe that it has ended. */
function assertPause(patienceMs: number | undefined, gapMs: number): void {
  assert.ok(patienceMs !== undefined && patienceMs < gapMs && patienceMs > gapMs / 2)
}

describe('the reading of an answer', () => {
  it('waits no longer than a moment behind an end that stands alone', () => {
    assert.deepEqual(patience([word, stop]), [undefined, 1_000])
  })

  for (const gapMs of [500, 5_000, usualGapMs, 120_000]) {
    it(`gives a pause of up to ${gapMs} ms, if that is allowed, where every word may be the last`, () => {
      for (const chunks of [[lastWord], [lastWord, lastWord], [stop, word], [stop]]) {
        assertPause(patience(chunks, gapMs).at(-1), gapMs)
      }
    })
  }

  it('has ended before a short pause is over', () => {
    assertPause(patience([word, stop], 500).at(-1), 500)
  })

  it('waits no longer than a moment when it is told more of the end, and not again for that', () => {
    for (const more of [stop, usage]) {
      assert.deepEqual(patience([word, lastWord, more, usage, stop]).slice(2), [
        1_000,
        undefined,
        undefined,
      ])
    }
  })

  it('gives a whole pause again when more is said behind that', () => {
    assertPause(patience([lastWord, usage, lastWord]).at(-1), usualGapMs)
  })

  it('is not hurried by what says nothing of the end', () => {
    for (const sign of [chunk({}), chunk({ role: 'assistant' }), { choices: [] }]) {
      assert.deepEqual(patience([lastWord, sign]).slice(1), [undefined])
    }
  })

  it('believes no mere stop before anything was said', () => {
    for (const first of [chunk({ role: 'assistant' }, 'stop'), chunk({ content: '' }, 'stop')]) {
      assertPause(patience([first]).at(-1), usualGapMs)
    }
  })

  it('believes an end without a word that has a cause', () => {
    for (const chunks of [
      [chunk({}, 'length')],
      [chunk({}, 'content_filter')],
      [chunk({ tool_calls: [{ index: 0 }] }), stop],
      [chunk({ refusal: 'No.' }), stop],
    ]) {
      assert.equal(patience(chunks).at(-1), 1_000)
    }
  })

  it('sets no end before any was told', () => {
    assert.deepEqual(patience([word, usage]), [undefined, undefined])
  })
})
