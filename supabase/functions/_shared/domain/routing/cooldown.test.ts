import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { registered } from '../../../../../test/fixtures/registered-model.ts'
import { ModelFailure, type ModelFailureDetails } from '../model.ts'
import { cooldownAfter, type Cooldown } from './cooldown.ts'

const second = 1_000
const minute = 60 * second
const day = 24 * 60 * minute
const model = registered('groq:llama')

const status = (code: number, details: ModelFailureDetails = {}) =>
  new ModelFailure('status', { status: code, ...details })
const ofModel = (cooldownMs: number, longestMs: number): Cooldown => ({
  subject: 'groq:llama',
  cooldownMs,
  longestMs,
})
const ofProvider = (cooldownMs: number): Cooldown => ({
  subject: 'groq',
  cooldownMs,
  longestMs: day,
})
const passing = ofModel(30 * second, 15 * minute)
const limited = ofModel(15 * minute, day)

describe('a failure', () => {
  const cases: [what: string, failures: ModelFailure[], cooldown: Cooldown][] = [
    [
      'that passes by itself leaves the model alone for a moment, which may double',
      [
        status(500),
        status(503),
        status(529),
        status(408),
        new ModelFailure('connection'),
        new ModelFailure('first_token_timeout'),
        new ModelFailure('gap_timeout'),
        new ModelFailure('truncated'),
        new ModelFailure('malformed'),
        new ModelFailure('not_a_stream'),
        new ModelFailure('empty'),
        new ModelFailure('upstream_error', { status: 502 }),
      ],
      passing,
    ],
    [
      'that speaks of a limit leaves it alone for longer',
      [status(429), status(402), new ModelFailure('upstream_error', { status: 429 })],
      limited,
    ],
    [
      'of credit or of what is not there is not over because a short wait was asked for',
      [
        ...[404, 405, 302].map((code) => status(code)),
        ...[402, 404, 405].map((code) => status(code, { retryAfterMs: second })),
      ],
      limited,
    ],
    [
      'of a key or its credit leaves all of its provider alone',
      [401, 402, 403].map((code) => status(code, { blame: 'provider' })),
      ofProvider(15 * minute),
    ],
    [
      'of a model that is gone for good leaves it alone for a day',
      [status(404, { isRetired: true }), status(404, { isRetired: true, retryAfterMs: second })],
      ofModel(day, day),
    ],
    [
      'that asks for a short wait gets just that, however often',
      [status(429, { retryAfterMs: second }), status(503, { retryAfterMs: second })],
      ofModel(second, second),
    ],
    ['that asks for none gets none', [status(429, { retryAfterMs: 0 })], ofModel(0, 0)],
    [
      'that asks for a minute gets just that',
      [status(429, { retryAfterMs: minute })],
      ofModel(minute, minute),
    ],
    [
      'that asks for a longer wait gets no less than one that asks for nothing',
      [status(429, { retryAfterMs: minute + 1 })],
      limited,
    ],
    [
      'that would pass by itself may ask for longer',
      [status(503, { retryAfterMs: 5 * minute })],
      ofModel(5 * minute, 15 * minute),
    ],
    [
      'that asks for an hour gets an hour',
      [status(429, { retryAfterMs: 60 * minute })],
      ofModel(60 * minute, day),
    ],
    [
      'that asks for a week gets a day',
      [status(429, { retryAfterMs: 7 * day })],
      ofModel(day, day),
    ],
    [
      'of a key is not over because a short wait was asked for',
      [status(401, { blame: 'provider', retryAfterMs: second })],
      ofProvider(15 * minute),
    ],
  ]
  for (const [what, failures, cooldown] of cases) {
    it(what, () => {
      for (const failure of failures) {
        assert.deepEqual(cooldownAfter(failure, model), cooldown, failure.code)
      }
    })
  }

  it('is followed by what is set', () => {
    const settings = { firstMs: 1, longestMs: 2, limitedMs: 3, retiredMs: 4, maxRetryAfterMs: 5 }
    const cooldownMs = (failure: ModelFailure) =>
      cooldownAfter(failure, model, settings)?.cooldownMs
    assert.deepEqual(cooldownAfter(status(500), model, settings), ofModel(1, 2))
    assert.equal(cooldownMs(status(429)), 3)
    assert.equal(cooldownMs(status(401, { blame: 'provider' })), 3)
    assert.equal(cooldownMs(status(404, { isRetired: true })), 4)
    assert.equal(cooldownMs(status(429, { retryAfterMs: 5 })), 5)
    assert.equal(cooldownMs(status(429, { retryAfterMs: 6 })), 6)
  })

  const blameless: ModelFailure[] = [
    new ModelFailure('refused'),
    new ModelFailure('context_too_long'),
    status(400, { blame: 'nobody' }),
  ]
  for (const failure of blameless) {
    it(`${failure.code} leaves nobody alone`, () => {
      assert.equal(cooldownAfter(failure, model), undefined)
    })
  }
})
