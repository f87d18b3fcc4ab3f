import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { assertFailure, askedServer } from '../../../../../test/fixtures/asked-model.ts'
import {
  answer,
  type Behaviour,
  type LlmExchange,
} from '../../../../../test/fixtures/llm-server.ts'
import { ProviderId } from '../../wire/model.ts'

const server = askedServer()
const { ask } = server

describe('the end of an answer', () => {
  for (const [name, delta, reason] of [
    ['a call of a tool', { tool_calls: [{ index: 0, function: { name: 'f' } }] }, 'tool_calls'],
    ['a call of a function', { function_call: { name: 'f', arguments: '{}' } }, 'function_call'],
    ['a call among parts', { content: [{ type: 'tool_use', name: 'f' }] }, 'stop'],
    ['a reason that speaks of calls', {}, 'tool_calls'],
    ['a reason that speaks of a function', {}, 'function_call'],
    ['a reason in capitals', {}, 'TOOL_CALLS'],
    ['a reason that speaks of a broken call', {}, 'MALFORMED_FUNCTION_CALL'],
  ] as const) {
    it(`ends with calls of tools where an answer is ${name}, and names it`, async () => {
      const { answer: ended, dropped } = await ask((exchange) => {
        exchange.delta({ content: null, ...delta })
        exchange.finish(reason)
        exchange.done()
      })
      assert.equal(ended?.finishReason, 'tool_calls')
      assert.deepEqual(dropped, ['tool_call'])
    })
  }

  for (const provider of ProviderId.options) {
    it(`ends with calls of tools where an answer of ${provider} is nothing else`, async () => {
      const callsOnly: Behaviour = (exchange) => {
        exchange.delta({ tool_calls: [{ index: 0, id: 'a', function: { name: 'f' } }] })
        exchange.finish('tool_calls')
        exchange.done()
      }
      const { answer: ended, text } = await ask(callsOnly, { provider })
      assert.equal(ended?.finishReason, 'tool_calls')
      assert.equal(text, '')
    })
  }

  it('shows what is said beside a call of a tool', async () => {
    const { text, answer: ended } = await ask((exchange) => {
      exchange.text('One moment.')
      exchange.delta({ tool_calls: [{ index: 0, function: { name: 'f' } }] })
      exchange.finish('tool_calls')
      exchange.done()
    })
    assert.equal(text, 'One moment.')
    assert.equal(ended?.finishReason, 'tool_calls')
  })

  for (const [reason, expected] of [
    ['stop', 'stop'],
    ['eos', 'stop'],
    ['length', 'length'],
    ['content_filter', 'content_filter'],
    ['content_filter: PROHIBITED_CONTENT', 'content_filter'],
    ['SAFETY', 'content_filter'],
    ['STOP', 'stop'],
    ['end_turn', 'stop'],
    ['MAX_TOKENS', 'length'],
  ] as const) {
    it(`calls the end "${reason}" ${expected}`, async () => {
      const { answer: ended } = await ask(answer(['Hi'], { finishReason: reason }))
      assert.equal(ended?.finishReason, expected)
    })
  }

  for (const [name, sayNothingOfTheEnd] of [
    ['nothing', () => undefined],
    ['the tokens that were used', (exchange) => exchange.usage(10, 1)],
    ['', (exchange) => exchange.finish('')],
    ['null', (exchange) => exchange.finish('null')],
    ['None', (exchange) => exchange.finish('None')],
    ['no text', (exchange) => exchange.delta({ content: null })],
  ] as [string, Behaviour][]) {
    it(`takes [DONE] for a good end when there is "${name}" before it, but not a mere end`, async () => {
      const { answer: ended, text } = await ask((exchange) => {
        exchange.text('Hi')
        void sayNothingOfTheEnd(exchange)
        exchange.done()
      })
      assert.equal(text, 'Hi')
      assert.equal(ended?.finishReason, 'stop')
      const { error } = await ask((exchange) => {
        exchange.text('Hi')
        void sayNothingOfTheEnd(exchange)
        exchange.end()
      })
      assertFailure(error, 'truncated')
    })
  }

  for (const mark of [' [DONE] ', '[done]', 'DONE', '"[DONE]"']) {
    it(`may be told by "${mark}"`, async () => {
      const { answer: ended } = await ask((exchange) => {
        exchange.text('Hi')
        exchange.write(`data: ${mark}\n\n`)
      })
      assert.equal(ended?.finishReason, 'stop')
    })
  }

  it('reads on when every word is said to be the last one', async () => {
    const words = ['Because', ' of', ' the', ' light', ' of', ' the', ' sun', ' up', ' there', '.']
    for (const close of [(exchange: LlmExchange) => exchange.done(), (e: LlmExchange) => e.end()]) {
      const { answer: ended, text } = await ask(async (exchange) => {
        for (const word of words) {
          exchange.chunk({ choices: [{ delta: { content: word }, finish_reason: 'stop' }] })
          await exchange.sent()
        }
        close(exchange)
      })
      assert.equal(text, words.join(''))
      assert.equal(ended?.finishReason, 'stop')
    }
  })

  it('believes the last finish reason, when there are several', async () => {
    const { answer: ended } = await ask((exchange) => {
      exchange.chunk({ choices: [{ delta: { content: 'Hi' }, finish_reason: 'stop' }] })
      exchange.chunk({ choices: [{ delta: { content: ' there' }, finish_reason: 'length' }] })
      exchange.done()
    })
    assert.equal(ended?.finishReason, 'length')
  })

  const thought = 'The user is lonely and I should'
  const cutShort: [name: string, chunks: readonly unknown[]][] = [
    [
      'chat completions',
      [
        { choices: [{ delta: { content: thought }, finish_reason: 'length' }] },
        { choices: [{ delta: {}, finish_reason: 'stop' }] },
      ],
    ],
    [
      'Anthropic',
      [
        { type: 'content_block_delta', delta: { type: 'text_delta', text: thought } },
        { type: 'message_delta', delta: { stop_reason: 'max_tokens' } },
        { type: 'message_stop' },
      ],
    ],
  ]
  for (const [name, chunks] of cutShort) {
    it(`still has no end when ${name} says stop behind an answer cut at its longest`, async () => {
      const behaviour: Behaviour = (exchange) => {
        for (const chunk of chunks) exchange.chunk(chunk)
        exchange.done()
      }
      const { answer: ended } = await ask(behaviour)
      assert.equal(ended?.finishReason, 'length')
      const { error, text } = await ask(behaviour, { row: { name: 'deepseek-r1' } })
      assertFailure(error, 'empty')
      assert.equal(text, '')
    })
  }

  it('is still filtered when it says stop behind that', async () => {
    const { error } = await ask((exchange) => {
      exchange.finish('content_filter')
      exchange.finish('stop')
      exchange.done()
    })
    assertFailure(error, 'refused')
  })

  it('has half an answer when the connection breaks though every word was said to be the last', async () => {
    const { error } = await ask(async (exchange) => {
      for (const content of ['Half', ' an']) {
        exchange.chunk({ choices: [{ delta: { content }, finish_reason: 'stop' }] })
      }
      await exchange.sent()
      exchange.destroy()
    })
    assertFailure(error, 'truncated')
  })

  it('has its whole answer when the connection breaks after the finish reason', async () => {
    const { answer: ended, text } = await ask(async (exchange) => {
      exchange.text('Hi')
      exchange.finish()
      await new Promise((resolve) => setTimeout(resolve, 10))
      exchange.destroy()
    })
    assert.equal(text, 'Hi')
    assert.equal(ended?.finishReason, 'stop')
  })

  it('does not wait long for a server that never closes a complete answer', async () => {
    const { answer: ended } = await ask((exchange) => {
      exchange.text('Hi')
      exchange.finish()
    })
    assert.equal(ended?.finishReason, 'stop')
    await server.exchanges.at(-1)?.closed
  })

  it('comes before a pause is too long, though the last word stands with it', async () => {
    const { answer: ended, text } = await ask(
      (exchange) => {
        exchange.chunk({ choices: [{ delta: { content: 'Hi' }, finish_reason: 'stop' }] })
      },
      { gapMs: 300, signal: AbortSignal.timeout(10_000) },
    )
    assert.equal(text, 'Hi')
    assert.equal(ended?.finishReason, 'stop')
  })
})
