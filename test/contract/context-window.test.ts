import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { countTokens as countCl100k } from 'gpt-tokenizer/encoding/cl100k_base'
import { countTokens as countO200k } from 'gpt-tokenizer/encoding/o200k_base'
import {
  neverDropped,
  type Section,
} from '../../supabase/functions/_shared/domain/answer-source.ts'
import {
  contextWindow,
  estimateTokens,
  maxContextTokens,
  maxMessages,
} from '../../supabase/functions/_shared/domain/prompting/context-window.ts'
import { shapeMessages } from '../../supabase/functions/_shared/domain/prompting/conversation-roles.ts'
import { maxContentLength } from '../../supabase/functions/_shared/wire/text.ts'
import {
  textContent,
  textOf,
  type ModelMessage,
} from '../../supabase/functions/_shared/domain/model.ts'
import { message } from '../fixtures/message.ts'
import { randomNumbers } from '../fixtures/random-numbers.ts'

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
    assert.ok(quickestMs(() => estimateTokens(text)) < 1)
  })
})

/** Of 50 rounds, since other tests may keep the machine busy. */
function quickestMs(work: () => void): number {
  const times = Array.from({ length: 50 }, () => {
    const startedAt = performance.now()
    work()
    return performance.now() - startedAt
  })
  return Math.min(...times)
}

type Sample = ModelMessage & { tokens: number }

/** Something a visitor or a model may have written, with what it costs in truth. */
function sample(role: ModelMessage['role'], maxLength: number): Sample {
  const length = random(4) === 0 ? maxLength : 1 + random(maxLength)
  const write = oneOf([...Object.values(alphabets), ...prose.map((text) => () => text)])
  let text = ''
  while (text.length < length) text += write()
  text = text.slice(0, length)
  return { ...message(role, text), tokens: trueTokens(text) + tokensPerMessage }
}

/** What frames each message in the chat format of these tokenizers. */
const tokensPerMessage = 4

/** What begins the answer in it. */
const tokensOfAnswer = 3

/** Instructions that are one section. */
const only = (text: string): Section[] => [{ name: 'persona', text, priority: neverDropped }]

const samples = (count: number, maxLength: number) => ({
  user: Array.from({ length: count }, () => sample('user', maxLength)),
  assistant: Array.from({ length: count }, () => sample('assistant', maxLength)),
})

