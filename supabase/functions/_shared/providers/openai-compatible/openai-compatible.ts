import type { RegisteredModel } from '../../domain/model-registry.ts'
import type { Vendor } from '../chat-completions/vendor.ts'

/** Any other server that speaks OpenAI's chat completions; only the environment knows where. */
export const openAiCompatible: Vendor = {}

/** The model behind `OPENAI_COMPATIBLE_BASE_URL`, of which nothing but its name is known. */
export function ownServerModel(name: string): RegisteredModel {
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
