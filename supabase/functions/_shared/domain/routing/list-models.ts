import { ProviderId, type ModelCard, type ModelsResponse } from '../../wire/model.ts'
import type { ModelCatalogue } from './model-catalogue.ts'
import { privateProblems } from './model-problem.ts'
import type { FailingSubject, RegisteredModel, RegistrySnapshot } from './model-registry.ts'
import { askableModels, standingOf } from './candidates.ts'

/**
 * The models of providers that are switched on, by provider, the best first. A model is cooling down
 * as long as its provider is.
 */
export function listModels(
  registry: RegistrySnapshot,
  catalogue: Pick<ModelCatalogue, 'registered' | 'isSwitchedOn'>,
  now = Date.now(),
): ModelsResponse {
  const models = askableModels(registry, catalogue)
  const labels = new Map(registry.providers.map(({ id, label }) => [id, label]))
  const failing = new Map(registry.failing.map((failure) => [failure.subject, failure]))
  const until = (remainingMs: number | undefined) =>
    remainingMs ? new Date(now + remainingMs).toISOString() : null

  function cardOf(model: RegisteredModel): ModelCard {
    const { id, label, quality, price, contextTokens, takes } = model
    const standing = standingOf(model, (subject) => failing.get(subject)?.coolingDownMs)
    const remainingMs = standing.state === 'cooling' ? standing.remainingMs : undefined
    return {
      id,
      label,
      quality,
      price,
      contextTokens,
      takes,
      coolingDownUntil: until(remainingMs),
      problem: problemFor(failing.get(id)),
    }
  }

  const ids = new Set<ProviderId>([...labels.keys(), ...ProviderId.options])
  const providers = [...ids].map((id) => ({
    id,
    label: labels.get(id) ?? id,
    coolingDownUntil: until(failing.get(id)?.coolingDownMs),
    models: models.filter(({ provider }) => provider === id).map(cardOf),
  }))
  return { providers: providers.filter((provider) => provider.models.length > 0) }
}

/** What visitors may know of it: the operator's key and credit are not theirs. */
function problemFor(failure: FailingSubject | undefined): string | null {
  if (failure?.problem == null || privateProblems.has(failure.problem)) return null
  return failure.inWords
}