describe('the context window', () => {
  const sizes = [samples(300, 200), samples(100, 2_000), samples(40, maxContentLength)] as const
  const systems = Array.from({ length: 40 }, () => {
    const text = oneOf(prose).repeat(1 + random(40))
    return { content: textContent(text), text, tokens: trueTokens(text) + tokensPerMessage }
  })

  /** A greeting or none, then turns; now and then two of one role, as after a stopped answer. */
  function randomChat(): Sample[] {
    const size = oneOf(sizes)
    const chat: Sample[] = []
    let role: ModelMessage['role'] = oneOf(['user', 'assistant'])
    for (let turns = random(120); turns > 0; turns -= 1) {
      chat.push(oneOf(random(10) === 0 ? oneOf(sizes)[role] : size[role]))
      if (random(12) > 0) role = role === 'user' ? 'assistant' : 'user'
    }
    return [...chat, oneOf(size.user)]
  }

  const sum = (messages: readonly { tokens: number }[]) =>
    messages.reduce((total, { tokens }) => total + tokens, tokensOfAnswer)

  it('never exceeds 24,000 true tokens or 50 messages in 10,000 random chats', () => {
    let fullest = 0
    for (let round = 0; round < 10_000; round += 1) {
      const system = oneOf(systems)
      const chat = randomChat()
      const shown = contextWindow(only(system.text), chat).messages as Sample[]
      const kept = chat.slice(-shown.length)
      assert.ok(shown.length >= 1 && shown.length <= maxMessages)
      assert.ok(shown.every((message, index) => message === kept[index]))
      const total = sum([system, ...shown])
      assert.ok(total <= maxContextTokens, `${total} tokens`)
      fullest = Math.max(fullest, total)
      if (shown.length < Math.min(chat.length, maxMessages)) {
        // One more would have been too many, as far as can be told without a tokenizer.
        const withOneMore = [system, ...chat.slice(-shown.length - 1)]
        const estimates = withOneMore.map(({ content }) => estimateTokens(textOf(content)) + 6)
        assert.ok(estimates.reduce((one, other) => one + other, 6) > maxContextTokens)
      }
    }
    assert.ok(fullest > maxContextTokens * 0.8, `the fullest window holds ${fullest}`)
  })

  it('has roles that Gemma accepts, and no more tokens for it', () => {
    for (let round = 0; round < 500; round += 1) {
      const { text: system } = oneOf(systems)
      const { messages } = contextWindow(only(system), randomChat())
      const shaped = shapeMessages({
        system,
        messages,
        hasSystemRole: false,
        mustAlternate: true,
      })
      shaped.forEach(({ role }, index) => {
        assert.equal(role, index % 2 === 0 ? 'user' : 'assistant')
      })
      const texts = shaped.map(({ content }) => textOf(content))
      assert.ok(texts[0]?.startsWith(system))
      assert.equal(shaped.at(-1)?.role, 'user')
      assert.ok(texts.at(-1)?.endsWith(textOf(messages.at(-1)?.content ?? [])))
      if (round % 10 > 0) continue
      const tokens = texts.map((text) => trueTokens(text) + tokensPerMessage)
      assert.ok(tokens.reduce((total, count) => total + count, tokensOfAnswer) <= maxContextTokens)
    }
  })

  it('is as small as a model needs it', () => {
    const chat = randomChat()
    for (const limit of [8_000, 4_000, 1_000]) {
      const [newest, ...older] = (contextWindow([], chat, limit).messages as Sample[]).reverse()
      assert.equal(newest, chat.at(-1))
      assert.ok(older.length === 0 || sum([...older, newest as Sample]) <= limit)
    }
  })

  it('takes at most 2 ms', () => {
    const system = 'Вы — собеседник. '.repeat(600)
    const chat = Array.from({ length: 120 }, (_, index) => nth('слово '.repeat(66), index))
    assert.ok(quickestMs(() => contextWindow(only(system), chat)) <= 2)
  })

  const nth = (text: string, index: number) => message(index % 2 === 0 ? 'user' : 'assistant', text)

  it('keeps the newest message even when it alone fills the window', () => {
    const newest = nth('語'.repeat(maxContentLength), 1)
    const { messages } = contextWindow(only('Be kind.'), [nth('Hello', 0), newest])
    assert.deepEqual(messages, [newest])
  })

  it('keeps everything when everything fits', () => {
    const history = Array.from({ length: maxMessages }, (_, index) => nth('Hello', index))
    assert.deepEqual(contextWindow(only('Be kind.'), history).messages, history)
  })

  describe('with instructions of many sections', () => {
    const section = (name: string, priority: number, length = 1_000): Section => ({
      name,
      priority,
      text: `${name} `.repeat(length / (name.length + 1)),
    })
    const persona = section('persona', neverDropped)
    const chat = [nth('Hello', 0), nth('How are you?', 1), nth('So?', 0)]
    const namesIn = (system: string) => system.split('\n\n').map((text) => text.split(' ', 1)[0])

    it('shows all of them in their order where they fit', () => {
      const sections = [persona, section('memory', 1), section('knowledge', 2)]
      const { system, messages } = contextWindow(sections, chat)
      assert.equal(system, sections.map(({ text }) => text).join('\n\n'))
      assert.deepEqual(messages, chat)
    })

    it('drops the lowest first, wherever it stands, and no more than it must', () => {
      const sections = [section('memory', 1), persona, section('knowledge', 2)]
      const all = sections.reduce((sum, { text }) => sum + estimateTokens(text), 0)
      const { system, messages } = contextWindow(sections, chat, all)
      assert.deepEqual(namesIn(system), ['persona', 'knowledge'])
      assert.deepEqual(messages, chat)
    })

    it('drops the last of equals first', () => {
      const sections = [persona, section('memory', 1), section('knowledge', 1)]
      const all = sections.reduce((sum, { text }) => sum + estimateTokens(text), 0)
      assert.deepEqual(namesIn(contextWindow(sections, chat, all).system), ['persona', 'memory'])
    })

    it('never drops the persona or the newest message, however small it is', () => {
      const rules = section('rules', neverDropped)
      const sections = [persona, section('knowledge', 2), rules]
      const { system, messages } = contextWindow(sections, chat, 10)
      assert.deepEqual(namesIn(system), ['persona', 'rules'])
      assert.deepEqual(messages, chat.slice(-1))
    })

    it('never exceeds its tokens by what stands between them', () => {
      const sections = Array.from({ length: 40 }, (_, index) => section('a', index, 40))
      const limit = 2_000
      const { system, messages } = contextWindow([persona, ...sections], chat, limit)
      const total = trueTokens(system) + tokensPerMessage
      const shown = messages.map(({ content }) => trueTokens(textOf(content)) + tokensPerMessage)
      assert.ok(total + shown.reduce((one, other) => one + other, tokensOfAnswer) <= limit)
      assert.ok(namesIn(system).length > 2)
    })
  })
})
