import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { askedServer } from '../../../../../test/fixtures/asked-model.ts'

const { ask } = askedServer()

/** A whole completion, as who was not asked for a stream answers. */
function completion(content: string): string {
  return JSON.stringify({
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 9, completion_tokens: 2 },
  })
}

describe('the shape of an answer', () => {
  for (const [name, delta] of [
    ['reasoning', { reasoning: 'secret' }],
    ['reasoning_content', { reasoning_content: 'secret' }],
    ['reasoning_details', { reasoning_details: [{ type: 'reasoning.text', text: 'secret' }] }],
    ['thinking', { thinking: 'secret' }],
    ['a tag', { content: '<think>secret</think>' }],
    ['a part', { content: [{ type: 'thinking', thinking: 'secret' }] }],
    ['content of its own type', { type: 'reasoning', content: 'secret' }],
    ['content that is a thought', { thought: true, content: 'secret' }],
    ['content in a channel', { channel: 'analysis', content: 'secret' }],
    ['content in a phase', { phase: 'think', content: 'secret' }],
    ['a part in a channel', { content: [{ channel: 'commentary', text: 'secret' }] }],
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
    [
      'content that is said to be an answer',
      (content) => ({ delta: { content, phase: 'answer' } }),
    ],
    ['content in the last channel', (content) => ({ delta: { content, channel: 'final' } })],
    ['lists of lists', (text) => ({ delta: { content: [[{ text: { value: text } }]] } })],
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
    [
      'an event stream with pings',
      {},
      events.replaceAll(
        'data: {',
        'event: ping\ndata: ping\n\nevent: heartbeat\ndata: 1\n\ndata: {',
      ),
    ],
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

  const wrappers: [name: string, wrap: (choice: unknown) => unknown][] = [
    ['in an object instead of a list', (choice) => ({ choices: choice })],
    ['in an object by its place', (choice) => ({ choices: { '0': choice } })],
    ['behind nothing', (choice) => ({ choices: [null, choice] })],
    ['in an object around all', (choice) => ({ code: 200, data: { choices: [choice] } })],
  ]
  for (const [name, wrap] of wrappers) {
    it(`reads a choice that stands ${name}`, async () => {
      const { text, answer: ended } = await ask((exchange) => {
        for (const content of ['Because', ' of light']) exchange.chunk(wrap({ delta: { content } }))
        exchange.chunk(wrap({ delta: {}, finish_reason: 'length' }))
        exchange.done()
      })
      assert.equal(text, 'Because of light')
      assert.equal(ended?.finishReason, 'length')
    })
  }

  it('is that of one answer where there are several', async () => {
    const { text, answer: ended } = await ask((exchange) => {
      const say = (index: number, delta: unknown, finishReason: string | null = null) =>
        exchange.chunk({ choices: [{ index, delta, finish_reason: finishReason }] })
      for (const index of [1, 0]) say(index, { role: 'assistant', content: '' })
      for (const word of ['Because', ' of', ' light']) {
        say(1, { content: word })
        say(0, { content: ' another' })
      }
      say(0, {}, 'length')
      say(1, {}, 'stop')
      exchange.done()
    })
    assert.equal(text, 'Because of light')
    assert.equal(ended?.finishReason, 'stop')
  })

  it('is whole where chunks are counted by the index of the answer', async () => {
    const { text } = await ask((exchange) => {
      for (const [index, content] of ['Because', ' of', ' light'].entries()) {
        exchange.chunk({ choices: [{ index, delta: { content }, finish_reason: null }] })
      }
      exchange.chunk({ choices: [{ index: 3, delta: {}, finish_reason: 'stop' }] })
      exchange.end()
    })
    assert.equal(text, 'Because of light')
  })

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
})
