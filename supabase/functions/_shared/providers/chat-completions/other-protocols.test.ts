import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { assertFailure, askedServer } from '../../../../../test/fixtures/asked-model.ts'

const { ask } = askedServer()

/** A piece of an answer in no known protocol. */
const pieces: readonly [field: string, piece: (text: string) => object][] = [
  ['content', (text: string) => ({ content: text })],
  ['text', (text: string) => ({ text, finish_reason: null })],
  ['response', (text: string) => ({ response: text, p: 'abc' })],
  ['token', (token: string) => ({ token })],
  ['a type', (text: string) => ({ type: 'text-delta', delta: text })],
  ['a delta', (content: string) => ({ delta: { content } })],
  ['a message', (content: string) => ({ message: { role: 'assistant', content } })],
  ['no choices', (content: string) => ({ choices: null, message: { content } })],
  ['a delta and no choices', (content: string) => ({ choices: null, delta: { content } })],
]

type Protocol = [name: string, chunks: readonly unknown[], usage: readonly [number, number]]

describe('a server that answers in another protocol', () => {
  const usage = { prompt_tokens: 9, completion_tokens: 2 }
  const protocols: Protocol[] = [
    [
      'Ollama’s chats',
      [
        {
          model: 'm',
          message: { role: 'assistant', content: '', thinking: 'secret' },
          done: false,
        },
        { model: 'm', message: { role: 'assistant', content: 'Hi' }, done: false },
        { model: 'm', message: { role: 'assistant', content: ' there' }, done: false },
        {
          message: { content: '' },
          done: true,
          done_reason: 'stop',
          prompt_eval_count: 9,
          eval_count: 2,
        },
      ],
      [9, 2],
    ],
    [
      'Ollama’s completions',
      [
        { response: 'Hi', done: false },
        { response: ' there', done: true, prompt_eval_count: 9, eval_count: 2 },
      ],
      [9, 2],
    ],
    [
      'Gemini',
      [
        {
          candidates: [{ content: { parts: [{ text: 'secret', thought: true }, { text: 'Hi' }] } }],
        },
        {
          candidates: [{ content: { parts: [{ text: ' there' }] }, finishReason: 'STOP' }],
          usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 1, thoughtsTokenCount: 1 },
        },
      ],
      [9, 2],
    ],
    [
      'Anthropic',
      [
        {
          type: 'message_start',
          message: {
            content: [],
            usage: { input_tokens: 2, cache_read_input_tokens: 7, output_tokens: 1 },
          },
        },
        { type: 'content_block_start', content_block: { type: 'thinking', thinking: '' } },
        { type: 'content_block_delta', delta: { type: 'thinking_delta', thinking: 'secret' } },
        { type: 'content_block_delta', delta: { type: 'text_delta', text: 'Hi' } },
        { type: 'content_block_delta', delta: { type: 'text_delta', text: ' there' } },
        {
          type: 'message_delta',
          delta: { stop_reason: 'end_turn' },
          usage: { output_tokens: 2 },
        },
        { type: 'message_stop' },
      ],
      [9, 2],
    ],
    [
      'OpenAI’s responses',
      [
        {
          type: 'response.created',
          response: { status: 'in_progress', error: null, output: [] },
        },
        { type: 'response.reasoning_summary_text.delta', delta: 'secret' },
        { type: 'response.output_text.delta', delta: 'Hi', sequence_number: 3 },
        { type: 'response.output_text.delta', delta: ' there' },
        { type: 'response.output_text.done', text: 'Hi there' },
        {
          type: 'response.completed',
          response: {
            error: null,
            output: [{ type: 'message', content: [{ type: 'output_text', text: 'Hi there' }] }],
            usage: { input_tokens: 9, output_tokens: 2 },
          },
        },
      ],
      [9, 2],
    ],
    [
      'text-generation-inference',
      [
        { index: 1, token: { id: 1, text: 'Hi', special: false }, generated_text: null },
        { index: 2, token: { id: 2, text: ' there', special: false }, generated_text: null },
        {
          index: 3,
          token: { id: 3, text: '</s>', special: true },
          generated_text: 'Hi there',
          details: { finish_reason: 'eos_token' },
          usage,
        },
      ],
      [9, 2],
    ],
    [
      'text-generation-inference, cut at its longest but one',
      [
        { token: { text: 'Hi' } },
        {
          token: { text: ' there' },
          generated_text: 'Hi there',
          details: { finish_reason: 'stop_sequence' },
          usage,
        },
      ],
      [9, 2],
    ],
    [
      'llama.cpp',
      [
        { content: 'Hi', stop: false },
        { content: ' there', stop: false },
        { content: '', stop: true, usage },
      ],
      [9, 2],
    ],
    ...pieces.map(([field, piece]): Protocol => [
      `nobody, in ${field}`,
      [piece('Hi'), piece(' there'), { finish_reason: 'stop', content: '', usage }],
      [9, 2],
    ]),
  ]
  for (const [name, chunks, [inputTokens, outputTokens]] of protocols) {
    it(`reads the protocol of ${name}`, async () => {
      const {
        text,
        answer: ended,
        usage: told,
        dropped,
      } = await ask((exchange) => {
        for (const chunk of chunks) exchange.chunk(chunk)
        exchange.end()
      })
      assert.equal(text, 'Hi there')
      assert.deepEqual(ended, { finishReason: 'stop' })
      assert.deepEqual(told, { inputTokens, outputTokens })
      assert.deepEqual(dropped, [])
    })
  }

  for (const [name, chunk, kind] of [
    ['a response failed', { type: 'response.failed', response: { error: null } }, 'upstream_error'],
    ['an error is told', { type: 'error', code: 'server_error', message: 'x' }, 'upstream_error'],
    ['an error is told as text', { content: 'Hi', code: 500, msg: 'x' }, 'upstream_error'],
    ['an error has no more fields', { error: 'model is loading', done: true }, 'upstream_error'],
    [
      'the question was blocked',
      { promptFeedback: { blockReason: 'SAFETY' }, candidates: [] },
      'refused',
    ],
    [
      'the question was blocked without a word',
      { promptFeedback: { blockReason: 'SAFETY' }, usageMetadata: { promptTokenCount: 9 } },
      'refused',
    ],
  ] as const) {
    it(`fails in another protocol when ${name}`, async () => {
      const { error } = await ask((exchange) => {
        exchange.chunk(chunk)
        exchange.done()
      })
      assertFailure(error, kind)
    })
  }

  for (const document of [
    { generated_text: 'Hi there' },
    [{ generated_text: 'Hi there' }],
    { choices: null, message: { role: 'assistant', content: 'Hi there' } },
  ]) {
    it(`reads ${JSON.stringify(document)} as a whole`, async () => {
      const { text, answer: ended } = await ask((exchange) => {
        exchange.write(JSON.stringify(document))
        exchange.end()
      })
      assert.equal(text, 'Hi there')
      assert.deepEqual(ended, { finishReason: 'stop' })
    })
  }

  for (const chunk of [
    { I_want_to_die: 'tonight' },
    { id: 'x', choices: null, secret: 'tonight' },
    { generated_text: null, value: 7 },
  ]) {
    it(`names once what it cannot read: ${JSON.stringify(chunk)}`, async () => {
      const { text, dropped } = await ask((exchange) => {
        for (let count = 0; count < 3; count += 1) exchange.chunk(chunk)
        exchange.text('Hi')
        exchange.done()
      })
      assert.equal(text, 'Hi')
      assert.deepEqual(dropped, ['unknown_chunk'])
    })
  }

  it('names nothing that holds nothing to read', async () => {
    const { dropped } = await ask((exchange) => {
      for (const chunk of [{ type: 'ping' }, { choices: [] }, { choices: null, usage }]) {
        exchange.chunk(chunk)
      }
      exchange.text('Hi')
      exchange.done()
    })
    assert.deepEqual(dropped, [])
  })

  it('shows no thought that stands in a chunk of nobody’s protocol', async () => {
    const { text } = await ask((exchange) => {
      exchange.chunk({ type: 'reasoning', content: 'secret' })
      exchange.chunk({ content: 'secret', thought: true })
      exchange.chunk({ content: 'Hi' })
      exchange.done()
    })
    assert.equal(text, 'Hi')
  })

  const call = { name: 'f', arguments: {} }
  const calls: Record<string, readonly object[]> = {
    Gemini: [
      {
        candidates: [
          { content: { parts: [{ functionCall: call }], role: 'model' }, finishReason: 'STOP' },
        ],
      },
    ],
    Anthropic: [
      { type: 'content_block_start', content_block: { type: 'tool_use', name: 'f', input: {} } },
      { type: 'content_block_delta', delta: { type: 'input_json_delta', partial_json: '{}' } },
      { type: 'message_delta', delta: { stop_reason: 'tool_use' } },
      { type: 'message_stop' },
    ],
    Ollama: [
      { message: { content: '', tool_calls: [{ function: call }] }, done: false },
      { message: { content: '' }, done: true, done_reason: 'stop' },
    ],
    'OpenAI’s responses': [
      {
        type: 'response.completed',
        response: { output: [{ type: 'function_call', ...call }] },
      },
    ],
  }
  for (const [name, chunks] of Object.entries(calls)) {
    it(`ends with calls of tools in the protocol of ${name}, and names them`, async () => {
      const { answer, text, dropped } = await ask((exchange) => {
        for (const chunk of chunks) exchange.chunk(chunk)
        exchange.end()
      })
      assert.equal(answer?.finishReason, 'tool_calls')
      assert.equal(text, '')
      assert.ok(dropped.includes('tool_call'))
    })
  }
})
