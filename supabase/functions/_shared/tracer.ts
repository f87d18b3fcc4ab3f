import { AsyncLocalStorage } from 'node:async_hooks'

/** Where in a trace something happens: https://www.w3.org/TR/trace-context/ */
export type TracePlace = {
  /** 32 hexadecimal digits. */
  traceId: string
  /** 16 hexadecimal digits; undefined where the trace has only begun. */
  spanId: string | undefined
  /** Whoever began the trace records it. */
  isSampled: boolean
}

/** What a span may hold: ids, codes and numbers. Never what a person said. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | null | undefined>>

export type SpanStart = {
  name: string
  /** `server`: we were called; `client`: we call. */
  kind: 'server' | 'client' | 'internal'
  attributes: SpanAttributes
}

/** Adds to what a span holds. */
export type NoteAttributes = (attributes: SpanAttributes) => void

/** Measures work for whoever operates this; what the work comes to is the same with it and without. */
export type Tracer = {
  /** False: there is no use in beginning a trace. */
  readonly isOn: boolean
  /**
   * Runs work as a part of the trace that is under way, if one is. What it notes is added to its span,
   * which has failed if it throws or notes an `error.type`.
   */
  span<Result>(start: SpanStart, work: (note: NoteAttributes) => Promise<Result>): Promise<Result>
}

/** Measures nothing. */
export const noTracer: Tracer = { isOn: false, span: (_, work) => work(() => undefined) }

const places = new AsyncLocalStorage<TracePlace | undefined>()

/** Where in a trace the running work stands. */
export function tracePlace(): TracePlace | undefined {
  return places.getStore()
}

/** Runs work at a place of a trace, or outside of any. */
export function atTracePlace<Result>(place: TracePlace | undefined, work: () => Result): Result {
  // Where nobody traces, no promise has to carry a place.
  return place === tracePlace() ? work() : places.run(place, work)
}

/** The place that a request was sent from; undefined for none, or one that cannot be read. */
export function readTraceparent(header: string | null): TracePlace | undefined {
  const [, version, traceId, spanId, flags] = traceparent.exec(header ?? '') ?? []
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined
  if (version === 'ff' || /^0+$/u.test(traceId) || /^0+$/u.test(spanId)) return undefined
  return { traceId, spanId, isSampled: (parseInt(flags, 16) & 1) === 1 }
}

/** A later version may have more behind the flags. */
const traceparent = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(?:-.*)?$/u

/** The headers that tell whoever is called where in a trace it is. */
export function traceHeaders(): { traceparent?: string } {
  const { traceId, spanId, isSampled } = tracePlace() ?? {}
  if (traceId === undefined || spanId === undefined) return {}
  return { traceparent: `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}` }
}

/** A trace that begins here. */
export function newTrace(): TracePlace {
  return { traceId: randomHex(16), spanId: undefined, isSampled: true }
}

export function randomHex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes))
  return Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
