import type { ErrorStatus, Reply } from './dialects/dialect.ts'
import { elsewhere, whenAsked, type Fault, type Outcome } from './fault.ts'
import type { Speaker } from './speaker.ts'

const quarter = 900
const hour = 3600
const day = 24 * hour

/** Instead of a stream comes an error. The SDK is tempted to try again by itself. */
export const statusFaults: readonly Fault[] = [
  status(401, elsewhere('status', 'provider')),
  status(402, elsewhere('status', 'provider')),
  status(403, elsewhere('status', 'provider')),
  // The model is gone for good.
  status(404, elsewhere('status', 'model', day * 1000)),
  status(408, elsewhere('status')),
  // It is about this conversation: another model may take it.
  status(413, elsewhere('context_too_long', 'nobody')),
  status(429, elsewhere('status', 'model', quarter * 1000)),
  status(500, elsewhere('status')),
  status(503, elsewhere('status')),
  status(529, elsewhere('status')),

  // A short wait is taken at its word, a long one is no shorter than without.
  hinting('429-retry-after-1s', 429, () => ({ 'retry-after': '1' }), 1),
  hinting('429-retry-after-60s', 429, () => ({ 'retry-after': '60' }), 60),
  hinting('429-retry-after-5min', 429, () => ({ 'retry-after': '300' }), quarter),
  hinting('503-retry-after-1s', 503, () => ({ 'retry-after': '1' }), 1),
  hinting('429-retry-after-seconds', 429, () => ({ 'retry-after': String(hour) }), hour),
  hinting(
    '429-retry-after-date',
    429,
    () => ({ 'retry-after': new Date(Date.now() + hour * 1000).toUTCString() }),
    // The date has no milliseconds, and time goes by.
    hour - 30,
  ),
  hinting('429-retry-after-ms', 429, () => ({ 'retry-after-ms': String(hour * 1000) }), hour),
  hinting(
    '429-limit-used-up',
    429,
    () => ({ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '45s' }),
    45,
  ),
  reply(
    '429-in-words',
    () => ({ status: 429, body: { error: { message: 'Please try again in 45s.', code: 429 } } }),
    elsewhere('status', 'model', 45_000),
  ),
  hinting('503-retry-after-seconds', 503, () => ({ 'retry-after': String(hour) }), hour),
  reply(
    '429-vendor-hint',
    ({ dialect }) => dialect.retryLater(hour),
    elsewhere('status', 'model', hour * 1000),
  ),

  reply('out-of-credit', ({ dialect }) => dialect.outOfCredit, elsewhere('status', 'provider')),
  reply('too-long', ({ dialect }) => dialect.tooLong, elsewhere('context_too_long', 'nobody')),
  // It names nothing that was sent.
  reply(
    'bad-request',
    ({ dialect }) => dialect.rejects('no_such_field'),
    elsewhere('status', 'nobody'),
  ),
  {
    name: 'unsupported-parameter',
    moments: whenAsked,
    misbehave(speaker) {
      if ('temperature' in speaker.exchange.request) {
        speaker.reply(speaker.dialect.rejects('temperature'))
        return
      }
      speaker.begin()
      speaker.sayFirstHalf()
      speaker.saySecondHalf()
      speaker.finish()
    },
    outcome: () => ({ is: 'fine', shows: 'whole answer', requests: 2 }),
  },
  {
    name: '502-html',
    moments: whenAsked,
    misbehave: (speaker) =>
      speaker.replyWith(502, { 'content-type': 'text/html' }, '<html><h1>502 Bad Gateway</h1>'),
    outcome: () => elsewhere('status'),
  },
  {
    name: '500-without-body',
    moments: whenAsked,
    misbehave: (speaker) => speaker.replyWith(500, {}, ''),
    outcome: () => elsewhere('status'),
  },

  {
    name: '500-whose-body-stalls',
    moments: whenAsked,
    misbehave(speaker) {
      speaker.exchange.head(500, { 'content-type': 'application/json' })
      speaker.raw('{"error":')
    },
    outcome: () => elsewhere('status'),
  },
  {
    name: '500-whose-body-never-ends',
    moments: whenAsked,
    misbehave(speaker) {
      speaker.exchange.head(500, { 'content-type': 'text/html' })
      return speaker.forEver(() => speaker.raw('<p>Sorry!'.repeat(1000)))
    },
    outcome: () => elsewhere('status'),
  },

  {
    name: '200-json-error',
    moments: whenAsked,
    misbehave: (speaker) => speaker.reply({ status: 200, body: speaker.dialect.errors[500] }),
    outcome: () => elsewhere('upstream_error'),
  },
  {
    name: '200-json-out-of-credit',
    moments: whenAsked,
    misbehave: (speaker) => speaker.reply({ status: 200, body: speaker.dialect.outOfCredit.body }),
    outcome: () => elsewhere('upstream_error', 'provider'),
  },
  {
    name: '200-json-of-something-else',
    moments: whenAsked,
    misbehave: (speaker) => speaker.reply({ status: 200, body: { object: 'list', data: [] } }),
    outcome: () => elsewhere('not_a_stream'),
  },
  {
    name: '200-json-that-stalls',
    moments: whenAsked,
    isSlow: true,
    misbehave(speaker) {
      speaker.exchange.head(200, { 'content-type': 'application/json' })
      speaker.raw('{"choices":')
    },
    outcome: () => elsewhere('timeout'),
  },
  {
    name: '200-json-that-is-cut',
    moments: whenAsked,
    misbehave: (speaker) =>
      speaker.replyWith(200, { 'content-type': 'application/json' }, '{"choices":'),
    outcome: () => elsewhere('truncated'),
  },
  {
    name: '200-words',
    moments: whenAsked,
    misbehave: (speaker) =>
      speaker.replyWith(200, { 'content-type': 'text/plain' }, 'Ollama is running'),
    outcome: () => elsewhere('not_a_stream'),
  },
  {
    name: '200-html',
    moments: whenAsked,
    misbehave: (speaker) =>
      speaker.replyWith(
        200,
        { 'content-type': 'text/html; charset=utf-8' },
        '<!doctype html><p>Hi',
      ),
    outcome: () => elsewhere('not_a_stream'),
  },
  {
    name: '200-html-as-stream',
    moments: whenAsked,
    misbehave: (speaker) =>
      speaker.replyWith(200, { 'content-type': 'text/event-stream' }, '<!doctype html><p>Hi'),
    outcome: () => elsewhere('not_a_stream'),
  },
  {
    name: '200-without-body',
    moments: whenAsked,
    misbehave: (speaker) => speaker.replyWith(200, { 'content-type': 'text/event-stream' }, ''),
    outcome: () => elsewhere('not_a_stream'),
  },
]

type Reader = (speaker: Speaker) => Reply

function reply(name: string, read: Reader, outcome: Outcome): Fault {
  return {
    name,
    moments: whenAsked,
    misbehave(speaker) {
      const { headers, ...rest } = read(speaker)
      speaker.reply({ ...rest, headers: { 'x-should-retry': 'true', ...headers } })
    },
    outcome: () => outcome,
  }
}

function status(code: ErrorStatus, usual: Outcome): Fault {
  return {
    ...reply(String(code), ({ dialect }) => ({ status: code, body: dialect.errors[code] }), usual),
    outcome: ({ dialect }) =>
      dialect.refusesWith?.includes(code) ? elsewhere('refused', 'nobody') : usual,
  }
}

/** A status with a header that says when to come back; `seconds` is what must be made of it. */
function hinting(
  name: string,
  code: ErrorStatus,
  headers: () => Record<string, string>,
  seconds: number,
): Fault {
  return reply(
    name,
    ({ dialect }) => ({ status: code, headers: headers(), body: dialect.errors[code] }),
    elsewhere('status', 'model', seconds * 1000),
  )
}
