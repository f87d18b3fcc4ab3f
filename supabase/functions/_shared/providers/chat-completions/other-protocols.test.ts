import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  assertFailure,
  startAskedServer,
  type AskedServer,
  type AskOptions,
} from '../../../../../test/fixtures/asked-model.ts'
import type { Behaviour } from '../../../../../test/fixtures/llm-server.ts'

let server: AskedServer

before(async () => {
  server = await startAskedServer()
})
after(() => server.close())

function ask(behaviour: Behaviour, options?: AskOptions) {
  return server.ask(behaviour, options)
}

describe('a server that answers in another protocol', () => {
  const protocols: [name: string, chunks: readonly unknown[], usage: readonly [number, number]][] =
    [
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
            candidates: [
              { content: { parts: [{ text: 'secret', thought: true }, { text: 'Hi' }] } },
            ],
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
    ]
  for (const [name, chunks, [inputTokens, outputTokens]] of protocols) {
    it(`reads the protocol of ${name}`, async () => {
      const {
        text,
        answer: ended,
        usage,
      } = await ask((exchange) => {
        for (const chunk of chunks) exchange.chunk(chunk)
        exchange.end()
      })
      assert.equal(text, 'Hi there')
      assert.deepEqual(ended, { finishReason: 'stop' })
      assert.deepEqual(usage, { inputTokens, outputTokens })
    })
  }

  for (const [name, chunk, kind] of [
    ['a response failed', { type: 'response.failed', response: { error: null } }, 'upstream_error'],
    ['an error is told', { type: 'error', code: 'server_error', message: 'x' }, 'upstream_error'],
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

  it('blames nobody for a call in the protocol of Gemini, and names it', async () => {
    const { error, dropped } = await ask((exchange) => {
      const content = { parts: [{ functionCall: { name: 'f', args: {} } }], role: 'model' }
      exchange.chunk({ candidates: [{ content, finishReason: 'STOP' }] })
      exchange.end()
    })
    assertFailure(error, 'empty')
    assert.equal(error.blame, 'nobody')
    assert.deepEqual(dropped, ['tool_call'])
  })
})
