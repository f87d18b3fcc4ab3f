import type { ModelCatalogue } from '../domain/routing/model-catalogue.ts'
import type { RegisteredModel } from '../domain/routing/model-registry.ts'
import type { Providers } from '../environment.ts'

export type ConfiguredProvidersOptions = {
  providers: Providers
  /** The name of a model that is asked without being registered anywhere. */
  openAiCompatibleModel?: string | undefined
}

/** What the environment has switched on; knowing it takes no SDK. */
export function configuredProviders({
  providers,
  openAiCompatibleModel,
}: ConfiguredProvidersOptions): Pick<ModelCatalogue, 'registered' | 'isSwitchedOn'> {
  return {
    registered: openAiCompatibleModel === undefined ? [] : [ownServerModel(openAiCompatibleModel)],
    isSwitchedOn: (provider) => providers[provider] !== undefined,
  }
}

/** The model behind `OPENAI_COMPATIBLE_BASE_URL`, of which nothing but its name is known. */
function ownServerModel(name: string): RegisteredModel {
  return {
    id: `openai-compatible:${name}`,
    provider: 'openai-compatible',
    name,
    label: name,
    quality: 5,
    price: 'free',
    contextTokens: 32_768,
    takes: { temperature: true, topP: true, topK: false, frequencyPenalty: true },
    hasSystemRole: true,
    mustAlternate: false,
    maxTokensParameter: 'max_tokens',
    thinkingParameters: {},
    rejectedParameters: [],
  }
}
