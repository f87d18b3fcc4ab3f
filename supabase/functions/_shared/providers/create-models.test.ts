import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { modelRequest } from '../../../../test/fixtures/asked-model.ts'
import { registeredModel } from '../../../../test/fixtures/registered-model.ts'
import {
  answer,
  startLlmServer,
  type Behaviour,
  type LlmServer,
} from '../../../../test/fixtures/llm-server.ts'
import { ModelFailure } from '../domain/model.ts'
import type { RegisteredModel } from '../domain/routing/model-registry.ts'
import { createModels } from './create-models.ts'

let server: LlmServer
before(async () => {
  server = await startLlmServer()
})
after(() => server.close())

/** The models of one process whose every provider is the fake server. */
function process() {
  const access = { apiKey: 'sk-test', baseUrl: server.baseUrl }
  const rejections: { modelId: string; parameter: string }[] = []
  const oddities: Readonly<Record<string, string>>[] = []
  const models = createModels({
    providers: { openai: access, gemini: access },
    rejectParameter: (rejection) => rejections.push(rejection),
    noteOddity: (oddity) => oddities.push(oddity),
  })
  async function ask(registered: RegisteredModel) {
    const first = server.exchanges.length
    const pieces: string[] = []
    let voided = 0
    const stream = {
      onText: (text: string) => pieces.push(text),
      onThinking: () => undefined,
      onRetract: () => {
        voided += 1
        pieces.length = 0
      },
      onUsage: () => undefined,
      gapMs: 15_000,
      signal: new AbortController().signal,
    }
    const asked = models.modelFor(registered)?.answer(modelRequest, stream)
    const error: unknown = await asked?.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    const bodies = server.exchanges.slice(first).map(({ request }) => request)
    return { pieces, text: pieces.join(''), voided, error, bodies }
  }
  return { ask, rejections, oddities }
}

/** Answers only those who do not name these fields. */
function refusing(fields: readonly string[], words = 'Unsupported parameter: ?'): Behaviour {
  return async (exchange) => {
    const field = fields.find((name) => name in exchange.request)
    if (field === undefined) return await answer(['Hello'])(exchange)
    exchange.head(400, { 'content-type': 'application/json' })
    exchange.end(JSON.stringify({ error: { message: words.replace('?', field) } }))
  }
}

describe('the models of a process', () => {
  it('say once that a model answers as a whole', async () => {
    const { ask, oddities } = process()
    server.behave((exchange) => {
      exchange.head(200, { 'content-type': 'application/json' })
      exchange.end('{"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]}')
    })
    for (let count = 0; count < 2; count += 1) {
      assert.equal((await ask(registeredModel('openai'))).text, 'Hello')
    }
    assert.deepEqual(oddities, [{ modelId: 'openai:fake-model', event: 'answer-not-streamed' }])
  })

  it('name what cannot be shown once for each model and type', async () => {
    const { ask, oddities } = process()
    server.behave((exchange) => {
      exchange.delta({ content: [{ type: 'image' }, { type: 'audio' }, 'Hi'] })
      exchange.finish()
      exchange.done()
    })
    for (const name of ['one', 'other', 'one']) await ask(registeredModel('openai', { name }))
    assert.deepEqual(
      oddities.map(({ modelId, type }) => `${modelId} ${type}`),
      ['openai:one image', 'openai:one audio', 'openai:other image', 'openai:other audio'],
    )
  })

  it('are those whose provider has a key', () => {
    const providers = { groq: { apiKey: 'sk-test', baseUrl: undefined } }
    const models = createModels({
      providers,
      rejectParameter: () => undefined,
      noteOddity: () => undefined,
    })
    assert.equal(models.isSwitchedOn('groq'), true)
    assert.equal(models.isSwitchedOn('openai'), false)
    assert.equal(models.modelFor(registeredModel('openai')), undefined)
    const model = models.modelFor(registeredModel('groq', { name: 'llama' }))
    assert.equal(model?.provider, 'groq')
    assert.equal(model.name, 'llama')
    assert.deepEqual(models.registered, [])
  })

  it('include the one that the environment names', () => {
    const models = createModels({
      providers: { 'openai-compatible': { apiKey: undefined, baseUrl: server.baseUrl } },
      openAiCompatibleModel: 'llama3.2',
      rejectParameter: () => undefined,
      noteOddity: () => undefined,
    })
    const [own] = models.registered
    assert.equal(own?.id, 'openai-compatible:llama3.2')
    assert.equal(models.modelFor(own)?.name, 'llama3.2')
  })

  it('are asked through the fetch they are given', async () => {
    const asked: string[] = []
    const models = createModels({
      providers: { groq: { apiKey: 'sk-test', baseUrl: undefined } },
      fetch: (input) => {
        asked.push(input instanceof Request ? input.url : String(input))
        return Promise.reject(new TypeError('no way'))
      },
      rejectParameter: () => undefined,
      noteOddity: () => undefined,
    })
    const stream = {
      onText: () => undefined,
      onThinking: () => undefined,
      onRetract: () => undefined,
      onUsage: () => undefined,
      gapMs: 15_000,
      signal: new AbortController().signal,
    }
    const asking = models.modelFor(registeredModel('groq'))?.answer(modelRequest, stream)
    await assert.rejects(async () => asking, { kind: 'connection' })
    assert.deepEqual(asked, ['https://api.groq.com/openai/v1/chat/completions'])
  })
})

