import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { ask as askAt, type AskOptions } from '../../../../../test/fixtures/asked-model.ts'
import {
  answer,
  errorAfter,
  failWith,
  silence,
  stallAfter,
  startLlmServer,
  succeedWith,
  truncateAfter,
  type Behaviour,
  type LlmExchange,
  type LlmServer,
} from '../../../../../test/fixtures/llm-server.ts'
import { ModelFailure, type ModelFailureKind } from '../../domain/model.ts'

let server: LlmServer

before(async () => {
  server = await startLlmServer()
})
after(() => server.close())

function ask(behaviour: Behaviour, options: AskOptions = {}) {
  server.behave(behaviour)
  return askAt(server.baseUrl, options)
}

/** A whole completion, as who was not asked for a stream answers. */
function completion(content: string): string {
  return JSON.stringify({
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 9, completion_tokens: 2 },
  })
}

function isFailure(error: unknown, kind: ModelFailureKind): asserts error is ModelFailure {
  assert.ok(error instanceof ModelFailure, String(error))
  assert.equal(error.kind, kind)
}

describe('a model that speaks chat completions', () => {
  it('is asked once and answers piece by piece', async () => {
    const asked = server.exchanges.length
    const { answer: ended, usage, pieces } = await ask(answer(['Because', ' of', ' light']))
    assert.deepEqual(pieces, ['Because', ' of', ' light'])
    assert.deepEqual(ended, { finishReason: 'stop' })
    assert.deepEqual(usage, { inputTokens: 10, outputTokens: 3 })
    const exchange = server.exchanges.at(-1)
    assert.equal(exchange?.path, '/v1/chat/completions')
    assert.equal(exchange?.headers.authorization, 'Bearer sk-test')
    assert.equal(server.exchanges.length, asked + 1)
  })

  it('reads characters that are cut between two packets, CRLF and comments', async () => {
    const { text } = await ask(async (exchange) => {
      const line = `data: ${JSON.stringify({ choices: [{ delta: { content: 'Привет 👋' } }] })}\r\n\r\n`
      for (const byte of new TextEncoder().encode(`: hi\r\n${line}`)) {
        exchange.write(new Uint8Array([byte]))
        await new Promise((resolve) => setImmediate(resolve))
      }
      exchange.finish()
      exchange.done()
    })
    assert.equal(text, 'Привет 👋')
  })

  for (const [name, delta] of [
    ['reasoning', { reasoning: 'secret' }],
    ['reasoning_content', { reasoning_content: 'secret' }],
    ['reasoning_details', { reasoning_details: [{ type: 'reasoning.text', text: 'secret' }] }],
    ['thinking', { thinking: 'secret' }],
    ['a tag', { content: '<think>secret</think>' }],
    ['a part', { content: [{ type: 'thinking', thinking: 'secret' }] }],
    ['a tag in a part', { content: [{ type: 'text', text: '<think>secret</think>' }] }],
  ] as const) {
    it(`only says that it thinks when thoughts come as ${name}`, async () => {
      const { text, thoughts } = await ask((exchange) => {
        exchange.delta(delta)
        exchange.text('Open')
        exchange.finish()
        exchange.done()
      })
      assert.equal(text, 'Open')
      assert.ok(thoughts > 0)
    })
  }

  const shapes: [name: string, choice: (text: string) => Record<string, unknown>][] = [
    ['parts', (text) => ({ delta: { content: [{ type: 'text', text }] } })],
    ['a part', (text) => ({ delta: { content: { type: 'output_text', text } } })],
    ['strings', (text) => ({ delta: { content: [text] } })],
    ['nothing but parts', (text) => ({ delta: { parts: [{ text }] } })],
    ['a delta that is a string', (delta) => ({ delta })],
    ['a delta of text', (text) => ({ delta: { text } })],
    ['a message', (content) => ({ message: { role: 'assistant', content } })],
    ['a message beside an empty delta', (content) => ({ delta: {}, message: { content } })],
    ['the text of a completion', (text) => ({ text })],
  ]
  for (const [name, choice] of shapes) {
    it(`reads its text as ${name}`, async () => {
      const { pieces, dropped } = await ask((exchange) => {
        exchange.delta({ role: 'assistant', content: '' })
        for (const text of ['Because', ' of', ' light']) {
          exchange.chunk({ choices: [{ index: 0, ...choice(text), finish_reason: null }] })
        }
        exchange.finish()
        exchange.done()
      })
      assert.deepEqual(pieces, ['Because', ' of', ' light'])
      assert.deepEqual(dropped, [])
    })
  }

  const stream = [
    { choices: [{ index: 0, delta: { role: 'assistant', content: '' } }] },
    { choices: [{ index: 0, delta: { content: 'Because' } }] },
    { choices: [{ index: 0, delta: { content: ' of light.' } }] },
    { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    { choices: [], usage: { prompt_tokens: 9, completion_tokens: 2 } },
  ].map((chunk) => JSON.stringify(chunk))
  const events = [...stream, '[DONE]'].map((chunk) => `data: ${chunk}\n\n`).join('')
  const pretty = JSON.stringify(JSON.parse(completion('Because of light.')), null, 2)
  const bodies: [name: string, headers: Record<string, string>, body: string][] = [
    ['an event stream as plain text', { 'content-type': 'text/plain' }, events],
    ['an event stream as bytes', { 'content-type': 'application/octet-stream' }, events],
    ['an event stream as JSON', { 'content-type': 'application/json' }, events],
    ['an event stream as a page', { 'content-type': 'text/html' }, events],
    ['an event stream without a type', {}, events],
    ['an event stream without empty lines', {}, `${events.replaceAll('\n\n', '\n')}\n`],
    ['an event stream with chunks in one line', {}, `data: ${stream.join('')}\n\n`],
    ['an event stream without its last line end', {}, events.trimEnd()],
    ['JSON in lines', { 'content-type': 'application/x-ndjson' }, `${stream.join('\n')}\n`],
    ['JSON in lines as an event stream', {}, stream.join('\r\n')],
    ['JSON in one line', {}, stream.join(' ')],
    ['JSON in lines behind a log', {}, ['[INFO] model loaded', ...stream].join('\n')],
    ['JSON in lines behind braces', {}, ['{info} model loaded', ...stream].join('\n')],
    ['JSON in lines that are done', {}, [...stream.slice(0, 3), stream[4], '[DONE]'].join('\n')],
    ['JSON in lines between comments', {}, stream.map((line) => `: hi\n\n${line}\n`).join('')],
    ['a list of chunks', { 'content-type': 'application/json' }, `[${stream.join(',\n')}]`],
    ['one completion', { 'content-type': 'application/json' }, completion('Because of light.')],
    ['one completion over many lines', {}, `\uFEFF${pretty}\n`],
    [
      'one completion without a finish reason',
      {},
      completion('Because of light.').replace('"stop"', 'null'),
    ],
    ['one completion in an event', {}, `data: ${completion('Because of light.')}\n\n`],
  ]
  for (const [name, headers, body] of bodies) {
    for (const size of [Infinity, 7]) {
      it(`reads ${name}${size === 7 ? ', cut anywhere' : ''}`, async () => {
        const {
          text,
          answer: ended,
          usage,
          isStreamed,
        } = await ask(async (exchange) => {
          exchange.head(200, headers)
          const bytes = new TextEncoder().encode(body)
          for (let start = 0; start < bytes.length; start += size) {
            exchange.write(bytes.slice(start, start + size))
            await exchange.sent()
          }
          exchange.end()
        })
        assert.equal(text, 'Because of light.')
        assert.deepEqual(ended, { finishReason: 'stop' })
        assert.deepEqual(usage, { inputTokens: 9, outputTokens: 2 })
        assert.equal(isStreamed, !/^one completion(?! in an event)/u.test(name))
      })
    }
  }

  it('reads an answer that comes all at once, every letter of it escaped', async () => {
    const said = 'Привет. '.repeat(112_500)
    const escaped = JSON.stringify(said).replaceAll(
      /[^ -~]/gu,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    const { text } = await ask((exchange) => {
      exchange.write(`data: {"choices":[{"delta":{"content":${escaped}}}]}\n\n`)
      exchange.finish()
      exchange.done()
    })
    assert.equal(text, said)
  })

  it('hears once what is said in deltas and repeated as a message', async () => {
    const { text } = await ask((exchange) => {
      exchange.chunk({ choices: [{ delta: { content: 'Hi' }, message: { content: 'Hi' } }] })
      exchange.chunk({ choices: [{ delta: { content: '' }, message: { content: 'Hi there' } }] })
      exchange.chunk({ choices: [{ delta: { content: ' there' } }] })
      exchange.chunk({ choices: [{ message: { content: 'Hi there' }, finish_reason: 'stop' }] })
      exchange.done()
    })
    assert.equal(text, 'Hi there')
  })

  for (const choices of [
    [{ delta: { content: '  ' } }, { message: { content: 'Hello' } }],
    [{ delta: { content: [{ text: ' ' }] }, message: { content: 'Hello' } }],
  ]) {
    it(`hears a message ${choices.length === 1 ? 'beside' : 'behind'} a delta of blanks`, async () => {
      const { text } = await ask((exchange) => {
        for (const choice of choices) exchange.chunk({ choices: [choice] })
        exchange.finish()
        exchange.done()
      })
      assert.equal(text, 'Hello')
    })
  }

  it('names what it drops by its type, once, and never what was written', async () => {
    const { text, dropped } = await ask((exchange) => {
      for (let count = 0; count < 3; count += 1) {
        exchange.delta({ content: [{ type: 'image_url', image_url: 'secret' }] })
        exchange.delta({ content: [{ type: 'something private', text: 'secret' }] })
      }
      exchange.text('Hi')
      exchange.finish()
      exchange.done()
    })
    assert.equal(text, 'Hi')
    assert.deepEqual(dropped, ['image_url', 'unnamed'])
  })

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
            usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 2 },
          },
        ],
        [9, 2],
      ],
      [
        'Anthropic',
        [
          { type: 'message_start', message: { content: [], usage: { input_tokens: 9 } } },
          { type: 'content_block_start', content_block: { type: 'thinking', thinking: '' } },
          { type: 'content_block_delta', delta: { type: 'thinking_delta', thinking: 'secret' } },
          { type: 'content_block_delta', delta: { type: 'text_delta', text: 'Hi' } },
          { type: 'content_block_delta', delta: { type: 'text_delta', text: ' there' } },
          {
            type: 'message_delta',
            delta: { stop_reason: 'end_turn' },
            usage: { input_tokens: 9, output_tokens: 2 },
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
  ] as const) {
    it(`fails in another protocol when ${name}`, async () => {
      const { error } = await ask((exchange) => {
        exchange.chunk(chunk)
        exchange.done()
      })
      isFailure(error, kind)
    })
  }

  for (const [name, delta, reason] of [
    ['a call of a tool', { tool_calls: [{ index: 0, function: { name: 'f' } }] }, 'tool_calls'],
    ['a call of a function', { function_call: { name: 'f', arguments: '{}' } }, 'function_call'],
    ['a call among parts', { content: [{ type: 'tool_use', name: 'f' }] }, 'stop'],
    ['a reason that speaks of calls', {}, 'tool_calls'],
    ['a reason that speaks of a function', {}, 'function_call'],
    ['a reason in capitals', {}, 'TOOL_CALLS'],
    ['a reason that speaks of a broken call', {}, 'MALFORMED_FUNCTION_CALL'],
  ] as const) {
    it(`blames nobody for an answer that is ${name}, and names it`, async () => {
      const { error, dropped } = await ask((exchange) => {
        exchange.delta({ content: null, ...delta })
        exchange.finish(reason)
        exchange.done()
      })
      isFailure(error, 'empty')
      assert.equal(error.blame, 'nobody')
      assert.deepEqual(dropped, ['tool_call'])
    })
  }

  it('blames nobody for a call in the protocol of Gemini, and names it', async () => {
    const { error, dropped } = await ask((exchange) => {
      const content = { parts: [{ functionCall: { name: 'f', args: {} } }], role: 'model' }
      exchange.chunk({ candidates: [{ content, finishReason: 'STOP' }] })
      exchange.end()
    })
    isFailure(error, 'empty')
    assert.equal(error.blame, 'nobody')
    assert.deepEqual(dropped, ['tool_call'])
  })

  it('shows what is said beside a call of a tool', async () => {
    const { text, answer: ended } = await ask((exchange) => {
      exchange.text('One moment.')
      exchange.delta({ tool_calls: [{ index: 0, function: { name: 'f' } }] })
      exchange.finish('tool_calls')
      exchange.done()
    })
    assert.equal(text, 'One moment.')
    assert.equal(ended?.finishReason, 'stop')
  })

  it('does not take a role, an empty delta or empty reasoning for thinking', async () => {
    const { thoughts } = await ask((exchange) => {
      exchange.delta({ role: 'assistant', content: '', reasoning: '', reasoning_details: [] })
      exchange.delta({ content: null, reasoning_content: null })
      exchange.text('Open')
      exchange.finish()
      exchange.done()
    })
    assert.equal(thoughts, 0)
  })

  it('survives chunks without choices, deltas or anything', async () => {
    const { text, error } = await ask((exchange) => {
      for (const odd of [{}, { choices: null }, { choices: [] }, { choices: [{}] }]) {
        exchange.chunk(odd)
      }
      exchange.delta({ content: null, role: 'assistant' })
      exchange.chunk({ choices: [{ delta: { content: 'Fine' }, finish_reason: '' }] })
      exchange.finish()
      exchange.end()
    })
    assert.equal(error, undefined)
    assert.equal(text, 'Fine')
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
      isFailure(error, 'truncated')
    })
  }

  it('reads [DONE] with spaces around it', async () => {
    const { answer: ended } = await ask((exchange) => {
      exchange.text('Hi')
      exchange.write('data:  [DONE] \n\n')
    })
    assert.equal(ended?.finishReason, 'stop')
  })

  it('reads on when every word is said to be the last one', async () => {
    const words = ['Because', ' of', ' the', ' light', ' of', ' the', ' sun', ' up', ' there', '.']
    for (const close of [(exchange: LlmExchange) => exchange.done(), (e: LlmExchange) => e.end()]) {
      const { answer: ended, text } = await ask(async (exchange) => {
        for (const word of words) {
          exchange.chunk({ choices: [{ delta: { content: word }, finish_reason: 'stop' }] })
          // In all longer than an end is waited for.
          await new Promise((resolve) => setTimeout(resolve, 150))
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
      isFailure(error, 'empty')
      assert.equal(text, '')
    })
  }

  it('is still filtered when it says stop behind that', async () => {
    const { error } = await ask((exchange) => {
      exchange.finish('content_filter')
      exchange.finish('stop')
      exchange.done()
    })
    isFailure(error, 'refused')
  })

  it('has half an answer when the connection breaks though every word was said to be the last', async () => {
    const { error } = await ask(async (exchange) => {
      for (const content of ['Half', ' an']) {
        exchange.chunk({ choices: [{ delta: { content }, finish_reason: 'stop' }] })
      }
      await exchange.sent()
      exchange.destroy()
    })
    isFailure(error, 'truncated')
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

  const failures: [name: string, Behaviour, ModelFailureKind][] = [
    ['the stream is cut', truncateAfter(['Half']), 'truncated'],
    ['it is done without a word', (exchange) => exchange.done(), 'empty'],
    ['an error comes inside the stream', errorAfter(['Half']), 'upstream_error'],
    ['it ends with an error', answer(['Half'], { finishReason: 'error' }), 'upstream_error'],
    ['it says nothing', answer([]), 'empty'],
    ['it says nothing visible', answer([' ', '\n']), 'empty'],
    ['thinking used up the length', answer([], { finishReason: 'length' }), 'empty'],
    ['its answer is filtered', answer([], { finishReason: 'content_filter' }), 'refused'],
    [
      'it refuses',
      (exchange) => {
        exchange.delta({ refusal: 'I cannot.' })
        exchange.finish()
        exchange.done()
      },
      'refused',
    ],
    ['JSON comes with status 200', succeedWith('application/json', '{"error":{}}'), 'not_a_stream'],
    [
      'a JSON error comes with status 200',
      succeedWith('application/json; charset=utf-8', '{"error":{"message":"down"}}'),
      'upstream_error',
    ],
    ['a page comes with status 200', succeedWith('text/html', '<html>'), 'not_a_stream'],
    ['a page comes as a stream', succeedWith('text/event-stream', '\n<html>'), 'not_a_stream'],
    ['a page never ends', (exchange) => exchange.write('<!doctype html>'), 'not_a_stream'],
    ['words come', succeedWith('text/plain', 'Ollama is running'), 'not_a_stream'],
    ['nothing comes', succeedWith('text/event-stream', ''), 'not_a_stream'],
    ['blanks come', succeedWith('application/json', ' \n\n'), 'not_a_stream'],
    [
      'JSON comes that is no answer',
      succeedWith('application/json', '{"data":[]}'),
      'not_a_stream',
    ],
    ['JSON is cut', succeedWith('application/json', '{"choices":[{"mess'), 'truncated'],
    ['an answer of JSON is empty', succeedWith('application/json', completion('')), 'empty'],
    [
      'lines of JSON are cut',
      succeedWith('application/x-ndjson', '{"choices":[{"delta":{"content":"Half"}}]}\n'),
      'truncated',
    ],
    ['the last chunk is cut', succeedWith('text/event-stream', 'data: {"choices":[{'), 'truncated'],
    ['only comments come', succeedWith('text/event-stream', ': hello\n\n'), 'truncated'],
    ['a chunk is no JSON', (exchange) => exchange.write('data: {"choi\n\n'), 'malformed'],
    ['a chunk is no object', (exchange) => exchange.write('data: 7\n\n'), 'malformed'],
    ['a line never ends', (exchange) => exchange.write('x'.repeat(9 * 1024 ** 2)), 'malformed'],
    [
      'the connection breaks',
      async (exchange) => {
        exchange.text('Half')
        await new Promise((resolve) => setTimeout(resolve, 10))
        exchange.destroy()
      },
      'truncated',
    ],
  ]
  for (const [name, behaviour, kind] of failures) {
    it(`fails when ${name}`, async () => {
      isFailure((await ask(behaviour)).error, kind)
    })
  }

  it('blames nobody when thinking used up the length that was asked for', async () => {
    const { error } = await ask(answer([], { finishReason: 'length' }))
    isFailure(error, 'empty')
    assert.equal(error.blame, 'nobody')
  })

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
  ] as [string, Behaviour][]) {
    it(`tells its tokens though ${name}`, async () => {
      const { error, usage } = await ask(behaviour)
      assert.ok(error instanceof ModelFailure)
      assert.deepEqual(usage, { inputTokens: 1000, outputTokens: 500 })
    })
  }

  for (const status of [408, 409, 429, 500, 503, 529]) {
    it(`fails at once with status ${status}, without a second try`, async () => {
      const asked = server.exchanges.length
      const { error } = await ask(failWith(status, { 'retry-after': '1' }))
      isFailure(error, 'status')
      assert.equal(error.status, status)
      assert.equal(error.retryAfterMs, 1000)
      assert.equal(server.exchanges.length, asked + 1)
    })
  }

  it('reads how long to wait in all three forms', async () => {
    const soon = new Date(Date.now() + 60_000).toUTCString()
    for (const [headers, least, most] of [
      [{ 'retry-after-ms': '1500', 'retry-after': '9' }, 1500, 1500],
      [{ 'retry-after': '2' }, 2000, 2000],
      [{ 'retry-after': soon }, 50_000, 60_000],
      [{ 'retry-after': 'soon' }, undefined, undefined],
    ] as const) {
      const { error } = await ask(failWith(429, headers))
      isFailure(error, 'status')
      if (least === undefined) assert.equal(error.retryAfterMs, undefined)
      else
        assert.ok(error.retryAfterMs && error.retryAfterMs >= least && error.retryAfterMs <= most)
    }
  })

  it('fails when nobody is there', async () => {
    const gone = await startLlmServer()
    await gone.close()
    isFailure((await askAt(gone.baseUrl)).error, 'connection')
  })

  it('reads no more of an error than an error may have', async () => {
    for (const body of ['x'.repeat(8 * 1024 ** 2), undefined]) {
      const { error } = await ask((exchange) => {
        exchange.head(503, { 'content-type': 'application/json' })
        // Without a body, the server keeps the connection open and silent.
        if (body !== undefined) exchange.write(body)
      })
      isFailure(error, 'status')
      assert.equal(error.status, 503)
      await server.exchanges.at(-1)?.closed
    }
  })

  for (const [when, behaviour] of [
    ['before it has answered', silence],
    ['in the middle', stallAfter(['Half'])],
    ['in the body of an error', (exchange) => exchange.head(500, {})],
  ] as [string, Behaviour][]) {
    it(`closes the connection when it is stopped ${when}`, async () => {
      const stopping = new AbortController()
      const index = server.exchanges.length
      const reason = new Error('stopped')
      const { error } = await ask(
        async (exchange) => {
          setTimeout(() => stopping.abort(reason), 10)
          await behaviour(exchange)
        },
        { signal: stopping.signal },
      )
      assert.equal(error, reason)
      await server.exchanges[index]?.closed
    })
  }

  for (const [what, data] of [
    ['an error', '{"error":{"message":"overloaded"}}'],
    ['garbage', '{"choices":'],
  ]) {
    it(`closes a connection that is left open behind ${what}`, async () => {
      const { error } = await ask((exchange) => exchange.write(`data: ${data}\n\n`))
      assert.ok(error instanceof ModelFailure)
      await server.exchanges.at(-1)?.closed
    })
  }

  it('does not ask at all when it is stopped already', async () => {
    const asked = server.exchanges.length
    const reason = new Error('stopped')
    const { error } = await ask(answer(['Hi']), { signal: AbortSignal.abort(reason) })
    assert.equal(error, reason)
    assert.equal(server.exchanges.length, asked)
  })

  it('does not quote the provider, who may quote the visitor', async () => {
    const body = JSON.stringify({ error: { message: 'you said: something private' } })
    for (const behaviour of [
      succeedWith('application/json', body),
      ((exchange) => exchange.write(`data: ${body}\n\n`)) as Behaviour,
      ((exchange) => {
        exchange.head(400, { 'content-type': 'application/json' })
        exchange.end(body)
      }) as Behaviour,
    ]) {
      const { error } = await ask(behaviour)
      assert.ok(error instanceof ModelFailure)
      assert.ok(!JSON.stringify(error, Object.getOwnPropertyNames(error)).includes('private'))
      assert.equal(error.cause, undefined)
    }
  })
})
