import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { askedServer } from '../../../../../test/fixtures/asked-model.ts'
import type { Behaviour } from '../../../../../test/fixtures/llm-server.ts'
import { ModelFailure } from '../../domain/model.ts'

const { ask } = askedServer()

describe('the tokens of an answer', () => {
  for (const [name, behaviour] of [
    [
      'thinking used up the length',
      (exchange) => {
        exchange.finish('length')
        exchange.usage(1000, 500)
        exchange.done()
      },
    ],
    [
      'an error follows them in the stream',
      (exchange) => {
        exchange.text('Half')
        exchange.usage(1000, 500)
        exchange.chunk({ error: { message: 'down' } })
      },
    ],
    [
      'its end is an error',
      (exchange) => {
        const usage = { prompt_tokens: 1000, completion_tokens: 500 }
        exchange.chunk({ choices: [{ delta: {}, finish_reason: 'error' }], usage })
      },
    ],
    [
      'the stream is cut behind them',
      (exchange) => {
        exchange.text('Half')
        exchange.usage(1000, 500)
        exchange.end()
      },
    ],
    [
      'a response failed',
      (exchange) => {
        const usage = { input_tokens: 1000, output_tokens: 500 }
        exchange.chunk({ type: 'response.failed', response: { error: null, usage } })
      },
    ],
  ] as [string, Behaviour][]) {
    it(`are told though ${name}`, async () => {
      const { error, usage } = await ask(behaviour)
      assert.ok(error instanceof ModelFailure)
      assert.deepEqual(usage, { inputTokens: 1000, outputTokens: 500 })
    })
  }

  const told: [name: string, told: readonly unknown[], input: number, output: number][] = [
    [
      'the input first and the output last',
      [{ usage: { input_tokens: 9, output_tokens: 1 } }, { usage: { output_tokens: 2 } }],
      9,
      2,
    ],
    ['the input alone, before it is stopped', [{ usage: { prompt_tokens: 9 } }], 9, 0],
    [
      'nothing in the end',
      [
        { usage: { prompt_tokens: 9, completion_tokens: 2 } },
        { usage: { prompt_tokens: 0, completion_tokens: 0 } },
      ],
      9,
      2,
    ],
    [
      'them twice by two names',
      [{ usage: { prompt_tokens: 9, completion_tokens: 2, input_tokens: 9, output_tokens: 2 } }],
      9,
      2,
    ],
    [
      'them beside what is no number of tokens',
      [{ usage: { prompt_tokens: 9, completion_tokens: 2 } }, { usage: { completion_tokens: -1 } }],
      9,
      2,
    ],
  ]
  for (const [name, chunks, inputTokens, outputTokens] of told) {
    it(`are known from a server that tells ${name}`, async () => {
      const { usage } = await ask((exchange) => {
        exchange.text('Hi')
        for (const chunk of chunks) exchange.chunk({ choices: [], ...(chunk as object) })
        exchange.end()
      })
      assert.deepEqual(usage, { inputTokens, outputTokens })
    })
  }

  it('are known from a choice', async () => {
    const { usage } = await ask((exchange) => {
      const usage = { prompt_tokens: 9, completion_tokens: 2 }
      exchange.chunk({ choices: [{ delta: { content: 'Hi' }, finish_reason: 'stop', usage }] })
      exchange.done()
    })
    assert.deepEqual(usage, { inputTokens: 9, outputTokens: 2 })
  })

  it('are not known where they are no numbers', async () => {
    const { usage } = await ask((exchange) => {
      exchange.text('Hi')
      exchange.write(
        'data: {"choices":[],"usage":{"prompt_tokens":1e999,"completion_tokens":"2"}}\n\n',
      )
      exchange.done()
    })
    assert.equal(usage, undefined)
  })
})
