import type { ModelChoice } from '../environment.ts'
import type { Model } from '../domain/model.ts'
import { offlineModel } from './offline/offline-model.ts'
import { openAiCompatibleModel } from './openai-compatible/openai-compatible-model.ts'

/** The model that the environment has switched on. */
export function chooseModel(choice: ModelChoice): Model {
  switch (choice.kind) {
    case 'offline':
      return offlineModel()
    case 'openai-compatible':
      return openAiCompatibleModel(choice)
  }
}
