import type { OpenAI } from 'openai'
import type { ModelCatalogue } from '../domain/model-catalogue.ts'
import type { Providers } from '../environment.ts'
import type { ProviderId } from '../wire/model.ts'
import { chatCompletionsModel } from './chat-completions/chat-completions-model.ts'
import { createClient } from './chat-completions/client.ts'
import { ownServerModel } from './openai-compatible/openai-compatible.ts'
import { vendors } from './vendors.ts'

export type CreateModelsOptions = {
  providers: Providers
  /** The name of a model that is asked without being registered anywhere. */
  openAiCompatibleModel?: string | undefined
  /** @defaultValue the runtime's own */
  fetch?: typeof fetch | undefined
  /** Told of each field that a model newly refuses. It must not throw. */
  rejectParameter: (rejection: { modelId: string; parameter: string }) => void
}

/** The models that this process has the keys to ask; one SDK client a provider, made when needed. */
export function createModels(options: CreateModelsOptions): ModelCatalogue {
  const { providers, openAiCompatibleModel, rejectParameter } = options
  const clients = new Map<ProviderId, OpenAI>()
  /** What models have refused in this process, by their ids: the registry is read only now and then. */
  const learned = new Map<string, string[]>()

  function clientOf(provider: ProviderId): OpenAI | undefined {
    const known = clients.get(provider)
    if (known) return known
    const access = providers[provider]
    const baseUrl = access?.baseUrl ?? vendors[provider].baseUrl
    if (access === undefined || baseUrl === undefined) return undefined
    const client = createClient({ baseUrl, apiKey: access.apiKey, fetch: options.fetch ?? fetch })
    clients.set(provider, client)
    return client
  }

  function learn(modelId: string, parameter: string): void {
    learned.set(modelId, [...(learned.get(modelId) ?? []), parameter])
    rejectParameter({ modelId, parameter })
  }

  return {
    registered: openAiCompatibleModel === undefined ? [] : [ownServerModel(openAiCompatibleModel)],
    isSwitchedOn: (provider) => providers[provider] !== undefined,
    modelFor(registered) {
      const { id, provider, rejectedParameters } = registered
      const client = clientOf(provider)
      if (client === undefined) return undefined
      return chatCompletionsModel({
        registered,
        vendor: vendors[provider],
        client,
        rejected: new Set([...rejectedParameters, ...(learned.get(id) ?? [])]),
        onRejected: (parameter) => learn(id, parameter),
      })
    },
  }
}
