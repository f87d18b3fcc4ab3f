import type { ProviderId } from '../../wire/model.ts'
import type { Model } from '../model.ts'
import type { RegisteredModel } from './model-registry.ts'

/** The models this process has the keys to ask. */
export type ModelCatalogue = {
  /** Models that the environment names itself; they need no row. */
  registered: readonly RegisteredModel[]
  /** Whether the provider's key is set. */
  isSwitchedOn(provider: ProviderId): boolean
  /** Asked anew for every try, so it must be cheap; undefined when its provider is not switched on. */
  modelFor(registered: RegisteredModel): Model | undefined
}
