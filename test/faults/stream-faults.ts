import { anyTimeInStream, beforeText, elsewhere, whenAsked, type Fault } from './fault.ts'

const lastBytesOf = (text: string) => new TextEncoder().encode(text).slice(0, -1)

/** More than anybody reads as one line. */
const endlessLine = new TextEncoder().encode('x'.repeat(9 * 1024 * 1024))

/** The stream breaks, or what comes in it is no answer. */
export const streamFaults: readonly Fault[] = [
  {
    name: 'truncated',
    moments: anyTimeInStream,
    misbehave: (speaker) => speaker.exchange.end(),
    outcome: () => elsewhere('truncated'),
  },
  {
    name: 'reset-in-stream',
    moments: anyTimeInStream,
    async misbehave(speaker) {
      await speaker.sent()
      speaker.exchange.destroy()
    },
    outcome: () => elsewhere('truncated'),
  },
  {
    name: 'done-without-text',
    moments: beforeText,
    misbehave: (speaker) => speaker.exchange.done(),
    outcome: () => elsewhere('empty'),
  },
  {
    name: 'error-chunk',
    moments: anyTimeInStream,
    misbehave(speaker) {
      speaker.chunk(speaker.dialect.errorChunk)
      speaker.exchange.end()
    },
    outcome: () => elsewhere('upstream_error'),
  },
  {
    name: 'out-of-credit-in-stream',
    moments: anyTimeInStream,
    misbehave(speaker) {
      speaker.chunk(speaker.dialect.outOfCredit.body)
      speaker.exchange.end()
    },
    outcome: () => elsewhere('upstream_error', 'provider'),
  },
  {
    name: 'error-event',
    moments: anyTimeInStream,
    misbehave(speaker) {
      speaker.raw(`event: error\ndata: ${JSON.stringify(speaker.dialect.errorChunk)}\n\n`)
      speaker.exchange.done()
    },
    outcome: () => elsewhere('upstream_error'),
  },
  ...[
    { name: 'list-of-errors', chunk: { errors: [{ message: 'down' }] } },
    { name: 'error-by-another-name', chunk: { error_code: 18, error_msg: 'down' } },
    { name: 'error-in-a-choice', chunk: { choices: [{ index: 0, error: { message: 'down' } }] } },
  ].map(({ name, chunk }): Fault => ({
    name,
    moments: anyTimeInStream,
    misbehave(speaker) {
      speaker.chunk(chunk)
      speaker.exchange.done()
    },
    outcome: () => elsewhere('upstream_error'),
  })),
  {
    name: 'error-as-finish-reason',
    moments: anyTimeInStream,
    misbehave: (speaker) => speaker.finish(speaker.dialect.failedFinish),
    outcome: () => elsewhere('upstream_error'),
  },
  {
    name: 'refusal',
    moments: whenAsked,
    misbehave(speaker) {
      const { refusal } = speaker.dialect
      if ('status' in refusal) {
        speaker.reply(refusal)
        return
      }
      speaker.begin()
      for (const chunk of refusal.chunks) speaker.chunk(chunk)
      speaker.exchange.done()
    },
    outcome: () => elsewhere('refused', 'nobody'),
  },
  {
    name: 'moderation-in-stream',
    moments: anyTimeInStream,
    misbehave(speaker) {
      for (const chunk of speaker.dialect.cutOff.chunks) speaker.chunk(chunk)
      speaker.exchange.done()
    },
    outcome: ({ moment, dialect }) =>
      moment === 'speaking' && dialect.cutOff.isEnd
        ? { is: 'fine', shows: 'first half', requests: 1 }
        : elsewhere('refused', 'nobody'),
  },
  {
    name: 'malformed-json',
    moments: anyTimeInStream,
    misbehave(speaker) {
      speaker.raw('data: {"choices":[{"delta":{"content":"Hal\n\n')
      speaker.finish()
    },
    outcome: () => elsewhere('malformed'),
  },
  {
    name: 'not-an-object',
    moments: anyTimeInStream,
    misbehave(speaker) {
      speaker.raw('data: 7\n\n')
      speaker.finish()
    },
    outcome: () => elsewhere('malformed'),
  },
  {
    name: 'huge-line',
    moments: anyTimeInStream,
    misbehave(speaker) {
      speaker.raw('data: {"choices":[{"delta":{"content":"')
      speaker.raw(endlessLine)
    },
    outcome: () => elsewhere('malformed'),
  },
  {
    name: 'cut-in-a-character',
    moments: anyTimeInStream,
    misbehave(speaker) {
      speaker.raw(lastBytesOf('data: {"choices":[{"delta":{"content":"не'))
      speaker.exchange.end()
    },
    outcome: () => elsewhere('truncated'),
  },
  {
    name: 'empty-answer',
    moments: beforeText,
    misbehave: (speaker) => speaker.finish(),
    outcome: () => elsewhere('empty'),
  },
  {
    name: 'length-without-text',
    moments: beforeText,
    misbehave: (speaker) => speaker.finish('length'),
    // The length was ours, and thinking has used it up.
    outcome: () => elsewhere('empty', 'nobody'),
  },
  {
    name: 'only-a-tool-call',
    moments: beforeText,
    misbehave(speaker) {
      const call = { name: 'get_weather', arguments: '{}' }
      speaker.delta({ tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: call }] })
      speaker.finish('tool_calls')
    },
    // It was given no tools, but whoever stands between may have added some.
    outcome: () => elsewhere('empty', 'nobody'),
  },
  {
    name: 'only-whitespace',
    moments: beforeText,
    misbehave(speaker) {
      speaker.text('\n \n')
      speaker.finish()
    },
    outcome: () => elsewhere('empty'),
  },
  {
    name: 'only-invisible-characters',
    moments: beforeText,
    misbehave(speaker) {
      // Spaces without a width, a byte-order mark, NUL.
      speaker.text('\u200b\u2060\ufeff\0')
      speaker.finish()
    },
    outcome: () => elsewhere('empty'),
  },
  {
    name: 'only-inline-thinking',
    moments: ['begun'],
    misbehave(speaker) {
      speaker.thinkInline()
      speaker.text('</think>')
      speaker.finish()
    },
    outcome: () => elsewhere('empty'),
  },
  {
    name: 'truncated-after-whitespace',
    moments: beforeText,
    misbehave(speaker) {
      speaker.text('\n\n')
      speaker.exchange.end()
    },
    outcome: () => elsewhere('truncated'),
  },
]