describe('a model that begins inside a thought', () => {
  const leaking: Behaviour = (exchange) => {
    for (const piece of ['Hmm.', ' Light?', '</think>', 'Because.']) exchange.text(piece)
    exchange.finish()
    exchange.done()
  }

  it('takes its thought back as soon as that shows, and is waited for from then on', async () => {
    const { ask } = process()
    server.behave(leaking)
    const first = await ask(registeredModel('openai'))
    assert.deepEqual([first.text, first.voided], ['Because.', 1])
    const second = await ask(registeredModel('openai'))
    assert.deepEqual([second.text, second.voided], ['Because.', 0])
  })

  it('is waited for no longer than until it answers without a thought', async () => {
    const { ask } = process()
    server.behave(leaking)
    await ask(registeredModel('openai'))
    server.behave(answer(['Hello', ' there']))
    const pieces = async () => (await ask(registeredModel('openai'))).pieces
    assert.deepEqual(await pieces(), ['Hello there'])
    assert.deepEqual(await pieces(), ['Hello', ' there'])
  })

  it('is known by its name where that says so', async () => {
    const { ask } = process()
    server.behave(leaking)
    assert.equal(
      (await ask(registeredModel('openai', { name: 'own-r1-distill' }))).text,
      'Because.',
    )
  })

  it('says nothing when its length ends in the thought', async () => {
    const { ask } = process()
    server.behave(answer(['Hmm. Light?'], { finishReason: 'length' }))
    const { error, text } = await ask(registeredModel('openai', { name: 'own-r1-distill' }))
    assert.equal(text, '')
    assert.ok(error instanceof ModelFailure)
    assert.equal(error.kind, 'empty')
  })
})

