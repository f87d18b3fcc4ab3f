import type { Dialect } from '../chat-completions/dialect.ts'

/** Any other server that speaks OpenAI's chat completions; only the environment knows where. */
export const openAiCompatible: Dialect = { label: 'the OpenAI-compatible server' }
