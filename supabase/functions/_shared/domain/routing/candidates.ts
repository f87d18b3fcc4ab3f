import { ProviderId, type ModelSelection } from '../../wire/model.ts'
import type { ModelCatalogue } from './model-catalogue.ts'
import type { RegisteredModel, RegistrySnapshot } from './model-registry.ts'

/** Whether a model can be asked now. */
export type Standing =
  | { state: 'ready' }
  /** Its time is over: whoever gets the lease of these may try it. */
  | { state: 'half-open'; subjects: readonly string[] }
  | { state: 'cooling'; subjects: readonly string[]; remainingMs: number }

/** How long a subject still cools down, in milliseconds; undefined: it is well. */
export type CoolingDown = (subject: string) => number | undefined

const ready: Standing = { state: 'ready' }

/** Where a model stands, by its own health and its provider's. */
export function standingOf(
  { id, provider }: Pick<RegisteredModel, 'id' | 'provider'>,
  coolingDown: CoolingDown,
): Standing {
  const ofModel = coolingDown(id)
  const ofProvider = coolingDown(provider)
  if (ofModel === undefined && ofProvider === undefined) return ready
  const subjects: string[] = []
  if (ofProvider !== undefined) subjects.push(provider)
  if (ofModel !== undefined) subjects.push(id)
  const remainingMs = Math.max(ofModel ?? 0, ofProvider ?? 0)
  if (remainingMs === 0) return { state: 'half-open', subjects }
  return { state: 'cooling', subjects, remainingMs }
}

/**
 * Everything that can be asked, the best first, free before paid: the registry's models and the
 * environment's own, of providers that are switched on.
 */
export function askableModels(
  { providers, models }: Pick<RegistrySnapshot, 'providers' | 'models'>,
  { registered, isSwitchedOn }: Pick<ModelCatalogue, 'registered' | 'isSwitchedOn'>,
): RegisteredModel[] {
  const ids = new Set(models.map(({ id }) => id))
  const positions = new Map(providers.map(({ id }, index) => [id, index]))
  const positionOf = ({ provider }: RegisteredModel) => positions.get(provider) ?? providers.length
  // Providers that are registered but not here were switched off by the operator.
  const isOn = (provider: ProviderId) => positions.has(provider) || positions.size === 0
  const own = registered.filter(({ id, provider }) => !ids.has(id) && isOn(provider))
  return [...models, ...own]
    .filter(({ provider }) => isSwitchedOn(provider))
    .sort(
      (one, other) =>
        other.quality - one.quality ||
        Number(one.price === 'paid') - Number(other.price === 'paid') ||
        positionOf(one) - positionOf(other) ||
        (one.name < other.name ? -1 : 1),
    )
}

/** How many of its provider's models `auto:<provider>` puts before all others. */
const preferredOfProvider = 3

/**
 * The models in the order in which a selection wants them asked. Those that cool are still among
 * them: who may be asked is decided when their turn comes.
 */
export function orderBySelection(
  models: readonly RegisteredModel[],
  selection: ModelSelection,
  coolingDown: CoolingDown,
): readonly RegisteredModel[] {
  const first = preferred(models, selection, coolingDown)
  return first.length === 0 ? models : [...first, ...models.filter((one) => !first.includes(one))]
}

function preferred(
  models: readonly RegisteredModel[],
  selection: ModelSelection,
  coolingDown: CoolingDown,
): RegisteredModel[] {
  if (selection === 'auto') return []
  const provider = ProviderId.options.find((id) => selection === `auto:${id}`)
  if (provider === undefined) return models.filter(({ id }) => id === selection)
  return models
    .filter((model) => model.provider === provider)
    .filter((model) => standingOf(model, coolingDown).state !== 'cooling')
    .slice(0, preferredOfProvider)
}
