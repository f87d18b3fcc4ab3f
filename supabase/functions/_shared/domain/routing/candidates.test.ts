import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { registered } from '../../../../../test/fixtures/registered-model.ts'
import type { RegisteredModel } from './model-registry.ts'
import { askableModels, orderBySelection, standingOf } from './candidates.ts'

const providers = (['openai', 'groq', 'gemini', 'openai-compatible'] as const).map((id) => ({
  id,
  label: id,
}))
const models = [
  registered('openai:nine', { quality: 9, price: 'paid' }),
  registered('groq:five'),
  registered('groq:six', { quality: 6 }),
  registered('gemini:six', { quality: 6 }),
  registered('groq:eight', { quality: 8 }),
  registered('openai:six', { quality: 6, price: 'paid' }),
  registered('groq:another-six', { quality: 6 }),
]
const everything = { registered: [], isSwitchedOn: () => true }
const well = () => undefined
const askable = askableModels({ providers, models }, everything)

const ids = (list: readonly RegisteredModel[]) => list.map(({ id }) => id)
const failing = (health: Record<string, number>) => (subject: string) => health[subject]

const bestFirst = [
  'openai:nine',
  'groq:eight',
  'groq:another-six',
  'groq:six',
  'gemini:six',
  'openai:six',
  'groq:five',
]

describe('the models that can be asked', () => {
  it('stand by quality, then free before paid, then by provider and name', () => {
    assert.deepEqual(ids(askable), bestFirst)
  })

  it('are those of providers that are switched on', () => {
    const catalogue = { registered: [], isSwitchedOn: (id: string) => id === 'openai' }
    const list = askableModels({ providers, models }, catalogue)
    assert.deepEqual(ids(list), ['openai:nine', 'openai:six'])
  })

  it('include the environment’s own, unless a row describes it', () => {
    const own = registered('openai-compatible:llama', { label: 'Own' })
    const row = { ...own, label: 'Row', quality: 10 }
    const catalogue = { registered: [own], isSwitchedOn: () => true }
    assert.equal(ids(askableModels({ providers, models }, catalogue)).at(-1), own.id)
    const [first, ...others] = askableModels({ providers, models: [...models, row] }, catalogue)
    assert.equal(first?.label, 'Row')
    assert.ok(!ids(others).includes(own.id))
  })

  it('leave out the environment’s own when the operator has switched its provider off', () => {
    const own = registered('openai-compatible:llama')
    const catalogue = { registered: [own], isSwitchedOn: () => true }
    const others = providers.filter(({ id }) => id !== own.provider)
    assert.ok(!ids(askableModels({ providers: others, models }, catalogue)).includes(own.id))
    assert.deepEqual(ids(askableModels({ providers: [], models: [] }, catalogue)), [own.id])
  })
})

describe('a selection', () => {
  it('of auto takes the best first', () => {
    assert.deepEqual(ids(orderBySelection(askable, 'auto', well)), bestFirst)
  })

  it('of a provider takes its best three first, then the best of all', () => {
    assert.deepEqual(ids(orderBySelection(askable, 'auto:groq', well)), [
      'groq:eight',
      'groq:another-six',
      'groq:six',
      'openai:nine',
      'gemini:six',
      'openai:six',
      'groq:five',
    ])
  })

  it('of a provider counts those that cool down out of the three, but not those to be tried', () => {
    const coolingDown = failing({ 'groq:eight': 1, 'groq:six': 0 })
    assert.deepEqual(ids(orderBySelection(askable, 'auto:groq', coolingDown)).slice(0, 3), [
      'groq:another-six',
      'groq:six',
      'groq:five',
    ])
  })

  it('of a model takes it first, then the best of all', () => {
    const order = orderBySelection(askable, 'gemini:six', well)
    assert.deepEqual(ids(order).slice(0, 3), ['gemini:six', 'openai:nine', 'groq:eight'])
    assert.equal(order.length, models.length)
  })

  it('of a model that is not there takes the best', () => {
    assert.deepEqual(ids(orderBySelection(askable, 'groq:retired', well)), bestFirst)
  })
})

describe('a model’s standing', () => {
  const model = registered('groq:five')

  it('is ready while nothing of it fails', () => {
    assert.deepEqual(standingOf(model, well), { state: 'ready' })
  })

  it('is cooling as long as it or its provider is', () => {
    const coolingDown = failing({ groq: 5_000, 'groq:five': 0 })
    assert.deepEqual(standingOf(model, coolingDown), {
      state: 'cooling',
      subjects: ['groq', 'groq:five'],
      remainingMs: 5_000,
    })
  })

  it('is half-open when all that failed has cooled down', () => {
    assert.deepEqual(standingOf(model, failing({ groq: 0 })), {
      state: 'half-open',
      subjects: ['groq'],
    })
  })
})
