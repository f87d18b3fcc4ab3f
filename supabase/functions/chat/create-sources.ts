import { modelDatabase } from '../_shared/database/model-database.ts'
import type { AnswerSource } from '../_shared/domain/answer-source.ts'
import { ModelHealth } from '../_shared/domain/routing/model-health.ts'
import { failoverRouter } from '../_shared/domain/routing/failover-router.ts'
import type { Environment } from '../_shared/environment.ts'
import { describeError, type Log } from '../_shared/log.ts'
import { createModels } from '../_shared/providers/create-models.ts'
import { offlineApology } from '../_shared/providers/offline/offline-apology.ts'
import { offlineModel } from '../_shared/providers/offline/offline-model.ts'
import type { Tracer } from '../_shared/tracer.ts'

export type SourcesOptions = {
  environment: Environment
  log: Log
  tracer?: Tracer | undefined
  /** Keeps the process alive for work that outlives its request. */
  background: (work: Promise<void>) => void
  /** Reaches the providers. @defaultValue the runtime's own */
  fetch?: typeof fetch
  /** Answers when no provider is switched on. */
  offline?: ReturnType<typeof offlineModel>
}

/** Who may answer, in their order: every model that the environment has switched on, then the apology. */
export function createSources({
  environment,
  log,
  tracer,
  background,
  fetch,
  offline = offlineModel(),
}: SourcesOptions): readonly AnswerSource[] {
  const store = modelDatabase({ ...environment, tracer })
  const { providers, openAiCompatibleModel, routing } = environment
  const catalogue = createModels({
    providers,
    openAiCompatibleModel,
    ...(fetch && { fetch }),
    rejectParameter(rejection) {
      const { modelId, parameter } = rejection
      log({ level: 'warn', event: 'parameter-rejected', model: modelId, parameter })
      background(
        store.rejectParameter(rejection).catch((error: unknown) => {
          log({ level: 'warn', event: 'rejection-not-stored', ...describeError(error) })
        }),
      )
    },
    noteOddity({ modelId, ...oddity }) {
      log({ level: 'warn', ...oddity, model: modelId })
    },
  })
  const health = new ModelHealth({ store, catalogue, log, background })
  const models = failoverRouter({ catalogue, health, ...routing, offline, log, tracer })
  return [models, offlineApology(offline)]
}
