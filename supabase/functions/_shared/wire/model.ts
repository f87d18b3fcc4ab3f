import * as v from 'valibot'

/** Everyone who can answer, the offline responder aside. Their keys in the environment switch them on. */
export const ProviderId = v.picklist([
  'openrouter',
  'groq',
  'cerebras',
  'deepseek',
  'qwen',
  'gemini',
  'anthropic',
  'openai',
  'openai-compatible',
])
export type ProviderId = v.InferOutput<typeof ProviderId>

const provider = ProviderId.options.join('|')

/**
 * Which model is to answer: `auto`, the best there is; `auto:groq`, the best three of one provider
 * first; or one model first, as `provider:name`. Whoever comes first, the others stand behind.
 */
export const ModelSelection = v.pipe(
  v.string(),
  v.maxLength(200),
  v.regex(
    new RegExp(`^(auto|auto:(${provider})|(${provider}):[A-Za-z0-9][A-Za-z0-9._:/@-]*)$`, 'u'),
    'must be auto, auto:<provider> or <provider>:<model>',
  ),
)
export type ModelSelection = v.InferOutput<typeof ModelSelection>

/** Which settings a model takes; what it does not take is never sent to it. */
export const ModelTakes = v.looseObject({
  temperature: v.boolean(),
  topP: v.boolean(),
  topK: v.boolean(),
  frequencyPenalty: v.boolean(),
})
export type ModelTakes = v.InferOutput<typeof ModelTakes>

export const ModelCard = v.looseObject({
  /** `provider:name`. */
  id: v.string(),
  label: v.string(),
  /** 1 to 10. */
  quality: v.number(),
  price: v.picklist(['free', 'paid']),
  contextTokens: v.number(),
  takes: ModelTakes,
  /** ISO 8601; null when it can be asked now. */
  coolingDownUntil: v.nullable(v.string()),
  /** What was wrong with it last, in a sentence in English; null when it is well, or none of theirs. */
  problem: v.nullable(v.string()),
})
export type ModelCard = v.InferOutput<typeof ModelCard>

/** The body of `GET /functions/v1/models`: providers that are switched on, the best models first. */
export const ModelsResponse = v.looseObject({
  providers: v.array(
    v.looseObject({
      id: ProviderId,
      label: v.string(),
      coolingDownUntil: v.nullable(v.string()),
      models: v.array(ModelCard),
    }),
  ),
})
export type ModelsResponse = v.InferOutput<typeof ModelsResponse>
