import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { registered } from '../../../../../test/fixtures/registered-model.ts'
import { ModelFailure } from '../model.ts'
import { cooldownAfter } from './cooldown.ts'

const minute = 60_000
const day = 24 * 60 * minute
const model = registered('groq:llama')

describe('a failure', () => {
  const cases: [what: string, failure: ModelFailure, subject: string, cooldownMs: number][] = [
    ['of a model leaves it alone', new ModelFailure('truncated'), 'groq:llama', 15 * minute],
    [
      'of a key leaves all of its provider alone',
      new ModelFailure('status', { status: 401, blame: 'provider' }),
      'groq',
      15 * minute,
    ],
    [
      'that asks for less than the usual time gets the usual time',
      new ModelFailure('status', { status: 429, retryAfterMs: minute }),
      'groq:llama',
      15 * minute,
    ],
    [
      'that asks for more gets what it asks for',
      new ModelFailure('status', { status: 429, retryAfterMs: 60 * minute }),
      'groq:llama',
      60 * minute,
    ],
    [
      'that asks for a week gets a day',
      new ModelFailure('status', { status: 429, retryAfterMs: 7 * day }),
      'groq:llama',
      day,
    ],
    [
      'of a model that is gone for good leaves it alone for a day',
      new ModelFailure('status', { status: 404, isRetired: true }),
      'groq:llama',
      day,
    ],
  ]
  for (const [what, failure, subject, cooldownMs] of cases) {
    it(what, () => assert.deepEqual(cooldownAfter(failure, model), { subject, cooldownMs }))
  }

  const blameless: ModelFailure[] = [
    new ModelFailure('refused'),
    new ModelFailure('context_too_long'),
    new ModelFailure('status', { status: 400, blame: 'nobody' }),
  ]
  for (const failure of blameless) {
    it(`${failure.code} leaves nobody alone`, () => {
      assert.equal(cooldownAfter(failure, model), undefined)
    })
  }
})
