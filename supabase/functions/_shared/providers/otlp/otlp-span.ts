import { randomHex, type SpanAttributes, type SpanStart, type TracePlace } from '../../tracer.ts'

type OtlpAttribute = {
  key: string
  value: { stringValue: string } | { boolValue: boolean } | { doubleValue: number }
}

export type OtlpSpan = {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: readonly OtlpAttribute[]
  status: { code?: number }
}

const kinds = { internal: 1, server: 2, client: 3 }
const failed = 2

/** The body of an export request. */
export function otlpRequest(serviceName: string, spans: readonly OtlpSpan[]): object {
  const resource = { attributes: attributesOf({ 'service.name': serviceName }) }
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'visavis' }, spans }] }] }
}

/** A span that is being measured. */
export class RunningSpan {
  /** Where what happens within it stands. */
  readonly place: TracePlace
  readonly #start: SpanStart
  readonly #parent: TracePlace
  readonly #startedAt = performance.now()
  #attributes: SpanAttributes

  constructor(start: SpanStart, parent: TracePlace) {
    this.#start = start
    this.#parent = parent
    this.#attributes = start.attributes
    this.place = { traceId: parent.traceId, spanId: randomHex(8), isSampled: true }
  }

  note(attributes: SpanAttributes): void {
    this.#attributes = { ...this.#attributes, ...attributes }
  }

  end(): OtlpSpan {
    const { name, kind } = this.#start
    const { traceId, spanId = '' } = this.place
    const { spanId: parentSpanId } = this.#parent
    return {
      traceId,
      spanId,
      ...(parentSpanId !== undefined && { parentSpanId }),
      name,
      kind: kinds[kind],
      startTimeUnixNano: nanoseconds(this.#startedAt),
      endTimeUnixNano: nanoseconds(performance.now()),
      attributes: attributesOf(this.#attributes),
      status: this.#attributes['error.type'] ? { code: failed } : {},
    }
  }
}

/** Of a time on the clock of `performance`; a number could not hold so many digits. */
function nanoseconds(time: number): string {
  return `${Math.round((performance.timeOrigin + time) * 1_000)}000`
}

function attributesOf(attributes: SpanAttributes): OtlpAttribute[] {
  const all: OtlpAttribute[] = []
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'string') all.push({ key, value: { stringValue: value } })
    if (typeof value === 'number') all.push({ key, value: { doubleValue: value } })
    if (typeof value === 'boolean') all.push({ key, value: { boolValue: value } })
  }
  return all
}
