import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ProviderError } from './provider-error.ts'
import { retryAfterMs } from './retry-after.ts'

function asked(
  headers: Record<string, string>,
  { status = 429, words = '' }: Partial<ProviderError> = {},
): number | undefined {
  const error = { status, words, codes: [], parameter: undefined, details: {} }
  return retryAfterMs({ ...error, headers: new Headers(headers) })
}

/** That it is so many milliseconds, or a little less, since time goes by. */
function assertAbout(actual: number | undefined, expected: number) {
  assert.ok(actual !== undefined && actual <= expected && actual > expected - 5_000, String(actual))
}

describe('how long a provider asks to be left alone', () => {
  const headers: [Record<string, string>, number | undefined][] = [
    [{ 'retry-after': '2' }, 2_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '7s' }, 7_000],
    [{ 'retry-after-ms': '1500', 'retry-after': '9' }, 1_500],
    [{ 'retry-after-ms': 'soon', 'retry-after': '9' }, 9_000],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-1' }, undefined],
    [{ 'retry-after': 'Infinity' }, undefined],
    [{ 'retry-after': new Date(0).toUTCString() }, undefined],
  ]
  for (const [sent, expected] of headers) {
    it(`is ${expected} by ${JSON.stringify(sent)}`, () => {
      assert.equal(asked(sent), expected)
      assert.equal(asked(sent, { status: 503 }), expected)
    })
  }

  it('is until a moment, however it is written', () => {
    const moment = Math.ceil(Date.now() / 1_000 + 60) * 1_000
    assertAbout(asked({ 'retry-after': new Date(moment).toUTCString() }), 61_000)
    assertAbout(asked({ 'retry-after': String(moment / 1_000) }), 61_000)
  })

  const limit = (reset: string, remaining = '0') => ({
    'x-ratelimit-limit-requests': '100',
    'x-ratelimit-remaining-requests': remaining,
    'x-ratelimit-reset-requests': reset,
  })
  for (const [reset, expected] of [
    ['6m0s', 360_000],
    ['1h2m3.5s', 3_723_500],
    ['120ms', 120],
    ['30', 30_000],
  ] as const) {
    it(`is until a used up limit begins anew: ${reset}`, () => {
      assert.equal(asked(limit(reset)), expected)
    })
  }

  it('is until the last of the limits that are used up, whatever they are called', () => {
    const moment = new Date(Date.now() + 60_000)
    assert.equal(
      asked({
        ...limit('1h', '5'),
        'x-ratelimit-remaining-tokens': '0',
        'x-ratelimit-reset-tokens': '7.5s',
        'ratelimit-remaining': '0',
        'ratelimit-reset': '3',
      }),
      7_500,
    )
    assertAbout(
      asked({
        'anthropic-ratelimit-tokens-remaining': '0',
        'anthropic-ratelimit-tokens-reset': moment.toISOString(),
      }),
      60_000,
    )
    assertAbout(
      asked({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(moment.getTime()) }),
      60_000,
    )
  })

  it('is not told by limits that are left, nor where there were not too many requests', () => {
    assert.equal(asked(limit('1h', '5')), undefined)
    assert.equal(asked(limit('1h'), { status: 500 }), undefined)
    assert.equal(asked({ 'x-ratelimit-reset': '30' }), undefined)
    assert.equal(asked({}, { status: 500, words: 'Please try again in 20s.' }), undefined)
  })

  for (const [words, expected] of [
    ['Rate limit reached for m. Please try again in 7m12.5s. Visit us in 20s.', 432_500],
    ['Please try again in 512ms.', 512],
    ['Please retry in 34.074824224s.', 34_075],
    ['Too many requests, retry after 2 minutes', 120_000],
    ['Slow down and wait 1 hour 30 seconds, please', 3_630_000],
    ['Please try again later. Limit 20, used 20.', undefined],
    ['You may try again in 2 weeks or 3 months', undefined],
  ] as const) {
    it(`is ${expected} by the words "${words}"`, () => {
      assert.equal(asked({}, { words }), expected)
      assert.equal(asked({ 'retry-after': '1' }, { words }), 1_000)
    })
  }
})
