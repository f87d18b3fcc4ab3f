import type { Dialect } from '../chat-completions/dialect.ts'

/** https://inference-docs.cerebras.ai/support/error */
export const cerebras: Dialect = {
  label: 'Cerebras',
  baseUrl: 'https://api.cerebras.ai/v1',
  errorCodes: {
    wrong_api_key: 'account',
    request_quota_exceeded: 'model',
    token_quota_exceeded: 'model',
  },
}
