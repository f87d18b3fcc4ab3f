import type { Environment } from '../../environment.ts'
import { noTracer, type Tracer } from '../../tracer.ts'
import { otlpTracer, type OtlpTracerOptions } from './otlp-tracer.ts'

/** The tracer that the environment has switched on, if it has. */
export function createTracer(
  { tracing }: Pick<Environment, 'tracing'>,
  options: Pick<OtlpTracerOptions, 'log' | 'background'>,
): Tracer {
  return tracing === undefined ? noTracer : otlpTracer({ ...tracing, ...options })
}
