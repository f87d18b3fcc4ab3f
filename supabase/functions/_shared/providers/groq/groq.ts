import { isRecord } from '../chat-completions/json.ts'
import type { Dialect } from '../chat-completions/dialect.ts'

/** https://console.groq.com/docs/errors */
export const groq: Dialect = {
  label: 'Groq',
  baseUrl: 'https://api.groq.com/openai/v1',
  usageOf({ usage, x_groq }) {
    return usage ?? (isRecord(x_groq) ? x_groq['usage'] : undefined)
  },
  errorCodes: {
    // 403 for one model, not for the key.
    model_permission_blocked_org: 'retired',
    model_permission_blocked_project: 'retired',
  },
}
