import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { assertFailure, askedServer } from '../../../../../test/fixtures/asked-model.ts'
import { problemOf, type ModelProblem } from '../../domain/routing/model-problem.ts'

const server = askedServer()

/** What the operator is told of an HTTP error. */
async function problemWith(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<[ModelProblem, isRetired: boolean]> {
  const { error } = await server.ask((exchange) => {
    exchange.head(status, headers)
    exchange.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  assertFailure(error, 'status')
  return [problemOf(error), error.isRetired]
}

const page = '<!doctype html><title>404</title>'
const elsewhere: [status: number, body: unknown][] = [
  [405, ''],
  [405, page],
  [405, { detail: 'Method Not Allowed' }],
  [405, { error: { message: 'Not allowed to POST.', code: 'method_not_allowed' } }],
  [404, ''],
  [404, page],
  [404, '404 page not found'],
  [404, { detail: 'Not Found' }],
  [404, { timestamp: 'x', status: 404, error: 'Not Found', path: '/chat/completions' }],
  [404, { message: 'no Route matched with those values' }],
  [404, { error: { code: 404, message: 'File Not Found', type: 'not_found_error' } }],
  [
    404,
    { error: { message: 'Invalid URL (POST /chat/completions)', type: 'invalid_request_error' } },
  ],
  [302, ''],
  [307, page],
  [308, ''],
]

const noSuchModel: [status: number, body: unknown][] = [
  [404, { error: { message: 'The model `x` does not exist', code: 'model_not_found' } }],
  [404, { error: { message: 'Not Found', type: 'invalid_request_error', code: 'not_found' } }],
  [404, { error: 'model "x" not found, try pulling it first' }],
  [404, { detail: 'Model x not found' }],
  [404, { status: 404, title: 'Not Found', detail: "Function 'x': Not found for account" }],
  [410, page],
]

describe('the address of a model', () => {
  for (const [status, body] of elsewhere) {
    it(`is wrong when it answers ${status} ${JSON.stringify(body)}`, async () => {
      assert.deepEqual(await problemWith(status, body), ['wrong_address', false])
    })
  }

  it('is wrong when it leads to a page that takes no questions', async () => {
    const { error } = await server.ask((exchange) => {
      exchange.head(exchange.path === '/login' ? 405 : 307, { location: '/login' })
      exchange.end('')
    })
    assertFailure(error, 'status')
    assert.equal(problemOf(error), 'wrong_address')
  })

  for (const [status, body] of noSuchModel) {
    it(`is right when only the model is unknown: ${status} ${JSON.stringify(body)}`, async () => {
      assert.deepEqual(await problemWith(status, body), ['unknown_model', true])
    })
  }
})
