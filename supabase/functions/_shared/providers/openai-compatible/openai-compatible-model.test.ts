import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
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
  type LlmServer,
} from '../../../../../test/fixtures/llm-server.ts'
import { character } from '../../../../../test/fixtures/memory-chat-store.ts'
import { ModelFailure, type ModelFailureKind, type ModelRequest } from '../../domain/model.ts'
import { openAiCompatibleModel } from './openai-compatible-model.ts'
import type { StallLimits } from './stall-clock.ts'

const request: ModelRequest = {
  system: 'You are Ada.',
  messages: [
    { role: 'assistant', content: 'Hello, I am Ada.' },
    { role: 'user', content: 'Why is the sky blue?' },
  ],
  settings: { maxTokens: 512, temperature: 0.7, topP: 1, topK: 40, frequencyPenalty: 0 },
  character,
  messageId: 'a',
  isRegeneration: false,
}

const patient: StallLimits = { firstTokenMs: 10_000, gapMs: 10_000, totalMs: 10_000 }

let server: LlmServer

before(async () => {
  server = await startLlmServer()
})
after(() => server.close())

type AskOptions = { limits?: Partial<StallLimits>; signal?: AbortSignal; baseUrl?: string }

/** Asks once and gathers the text. */
async function ask(behaviour: Behaviour, options: AskOptions = {}) {
  server.behave(behaviour)
  const { limits, signal = new AbortController().signal, baseUrl = server.baseUrl } = options
  const model = openAiCompatibleModel({
    baseUrl,
    apiKey: 'sk-test',
    model: 'fake-model',
    limits: { ...patient, ...limits },
  })
  const pieces: string[] = []
  const onText = (text: string) => pieces.push(text)
  const outcome = await model.answer(request, { onText, signal }).then(
    (value) => ({ value, error: undefined }),
    (error: unknown) => ({ value: undefined, error }),
  )
  return { ...outcome, pieces, text: pieces.join('') }
}

function isFailure(error: unknown, kind: ModelFailureKind): void {
  assert.ok(error instanceof ModelFailure, String(error))
  assert.equal(error.kind, kind)
}

