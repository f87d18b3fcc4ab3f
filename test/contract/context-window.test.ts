import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { countTokens as countCl100k } from 'gpt-tokenizer/encoding/cl100k_base'
import { countTokens as countO200k } from 'gpt-tokenizer/encoding/o200k_base'
import {
  contextWindow,
  estimateTokens,
  maxContextTokens,
  maxMessages,
} from '../../supabase/functions/_shared/domain/context-window.ts'
import type { ModelMessage } from '../../supabase/functions/_shared/domain/model.ts'

/** The same numbers in every run, so that a failure can be looked at. */
function randomNumbers(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

const random = randomNumbers(20)
const oneOf = <T>(items: readonly T[]): T => items[random(items.length)] as T
const upTo = (first: number, last: number) => String.fromCodePoint(first + random(last - first + 1))

const prose = [
  'I keep thinking about my work, and it makes me anxious. What should I do, do you think?',
  'Я всё время думаю о работе, и из-за этого мне тревожно. Что мне с этим делать?',
  '我一直在想工作的事情，这让我很焦虑。你觉得我应该怎么办？',
  '仕事のことばかり考えていて、不安になります。どうすればいいと思いますか？',
  'أفكر في عملي طوال الوقت وهذا يجعلني قلقا. ماذا أفعل برأيك؟',
  'export function sum(a: number, b: number): number {\n  return a?.valueOf() ?? (0 + b)\n}\n',
  '👩‍👩‍👧‍👦🇺🇦🤷🏽‍♀️❤️‍🔥 🎉🎉 ☕️',
  '{"id":1733,"price":19.99,"tags":["a","b"],"at":"2026-11-21T10:00:00Z"}',
] as const

/** Letters in no order: the worst a tokenizer meets. */
const alphabets: Record<string, () => string> = {
  latin: () => upTo(0x61, 0x7a),
  'mixed case': () => oneOf([upTo(0x41, 0x5a), upTo(0x61, 0x7a)]),
  cyrillic: () => upTo(0x430, 0x44f),
  'upper-case cyrillic': () => upTo(0x410, 0x42f),
  'all of cyrillic': () => upTo(0x400, 0x4ff),
  accents: () => upTo(0xc0, 0x24f),
  digits: () => upTo(0x30, 0x39),
  ascii: () => upTo(0x20, 0x7e),
  whitespace: () => oneOf([' ', '\n', '\t']),
  'short words': () => oneOf(['a ', 'I ', 'x ', 'в ', 'я ', 'о ']),
  han: () => upTo(0x4e00, 0x9fff),
  hangul: () => upTo(0xac00, 0xd7a3),
  kana: () => upTo(0x3041, 0x30fa),
  emoji: () => upTo(0x1f300, 0x1faff),
  symbols: () => upTo(0x2000, 0x2bff),
  arabic: () => upTo(0x621, 0x64a),
  combining: () => upTo(0x300, 0x36f),
}

function trueTokens(text: string): number {
  return Math.max(countO200k(text), countCl100k(text))
}

describe('the estimate of tokens', () => {
  for (const text of prose) {
    it(`is not below the true count of: ${text.slice(0, 24).trim()}`, () => {
      assert.ok(estimateTokens(text) >= trueTokens(text))
    })
  }

  for (const [name, character] of Object.entries(alphabets)) {
    it(`is not below the true count of random ${name}`, () => {
      for (const length of [1, 2, 5, 20, 100, 1000]) {
        for (let round = 0; round < 20; round += 1) {
          const text = Array.from({ length }, character).join('')
          const [estimate, count] = [estimateTokens(text), trueTokens(text)]
          assert.ok(estimate >= count, `${estimate} < ${count} for ${JSON.stringify(text)}`)
        }
      }
    })
  }

  it('takes well under a millisecond for the longest message', () => {
    const text = 'слово '.repeat(1334)
    estimateTokens(text)
    const startedAt = performance.now()
    for (let round = 0; round < 20; round += 1) estimateTokens(text)
    assert.ok((performance.now() - startedAt) / 20 < 2)
  })
})

describe('the context window', () => {
  const message = (content: string, index: number): ModelMessage => ({
    role: index % 2 === 0 ? 'user' : 'assistant',
    content,
  })

  it('never exceeds 24,000 true tokens or 50 messages in random chats', () => {
    for (let round = 0; round < 150; round += 1) {
      const system = oneOf(prose).repeat(1 + random(20))
      const character = oneOf([...Object.values(alphabets), ...prose.map((text) => () => text)])
      const history = Array.from({ length: 1 + random(80) }, (_, index) =>
        message(
          Array.from({ length: 1 + random(60) }, character)
            .join('')
            .slice(0, 8000),
          index,
        ),
      )
      const shown = contextWindow(system, history)
      const tokens = [system, ...shown.map(({ content }) => content)].map(trueTokens)
      // Four tokens frame each message in the chat format of these tokenizers.
      const total = tokens.reduce((sum, count) => sum + count + 4, 3)
      assert.ok(total <= maxContextTokens, `${total} tokens`)
      assert.ok(shown.length <= maxMessages)
      assert.deepEqual(shown, history.slice(history.length - shown.length))
      assert.ok(shown.length >= 1)
    }
  })

  it('keeps the newest message even when it alone fills the window', () => {
    const newest = message('語'.repeat(8000), 1)
    const shown = contextWindow('Be kind.', [message('Hello', 0), newest])
    assert.deepEqual(shown, [newest])
  })

  it('keeps everything when everything fits', () => {
    const history = Array.from({ length: maxMessages }, (_, index) => message('Hello', index))
    assert.deepEqual(contextWindow('Be kind.', history), history)
  })
})
