import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ManualClock } from '../../../../../test/fixtures/routing/manual-clock.ts'
import {
  attributeOf,
  startSpanCollector,
  type ReceivedSpans,
} from '../../../../../test/fixtures/span-collector.ts'
import type { LogEntry } from '../../log.ts'
import { atTracePlace, newTrace, noTracer, traceHeaders, type Tracer } from '../../tracer.ts'
import { createTracer } from './create-tracer.ts'
import { otlpTracer } from './otlp-tracer.ts'

/** A tracer beside a collector that answers with a status. */
async function withCollector(
  status: number,
  test: (traced: {
    tracer: Tracer
    clock: ManualClock
    received: readonly ReceivedSpans[]
    logged: readonly LogEntry[]
    /** Lets a batch's time pass; resolves once its sending has ended. */
    sent: () => Promise<void>
  }) => Promise<void>,
): Promise<void> {
  const collector = await startSpanCollector(status)
  const { endpoint, received } = collector
  const clock = new ManualClock()
  const logged: LogEntry[] = []
  const work: Promise<void>[] = []
  const tracer = otlpTracer({
    endpoint,
    headers: { 'api-key': 'secret' },
    serviceName: 'test',
    log: (entry) => logged.push(entry),
    background: (promise) => work.push(promise),
    clock,
  })
  const sent = async () => {
    clock.advance(1_000)
    await Promise.all(work)
  }
  try {
    await test({ tracer, clock, received, logged, sent })
  } finally {
    await collector.close()
  }
}

const start = (name: string) => ({ name, kind: 'internal', attributes: {} }) as const

describe('spans', () => {
  it('reach a collector in one request, each with what it is a part of', async () => {
    await withCollector(200, async ({ tracer, received, sent }) => {
      const place = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), isSampled: true }
      let passedOn: string | undefined
      const result = await atTracePlace(place, () =>
        tracer.span({ name: 'request', kind: 'server', attributes: { a: 'x' } }, async (note) => {
          const calls = ['first', 'second'].map((name) =>
            tracer.span({ name, kind: 'client', attributes: {} }, async () => {
              passedOn = traceHeaders().traceparent
              await new Promise(setImmediate)
            }),
          )
          await Promise.all(calls)
          note({ b: 2, c: true, d: undefined, e: null })
          return 'what a person said'
        }),
      )
      assert.equal(result, 'what a person said')
      await sent()
      const [{ path, headers, service, spans } = assert.fail(), ...others] = received
      assert.deepEqual([path, headers['api-key']], ['/v1/traces', 'secret'])
      assert.equal(headers['traceparent'], undefined)
      assert.deepEqual(service, { stringValue: 'test' })
      assert.equal(others.length, 0)
      const [first, second, request = assert.fail()] = spans
      assert.deepEqual(
        spans.map(({ name, kind }) => [name, kind]),
        [
          ['first', 3],
          ['second', 3],
          ['request', 2],
        ],
      )
      assert.deepEqual([request.traceId, request.parentSpanId], [place.traceId, place.spanId])
      for (const call of [first, second]) {
        assert.deepEqual([call?.traceId, call?.parentSpanId], [place.traceId, request.spanId])
      }
      assert.equal(passedOn, `00-${place.traceId}-${second?.spanId}-01`)
      assert.deepEqual(
        ['a', 'b', 'c'].map((name) => attributeOf(request, name)),
        ['x', 2, true],
      )
      assert.equal(request.attributes.length, 3)
      const [from, to] = [request.startTimeUnixNano, request.endTimeUnixNano].map(BigInt)
      assert.ok(from !== undefined && to !== undefined && from <= to)
      assert.ok(Math.abs(Number(from / 1_000_000n) - Date.now()) < 60_000)
      assert.doesNotMatch(JSON.stringify(received), /person/u)
    })
  })

  it('of work that throws have failed, without a word of why', async () => {
    await withCollector(200, async ({ tracer, received, sent }) => {
      const failing = () => Promise.reject(new RangeError('what a person said'))
      const work = atTracePlace(newTrace(), () => tracer.span(start('failing'), failing))
      await assert.rejects(work, RangeError)
      await sent()
      const [span] = received[0]?.spans ?? []
      assert.equal(span?.parentSpanId, undefined)
      assert.equal(span?.status.code, 2)
      assert.equal(attributeOf(span, 'error.type'), 'RangeError')
      assert.doesNotMatch(JSON.stringify(received), /person/u)
    })
  })

  it('are none of work outside of a trace, or of a trace that nobody records', async () => {
    await withCollector(200, async ({ tracer, clock }) => {
      const work = () => tracer.span(start('work'), () => Promise.resolve(traceHeaders()))
      assert.deepEqual(await work(), {})
      const place = { ...newTrace(), spanId: 'cd'.repeat(8), isSampled: false }
      const { traceparent } = await atTracePlace(place, work)
      assert.equal(traceparent, `00-${place.traceId}-${place.spanId}-00`)
      assert.equal(clock.waiting, 0)
    })
  })

  it('wait for no longer than a batch takes to fill', async () => {
    await withCollector(200, async ({ tracer, clock, received, sent }) => {
      const work = () => tracer.span(start('work'), () => Promise.resolve())
      await atTracePlace(newTrace(), () => Promise.all(Array.from({ length: 128 }, work)))
      assert.equal(clock.waiting, 0)
      await sent()
      assert.equal(received[0]?.spans.length, 128)
    })
  })

  it('that cannot be sent fail nothing, and the log says so once', async () => {
    await withCollector(503, async ({ tracer, received, logged, sent }) => {
      const work = () => tracer.span(start('work'), () => Promise.resolve('done'))
      for (const _ of [1, 2]) {
        assert.equal(await atTracePlace(newTrace(), work), 'done')
        await sent()
      }
      assert.equal(received.length, 2)
      assert.deepEqual(logged, [{ level: 'warn', event: 'spans-not-sent', status: 503 }])
    })
  })

  it('are given up where they cannot be sent fast enough', async () => {
    await withCollector(200, async ({ tracer, received, sent }) => {
      const work = () => tracer.span(start('work'), () => Promise.resolve())
      await atTracePlace(newTrace(), () => Promise.all(Array.from({ length: 5_000 }, work)))
      await sent()
      const count = received.reduce((sum, { spans }) => sum + spans.length, 0)
      assert.equal(count, 2_048)
    })
  })

  it('are measured only where a collector is set', () => {
    const options = { log: () => undefined, background: () => undefined }
    assert.equal(createTracer({ tracing: undefined }, options), noTracer)
    const tracing = { endpoint: 'http://127.0.0.1:9', headers: {}, serviceName: 'test' }
    assert.equal(createTracer({ tracing }, options).isOn, true)
  })
})
