import type { ModelCatalogue } from '../_shared/domain/routing/model-catalogue.ts'
import type { ModelStore } from '../_shared/domain/routing/model-registry.ts'
import { listModels } from '../_shared/domain/routing/list-models.ts'
import { functionHandler, type Authenticators } from '../_shared/http/function-handler.ts'
import type { Log } from '../_shared/log.ts'
import type { Tracer } from '../_shared/tracer.ts'
import { routes } from '../_shared/routes.ts'

export type ModelsDependencies = {
  store: Pick<ModelStore, 'readRegistry'>
  catalogue: Pick<ModelCatalogue, 'registered' | 'isSwitchedOn'>
  authenticators: Authenticators<'visitor'>
  log: Log
  /** @defaultValue `noTracer` */
  tracer?: Tracer | undefined
}

/** `GET /models`: who can answer, and who is being left alone. */
export function modelsHandler(
  dependencies: ModelsDependencies,
): (request: Request) => Promise<Response> {
  const { store, catalogue, authenticators, log, tracer } = dependencies

  async function list(): Promise<Response> {
    const models = listModels(await store.readRegistry(), catalogue)
    return Response.json(models, { headers: { 'cache-control': 'no-store' } })
  }

  return functionHandler({
    name: 'models',
    routes: routes.models,
    handlers: { list },
    authenticators,
    log,
    tracer,
  })
}
