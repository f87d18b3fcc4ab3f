import type { Delta } from './dialects/dialect.ts'
import { fine, whenAsked, type Fault } from './fault.ts'
import { firstHalf, pause, secretThought, usage, wholeAnswer, type Speaker } from './speaker.ts'

/** Nothing odd at all. */
export const healthy = odd('healthy', (speaker) => {
  speaker.begin()
  speaker.sayFirstHalf()
  speaker.saySecondHalf()
  speaker.finish()
})

/** What looks odd and must do no harm. */
export const harmlessOddities: readonly Fault[] = [
  healthy,
  {
    ...odd('slow-drip', async (speaker) => {
      speaker.begin()
      for (const character of firstHalf(speaker.dialect)) {
        await pause(90)
        speaker.text(character)
      }
      speaker.saySecondHalf()
      speaker.finish()
    }),
    isSlow: true,
  },
  odd('thinks-first', (speaker) => {
    speaker.begin()
    for (let count = 0; count < 5; count++) speaker.think()
    speaker.sayFirstHalf()
    speaker.saySecondHalf()
    speaker.finish()
  }),
  odd('thinks-inline-first', (speaker) => {
    speaker.begin()
    speaker.thinkInline()
    speaker.text('</think>\n\n')
    speaker.sayFirstHalf()
    speaker.saySecondHalf()
    speaker.finish()
  }),
  ...[
    ['seed', '<seed:think>', '</seed:think>'],
    ['begun', '<|begin_of_thought|>', '<|end_of_thought|>\n<|begin_of_solution|>'],
    ['capitals', '<|START_THINKING|>', '<|END_THINKING|><|START_RESPONSE|>'],
    ['brackets', '[THINK]', '[/THINK]'],
    ['a-word', '<analysis>', '</analysis>'],
    ['words', '<chain-of-thought>', '</chain-of-thought><answer>'],
  ].map(([name, open, close]) =>
    odd(`thinks-inline-in-${name}`, (speaker) => {
      speaker.begin()
      for (const character of `${open}${secretThought}${close}\n\n`) speaker.text(character)
      speaker.sayFirstHalf()
      speaker.saySecondHalf()
      speaker.finish()
    }),
  ),
  odd('leading-whitespace', (speaker) => {
    speaker.begin()
    speaker.text('\n\n ')
    speaker.sayFirstHalf()
    speaker.saySecondHalf()
    speaker.finish()
  }),
  odd('halves-of-a-character', (speaker) => {
    speaker.begin()
    // A pair of surrogates is one character: a client that gets each alone cannot read either.
    for (const unit of wholeAnswer(speaker.dialect).split('')) speaker.text(unit)
    speaker.finish()
  }),
  odd('chunks-without-a-word', (speaker) => {
    const wordless = [
      {},
      { type: 'ping' },
      { choices: null },
      { choices: [], prompt_filter_results: [{ prompt_index: 0 }] },
      { choices: [{}] },
      { choices: [{ index: 0, delta: null }], usage: null },
    ]
    const sayNothing = () => wordless.forEach((chunk) => speaker.chunk(chunk))
    sayNothing()
    speaker.begin()
    speaker.sayFirstHalf()
    sayNothing()
    speaker.saySecondHalf()
    speaker.finish()
  }),
  shaped('content-as-parts', (text) => ({ content: [{ type: 'text', text }] })),
  shaped('content-as-a-part', (text) => ({ content: { type: 'output_text', text } })),
  shaped('content-as-strings', (text) => ({ content: [text] })),
  shaped('content-with-thoughts', (text) => ({
    content: [
      { type: 'thinking', thinking: [{ type: 'text', text: secretThought }] },
      { type: 'text', text },
      { type: 'reference', reference_ids: [1] },
    ],
  })),
  shaped('parts-only', (text) => ({ parts: [{ text: secretThought, thought: true }, { text }] })),
  shaped('content-in-a-channel', (text) => ({ content: text, channel: 'final' })),
  odd('thoughts-of-a-type', (speaker) => {
    speaker.begin()
    for (const type of ['reasoning', 'thinking']) speaker.delta({ type, content: secretThought })
    speaker.delta({ channel: 'analysis', content: secretThought })
    speaker.sayFirstHalf()
    speaker.saySecondHalf()
    speaker.finish()
  }),
  odd('another-answer-beside', (speaker) => {
    const beside = (content: string) => {
      speaker.chunk({ choices: [{ index: 1, delta: { role: 'assistant', content } }] })
    }
    speaker.begin()
    beside('')
    speaker.sayFirstHalf()
    beside(secretThought)
    speaker.saySecondHalf()
    speaker.finish()
  }),
  odd('choices-in-an-object', (speaker) => {
    speaker.begin()
    for (const word of wholeAnswer(speaker.dialect).split(/(?= )/u)) {
      speaker.chunk({ choices: { index: 0, delta: { content: word } } })
    }
    speaker.finish()
  }),
  odd('message-instead-of-delta', (speaker) => {
    speaker.begin()
    for (const word of wholeAnswer(speaker.dialect).split(/(?= )/u)) {
      speaker.chunk({ choices: [{ index: 0, message: { role: 'assistant', content: word } }] })
    }
    speaker.finish()
  }),
  odd('text-instead-of-delta', (speaker) => {
    speaker.begin()
    for (const word of wholeAnswer(speaker.dialect).split(/(?= )/u)) {
      speaker.chunk({ object: 'text_completion', choices: [{ index: 0, text: word }] })
    }
    speaker.finish()
  }),
  odd('finish-reason-with-the-last-word', (speaker) => {
    const { chunk, text } = speaker.dialect
    speaker.begin()
    speaker.chunk(chunk(text(wholeAnswer(speaker.dialect)), 'stop'))
    speaker.finish()
  }),
  // The stream itself says that it is done.
  inOtherWords('no-finish-reason', (stream) => endingWith(null, stream)),
  inOtherWords('empty-finish-reason', (stream) => endingWith('', stream)),
  ...['null', 'None'].map((reason) =>
    inOtherWords(`finish-reason-${reason}`, (stream) => endingWith(reason, stream)),
  ),
  ...['eos', 'end_turn', 'STOP'].map((reason) =>
    inOtherWords(`finish-reason-${reason}-without-done`, (stream) =>
      endingWith(reason, withoutDone(stream)),
    ),
  ),
  odd('finish-reason-with-every-word', async (speaker) => {
    const { chunk, text } = speaker.dialect
    speaker.begin()
    for (const word of wholeAnswer(speaker.dialect).split(/(?= )/u)) {
      speaker.chunk(chunk(text(word), 'stop'))
      await pause(150)
    }
    speaker.finish()
  }),
  odd('reset-after-the-end', async (speaker) => {
    speaker.raw(withoutDone(speaker.wholeStream()))
    await speaker.sent()
    speaker.exchange.destroy()
  }),
  odd('error-after-the-end', (speaker) => {
    speaker.raw(withoutDone(speaker.wholeStream()))
    speaker.chunk(speaker.dialect.errorChunk)
    speaker.exchange.end()
  }),
  odd('never-closes', (speaker) => {
    speaker.raw(withoutDone(speaker.wholeStream()))
    return speaker.forEver(() => speaker.keepAlive())
  }),
  odd('byte-by-byte', async (speaker) => {
    for (const byte of new TextEncoder().encode(speaker.wholeStream())) {
      speaker.raw(new Uint8Array([byte]))
      await Promise.resolve()
    }
    speaker.exchange.end()
  }),
  odd('cut-in-characters', async (speaker) => {
    // Whoever decodes each packet by itself loses the letters that lie in two.
    const bytes = new TextEncoder().encode(speaker.wholeStream())
    const middle = bytes.findIndex((byte) => byte >= 0xc0) + 1
    speaker.raw(bytes.slice(0, middle))
    await speaker.sent()
    speaker.raw(bytes.slice(middle))
    speaker.exchange.end()
  }),
  ...(
    [
      ['plain-text', { 'content-type': 'text/plain; charset=utf-8' }],
      ['bytes', { 'content-type': 'application/octet-stream' }],
      ['json', { 'content-type': 'application/json' }],
      ['nothing', {}],
    ] as const
  ).map(([type, headers]) =>
    odd(`stream-as-${type}`, (speaker) => speaker.replyWith(200, headers, speaker.wholeStream())),
  ),
  odd('json-lines', (speaker) => {
    const lines = withoutDone(speaker.wholeStream()).replaceAll(/^data: (.*)\n$/gmu, '$1')
    speaker.replyWith(200, { 'content-type': 'application/x-ndjson' }, lines)
  }),
  odd('one-completion', (speaker) => {
    const message = { role: 'assistant', content: wholeAnswer(speaker.dialect) }
    const [last] = speaker.dialect.ending('stop', usage).slice(-1)
    speaker.reply({
      status: 200,
      body: Object.assign({}, last, {
        object: 'chat.completion',
        choices: [{ index: 0, message, finish_reason: 'stop' }],
      }),
    })
  }),
  inOtherWords('no-last-line-end', (stream) => stream.trimEnd()),
  inOtherWords('crlf', (stream) => stream.replaceAll('\n', '\r\n')),
  inOtherWords('cr', (stream) => stream.replaceAll('\n', '\r')),
  inOtherWords('mixed-line-ends', (stream) => {
    const ends = ['\n', '\r\n', '\r']
    let count = 0
    return stream.replaceAll('\n\n', () => (ends[count++ % 3] ?? '').repeat(2))
  }),
  // Right before the first word, which it must not swallow.
  inOtherWords('byte-order-mark', (stream) => `\uFEFF${stream.slice(stream.indexOf('\n\n') + 2)}`),
  inOtherWords('null-for-no-error', (stream) =>
    stream.replaceAll('data: {"id"', 'data: {"error":null,"id"'),
  ),
  inOtherWords('no-space-after-colon', (stream) => stream.replaceAll('data: ', 'data:')),
  inOtherWords('ids-and-event-names', (stream) =>
    stream.replaceAll('data: {', 'id: 1\nevent: message\nretry: 3000\ndata: {'),
  ),
]

function odd(name: string, misbehave: (speaker: Speaker) => void | Promise<void>): Fault {
  return { name, moments: whenAsked, misbehave, outcome: () => fine }
}

/** Its text in deltas of another shape. */
function shaped(name: string, shape: (text: string) => Delta): Fault {
  return odd(name, (speaker) => {
    speaker.begin()
    for (const word of wholeAnswer(speaker.dialect).split(/(?= )/u)) speaker.delta(shape(word))
    speaker.finish()
  })
}

function inOtherWords(name: string, rewrite: (stream: string) => string): Fault {
  return odd(name, (speaker) => {
    speaker.raw(rewrite(speaker.wholeStream()))
    speaker.exchange.end()
  })
}

function withoutDone(stream: string): string {
  return stream.replace('data: [DONE]\n\n', '')
}

function endingWith(reason: string | null, stream: string): string {
  return stream.replace('"finish_reason":"stop"', `"finish_reason":${JSON.stringify(reason)}`)
}
