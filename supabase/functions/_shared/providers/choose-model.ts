import type { Environment } from '../environment.ts'
import type { Model } from '../domain/model.ts'
import { offlineModel } from './offline/offline-model.ts'
import { openAiCompatibleModel } from './openai-compatible/openai-compatible-model.ts'

/** The model that the environment has switched on. */
export function chooseModel({ providers, openAiCompatibleModel: model }: Environment): Model {
  const { baseUrl, apiKey } = providers['openai-compatible'] ?? {}
  if (baseUrl === undefined || model === undefined) return offlineModel()
  return openAiCompatibleModel({ baseUrl, apiKey, model })
}
