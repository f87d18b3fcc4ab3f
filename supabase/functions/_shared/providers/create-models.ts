import type { OpenAI } from 'openai/client'
import type { ModelCatalogue } from '../domain/routing/model-catalogue.ts'
import type { ProviderId } from '../wire/model.ts'
import {
  chatCompletionsModel,
  type Oddity,
  type Quirks,
} from './chat-completions/chat-completions-model.ts'
import { createClient } from './chat-completions/client.ts'
import { configuredProviders, type ConfiguredProvidersOptions } from './configured-providers.ts'
import { dialects } from './dialects.ts'

export type CreateModelsOptions = ConfiguredProvidersOptions & {
  /** @defaultValue the runtime's own */
  fetch?: typeof fetch | undefined
  /** Told of each field that a model newly refuses. It must not throw. */
  rejectParameter: (rejection: { modelId: string; parameter: string }) => void
  /** Told of what is odd about a model's answers, of each thing once. It must not throw. */
  noteOddity: (oddity: Oddity & { modelId: string }) => void
}

/** The models that this process has the keys to ask; one SDK client a provider, made when needed. */
export function createModels(options: CreateModelsOptions): ModelCatalogue {
  const { providers, rejectParameter, noteOddity } = options
  const clients = new Map<ProviderId, OpenAI>()
  const quirks = new Map<string, Quirks>()

  function clientOf(provider: ProviderId): OpenAI | undefined {
    const known = clients.get(provider)
    if (known) return known
    const access = providers[provider]
    const baseUrl = access?.baseUrl ?? dialects[provider].baseUrl
    if (access === undefined || baseUrl === undefined) return undefined
    const client = createClient({ baseUrl, apiKey: access.apiKey, fetch: options.fetch ?? fetch })
    clients.set(provider, client)
    return client
  }

  function quirksOf(modelId: string): Quirks {
    const known = quirks.get(modelId)
    if (known) return known
    const none: Quirks = { rejected: new Set(), noted: new Set(), opensInThought: false }
    quirks.set(modelId, none)
    return none
  }

  return {
    ...configuredProviders(options),
    modelFor(registered) {
      const { id, provider } = registered
      const client = clientOf(provider)
      if (client === undefined) return undefined
      return chatCompletionsModel({
        registered,
        dialect: dialects[provider],
        client,
        quirks: quirksOf(id),
        onRejected: (parameter) => rejectParameter({ modelId: id, parameter }),
        onOddity: (oddity) => noteOddity({ modelId: id, ...oddity }),
      })
    },
  }
}
