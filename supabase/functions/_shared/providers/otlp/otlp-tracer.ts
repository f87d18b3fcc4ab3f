import { systemClock, type Clock } from '../../domain/clock.ts'
import type { TracingSettings } from '../../environment.ts'
import { describeError, type Log } from '../../log.ts'
import { atTracePlace, tracePlace, type Tracer } from '../../tracer.ts'
import { otlpRequest, RunningSpan, type OtlpSpan } from './otlp-span.ts'

export type OtlpTracerOptions = TracingSettings & {
  log: Log
  /** Keeps the process alive for work that outlives its request. */
  background: (work: Promise<void>) => void
  clock?: Clock
}

/** How long spans wait for others to be sent with, in milliseconds. */
const batchMs = 1_000
const maxBatch = 128
/** What ends while so many spans wait or are on their way is lost. */
const maxWaiting = 2_048
const timeoutMs = 10_000

/**
 * Sends spans to a collector as OpenTelemetry's JSON over HTTP, many at a time and beside everything else:
 * what comes of it, no request ever learns. https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export function otlpTracer(options: OtlpTracerOptions): Tracer {
  const { endpoint, headers, serviceName, log, background, clock = systemClock } = options
  let batch: OtlpSpan[] = []
  let waiting = 0
  let sendNow: () => void = () => undefined
  let isFailing = false

  function keep(span: OtlpSpan): void {
    if (waiting >= maxWaiting) return
    waiting += 1
    batch.push(span)
    // The batch is of no trace, whoever began it.
    if (batch.length === 1) background(atTracePlace(undefined, sendBatch))
    if (batch.length >= maxBatch) sendNow()
  }

  async function sendBatch(): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = clock.after(batchMs, resolve)
      sendNow = () => {
        cancel()
        resolve()
      }
    })
    const spans = batch
    batch = []
    const problem = await send(spans)
    waiting -= spans.length
    // Said once an outage.
    if (problem && !isFailing) log({ level: 'warn', event: 'spans-not-sent', ...problem })
    isFailing = problem !== undefined
  }

  /** Resolves with what went wrong. Never rejects. */
  async function send(
    spans: readonly OtlpSpan[],
  ): Promise<Record<string, string | number | undefined> | undefined> {
    try {
      const response = await fetch(`${endpoint}/v1/traces`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(otlpRequest(serviceName, spans)),
        signal: AbortSignal.timeout(timeoutMs),
      })
      await response.body?.cancel()
      return response.ok ? undefined : { status: response.status }
    } catch (error) {
      return describeError(error)
    }
  }

  return {
    isOn: true,
    async span(start, work) {
      const parent = tracePlace()
      if (!parent?.isSampled) return work(() => undefined)
      const span = new RunningSpan(start, parent)
      try {
        return await atTracePlace(span.place, () => work((attributes) => span.note(attributes)))
      } catch (error) {
        span.note({ 'error.type': describeError(error).error })
        throw error
      } finally {
        keep(span.end())
      }
    },
  }
}
