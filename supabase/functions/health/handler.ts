import { systemClock, type Clock } from '../_shared/domain/clock.ts'
import { askableModels, standingOf } from '../_shared/domain/routing/candidates.ts'
import type { ModelCatalogue } from '../_shared/domain/routing/model-catalogue.ts'
import type { ModelStore, RegistrySnapshot } from '../_shared/domain/routing/model-registry.ts'
import { functionHandler, type Authenticators } from '../_shared/http/function-handler.ts'
import type { Log } from '../_shared/log.ts'
import type { Tracer } from '../_shared/tracer.ts'
import { routes } from '../_shared/routes.ts'
import type { HealthResponse } from '../_shared/wire/health.ts'

export type HealthDependencies = {
  store: Pick<ModelStore, 'readRegistry'>
  catalogue: Pick<ModelCatalogue, 'registered' | 'isSwitchedOn'>
  authenticators: Authenticators<'none'>
  log: Log
  /** @defaultValue `noTracer` */
  tracer?: Tracer | undefined
  clock?: Clock
}

/** How long an answer holds, in milliseconds: anybody may ask, and asking costs the database something. */
const keptMs = 5_000

/** `GET /health`: what works and what does not, for whoever watches over it. */
export function healthHandler(
  dependencies: HealthDependencies,
): (request: Request) => Promise<Response> {
  const { store, catalogue, authenticators, log, tracer, clock = systemClock } = dependencies
  let kept: { health: Promise<HealthResponse>; until: number } | undefined

  async function examine(): Promise<HealthResponse> {
    const registry = await store.readRegistry().catch(() => undefined)
    if (registry === undefined) return { status: 'down', database: 'away', models: 'unknown' }
    const models = modelsOf(registry)
    return { status: models === 'ok' ? 'ok' : 'degraded', database: 'ok', models }
  }

  function modelsOf(registry: RegistrySnapshot): HealthResponse['models'] {
    const models = askableModels(registry, catalogue)
    if (models.length === 0) return 'none'
    const coolingDown = new Map(
      registry.failing.map(({ subject, coolingDownMs }) => [subject, coolingDownMs]),
    )
    const canAnswer = models.some(
      (model) => standingOf(model, (subject) => coolingDown.get(subject)).state !== 'cooling',
    )
    return canAnswer ? 'ok' : 'cooling'
  }

  async function check(): Promise<Response> {
    if (kept === undefined || clock.now() >= kept.until) {
      kept = { health: examine(), until: clock.now() + keptMs }
    }
    const health = await kept.health
    const headers = { 'cache-control': 'no-store' }
    return Response.json(health, { status: health.status === 'down' ? 503 : 200, headers })
  }

  return functionHandler({
    name: 'health',
    routes: routes.health,
    handlers: { check },
    authenticators,
    log,
    tracer,
  })
}