describe('a model that refuses a field', () => {
  it('is asked again without it, once, and not bothered with it any more', async () => {
    const { ask, rejections } = process()
    const registered = registeredModel('openai')
    server.behave(refusing(['temperature']))
    const { text, bodies } = await ask(registered)
    assert.equal(text, 'Hello')
    assert.deepEqual(
      bodies.map((body) => 'temperature' in body),
      [true, false],
    )
    const { model, messages, stream, stream_options, max_tokens } = bodies[0] ?? {}
    assert.deepEqual(bodies[1], { model, messages, stream, stream_options, max_tokens })
    assert.deepEqual(rejections, [{ modelId: 'openai:fake-model', parameter: 'temperature' }])
    assert.equal((await ask(registered)).bodies.length, 1)
    assert.equal(rejections.length, 1)
  })

  it('is known by others through the registry', async () => {
    const { ask, rejections } = process()
    server.behave(refusing(['temperature']))
    const { bodies } = await ask(registeredModel('openai', { rejectedParameters: ['temperature'] }))
    assert.equal(bodies.length, 1)
    assert.deepEqual(rejections, [])
  })

  it('learns the limit’s other name', async () => {
    const { ask, rejections } = process()
    server.behave(
      refusing(
        ['max_tokens'],
        "Unsupported parameter: '?' is not supported with this model. Use 'max_completion_tokens' instead.",
      ),
    )
    const { text, bodies } = await ask(registeredModel('openai'))
    assert.equal(text, 'Hello')
    assert.equal(bodies[1]?.['max_completion_tokens'], 512)
    assert.deepEqual(rejections, [{ modelId: 'openai:fake-model', parameter: 'max_tokens' }])
  })

  it('fails when it refuses a second one, and takes the next request', async () => {
    const { ask, rejections } = process()
    const registered = registeredModel('gemini', {
      thinkingParameters: { reasoning_effort: 'low' },
    })
    server.behave(refusing(['temperature', 'reasoning_effort']))
    const { error, bodies } = await ask(registered)
    assert.equal(bodies.length, 2)
    assert.ok(error instanceof ModelFailure)
    assert.equal(error.code, 'status_400')
    assert.equal(error.blame, 'nobody')
    assert.deepEqual(
      rejections.map(({ parameter }) => parameter),
      ['temperature', 'reasoning_effort'],
    )
    assert.equal((await ask(registered)).text, 'Hello')
  })

  const phrases: [vendor: string, body: unknown][] = [
    [
      'OpenAI',
      {
        error: {
          message: 'Unsupported value.',
          type: 'invalid_request_error',
          param: 'temperature',
          code: 'unsupported_value',
        },
      },
    ],
    [
      'Gemini',
      [
        {
          error: {
            code: 400,
            message:
              'Invalid JSON payload received. Unknown name "temperature": Cannot find field.',
            status: 'INVALID_ARGUMENT',
          },
        },
      ],
    ],
    ['Groq', { error: { message: "property 'temperature' is unsupported" } }],
    ['Groq, of thinking', { error: { message: '`temperature` must be one of none or default' } }],
    ['Anthropic', { error: { message: '`temperature` is deprecated for this model.' } }],
    [
      'Cerebras',
      {
        message: "body.temperature: property 'body.temperature' is unsupported",
        param: 'validation_error',
        code: 'wrong_api_format',
      },
    ],
    [
      'OpenRouter',
      {
        error: {
          code: 400,
          message: 'Provider returned error',
          metadata: { raw: '{"error":{"message":"temperature: Extra inputs are not permitted"}}' },
        },
      },
    ],
    [
      'vLLM',
      {
        detail: [
          {
            type: 'extra_forbidden',
            loc: ['body', 'temperature'],
            msg: 'Extra inputs are not permitted',
          },
        ],
      },
    ],
  ]
  for (const [vendor, body] of phrases) {
    it(`is understood in the words of ${vendor}`, async () => {
      const { ask, rejections } = process()
      server.behave(async (exchange) => {
        if (!('temperature' in exchange.request)) return await answer(['Hello'])(exchange)
        exchange.head(vendor === 'vLLM' ? 422 : 400, { 'content-type': 'application/json' })
        exchange.end(JSON.stringify(body))
      })
      assert.equal((await ask(registeredModel('openai'))).text, 'Hello')
      assert.deepEqual(rejections, [{ modelId: 'openai:fake-model', parameter: 'temperature' }])
    })
  }

  for (const [name, status, message, param] of [
    ['an error about what a request is made of', 400, 'Unsupported value: messages', 'messages'],
    ['an error about a field that was not sent', 400, "property 'top_k' is unsupported", undefined],
    ['an error about a value', 400, 'temperature must be at most 2', undefined],
    ['another status', 500, 'Unsupported parameter: temperature', 'temperature'],
    ['a word that only looks like a field', 400, 'max_tokens_per_day is unknown', undefined],
  ] as const) {
    it(`is not seen in ${name}`, async () => {
      const { ask, rejections } = process()
      server.behave((exchange) => {
        exchange.head(status, { 'content-type': 'application/json' })
        exchange.end(JSON.stringify({ error: { message, param } }))
      })
      const { error, bodies } = await ask(registeredModel('openai'))
      assert.ok(error instanceof ModelFailure)
      assert.equal(bodies.length, 1)
      assert.deepEqual(rejections, [])
    })
  }
})
