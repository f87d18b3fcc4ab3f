import type { Vendor } from '../chat-completions/vendor.ts'

/** Any other server that speaks OpenAI's chat completions; only the environment knows where. */
export const openAiCompatible: Vendor = {}