describe('a model behind an OpenAI-compatible server', () => {
  it('is asked in the server’s words and answers piece by piece', async () => {
    const { value, pieces } = await ask(answer(['Because', ' of', ' light']))
    assert.deepEqual(pieces, ['Because', ' of', ' light'])
    assert.deepEqual(value, {
      finishReason: 'stop',
      usage: { inputTokens: 10, outputTokens: 3 },
    })
    const exchange = server.exchanges.at(-1)
    assert.equal(exchange?.path, '/v1/chat/completions')
    assert.equal(exchange?.headers.authorization, 'Bearer sk-test')
    assert.deepEqual(exchange?.request, {
      model: 'fake-model',
      messages: [{ role: 'system', content: 'You are Ada.' }, ...request.messages],
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 512,
      temperature: 0.7,
    })
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

  it('never hands on what the model thinks', async () => {
    const { text } = await ask((exchange) => {
      exchange.delta({ reasoning: 'secret' })
      exchange.delta({ reasoning_content: 'secret' })
      exchange.delta({ reasoning_details: [{ type: 'reasoning.text', text: 'secret' }] })
      exchange.text('Open')
      exchange.finish()
      exchange.done()
    })
    assert.equal(text, 'Open')
  })

  it('survives chunks without choices, deltas or anything', async () => {
    const { text, error } = await ask((exchange) => {
      for (const odd of [{}, { choices: null }, { choices: [] }, { choices: [{}] }]) {
        exchange.chunk(odd)
      }
      exchange.delta({ content: null, role: 'assistant' })
      exchange.text('Fine')
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
  ] as const) {
    it(`calls the end "${reason}" ${expected}`, async () => {
      const { value } = await ask(answer(['Hi'], { finishReason: reason }))
      assert.equal(value?.finishReason, expected)
    })
  }

  it('takes [DONE] for a good end where there is no finish reason', async () => {
    const { value } = await ask((exchange) => {
      exchange.text('Hi')
      exchange.done()
    })
    assert.equal(value?.finishReason, 'stop')
  })

  const failures: [name: string, Behaviour, ModelFailureKind][] = [
    ['the stream is cut', truncateAfter(['Half']), 'truncated'],
    ['an error comes inside the stream', errorAfter(['Half']), 'upstream_error'],
    ['it ends with an error', answer(['Half'], { finishReason: 'error' }), 'upstream_error'],
    ['it says nothing', answer([]), 'empty'],
    ['thinking used up the length', answer([], { finishReason: 'length' }), 'empty'],
    ['JSON comes with status 200', succeedWith('application/json', '{"error":{}}'), 'not_a_stream'],
    ['a page comes with status 200', succeedWith('text/html', '<html>'), 'not_a_stream'],
    ['a chunk is no JSON', (exchange) => exchange.write('data: {"choi\n\n'), 'malformed'],
    ['a chunk is no object', (exchange) => exchange.write('data: 7\n\n'), 'malformed'],
    ['a line never ends', (exchange) => exchange.write('x'.repeat(3 * 1024 ** 2)), 'malformed'],
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

  for (const status of [400, 401, 402, 404, 429, 500, 503, 529]) {
    it(`fails at once with status ${status}, without a second try`, async () => {
      const asked = server.exchanges.length
      const { error } = await ask(failWith(status, { 'retry-after': '1' }))
      isFailure(error, 'status')
      assert.equal((error as ModelFailure).status, status)
      assert.equal((error as ModelFailure).retryAfterMs, 1000)
      assert.equal(server.exchanges.length, asked + 1)
    })
  }

  it('fails when nobody is there', async () => {
    const gone = await startLlmServer()
    await gone.close()
    isFailure((await ask(silence, { baseUrl: gone.baseUrl })).error, 'connection')
  })

  it('does not wait for a server that never answers', async () => {
    isFailure((await ask(silence, { limits: { firstTokenMs: 30 } })).error, 'first_token_timeout')
    await server.exchanges.at(-1)?.closed
  })

  it('is not fooled by keep-alives before the first token', async () => {
    const { error } = await ask(stallAfter([]), { limits: { firstTokenMs: 40 } })
    isFailure(error, 'first_token_timeout')
    await server.exchanges.at(-1)?.closed
  })

  it('is not fooled by keep-alives between two tokens', async () => {
    const { error, text } = await ask(stallAfter(['Half']), { limits: { gapMs: 40 } })
    isFailure(error, 'gap_timeout')
    assert.equal(text, 'Half')
    await server.exchanges.at(-1)?.closed
  })

  it('ends what would go on for ever', async () => {
    const endless = answer(
      Array.from({ length: 10_000 }, () => 'la'),
      { everyMs: 2 },
    )
    isFailure((await ask(endless, { limits: { totalMs: 60 } })).error, 'total_timeout')
    await server.exchanges.at(-1)?.closed
  })

  it('does not hurry an answer that keeps coming', async () => {
    const steady = answer(['a', 'b', 'c', 'd', 'e', 'f'], { everyMs: 25 })
    const { text } = await ask(steady, { limits: { firstTokenMs: 500, gapMs: 120 } })
    assert.equal(text, 'abcdef')
  })

  for (const [when, behaviour] of [
    ['before it has answered', silence],
    ['in the middle', stallAfter(['Half'])],
  ] as const) {
    it(`closes the connection when it is stopped ${when}`, async () => {
      const stopping = new AbortController()
      const index = server.exchanges.length
      const asking = ask(
        async (exchange) => {
          setTimeout(() => stopping.abort(), 10)
          await behaviour(exchange)
        },
        { signal: stopping.signal },
      )
      const { error } = await asking
      assert.equal(error, stopping.signal.reason)
      await server.exchanges[index]?.closed
    })
  }

  it('does not quote the provider, who may quote the visitor', async () => {
    const { error } = await ask((exchange) => {
      exchange.head(400, { 'content-type': 'application/json' })
      exchange.end(JSON.stringify({ error: { message: 'you said: something private' } }))
    })
    assert.ok(!JSON.stringify(error, Object.getOwnPropertyNames(error)).includes('private'))
  })
})
