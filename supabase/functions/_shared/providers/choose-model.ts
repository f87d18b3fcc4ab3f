import type { Environment } from '../environment.ts'
import type { Model } from '../domain/model.ts'
import { createModels } from './create-models.ts'
import { offlineModel } from './offline/offline-model.ts'

/** The model that the environment has switched on. */
export function chooseModel(environment: Environment): Model {
  const models = createModels({ ...environment, rejectParameter: () => undefined })
  const [registered] = models.registered
  return (registered && models.modelFor(registered)) ?? offlineModel()
}
