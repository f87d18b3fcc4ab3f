import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { atTracePlace, newTrace, readTraceparent, traceHeaders, tracePlace } from './tracer.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const spanId = '00f067aa0ba902b7'

describe('the place in a trace', () => {
  for (const [name, header, isSampled] of [
    ['that is recorded', `00-${traceId}-${spanId}-01`, true],
    ['that is not', `00-${traceId}-${spanId}-00`, false],
    ['with flags of later versions', `00-${traceId}-${spanId}-03`, true],
    ['of a later version', `01-${traceId}-${spanId}-01-more`, true],
  ] as const) {
    it(`is read of a trace ${name}`, () => {
      assert.deepEqual(readTraceparent(header), { traceId, spanId, isSampled })
    })
  }

  for (const header of [
    null,
    '',
    `ff-${traceId}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${traceId}-${spanId}`,
    `00-${traceId}-${spanId}-01\n`,
    'what a person said',
  ]) {
    it(`is none in ${JSON.stringify(header)}`, () => {
      assert.equal(readTraceparent(header), undefined)
    })
  }

  it('is passed on as it was read, however long the work waits', async () => {
    for (const header of [`00-${traceId}-${spanId}-01`, `00-${traceId}-${spanId}-00`]) {
      const passedOn = await atTracePlace(readTraceparent(header), async () => {
        await new Promise(setImmediate)
        return traceHeaders()
      })
      assert.deepEqual(passedOn, { traceparent: header })
    }
  })

  it('is none outside of work that has one, and can be left', () => {
    assert.equal(tracePlace(), undefined)
    const within = atTracePlace(newTrace(), () => atTracePlace(undefined, traceHeaders))
    assert.deepEqual(within, {})
  })

  it('of a new trace has an id that nobody else has, and no span to tell of yet', () => {
    const [one, other] = [newTrace(), newTrace()]
    assert.match(one.traceId, /^[\da-f]{32}$/u)
    assert.notEqual(one.traceId, other.traceId)
    assert.deepEqual(atTracePlace(one, traceHeaders), {})
  })
})
