import { denied, type TableAccess } from './expectation.ts'

const nobodyElse = { others: denied } as const

const providers = ['groq', 'qwen'] as const

export const modelProviders: TableAccess = {
  rows: { groq: `id = 'groq'`, qwen: `id = 'qwen'` },
  columns: { select: [], insert: [], update: [] },
  select: { ...nobodyElse, server: providers },
  update: { ...nobodyElse, server: providers },
  delete: { ...nobodyElse, server: providers },
  blindUpdate: { set: `enabled = false`, expect: { ...nobodyElse, server: 2 } },
  blindDelete: { ...nobodyElse, server: 2 },
  inserts: {
    'another one': {
      values: { id: `'openai'`, label: `'OpenAI'` },
      expect: { ...nobodyElse, server: 1 },
      upsert: { ...nobodyElse, server: 1 },
    },
    'one that no function knows': {
      values: { id: `'nobody'`, label: `'Nobody'` },
      expect: { ...nobodyElse, server: '23514' },
      upsert: { ...nobodyElse, server: '23514' },
    },
  },
  reassign: { set: `id = 'gemini'`, row: 'qwen', expect: { ...nobodyElse, server: 1 } },
}

export const models: TableAccess = {
  rows: { good: `id = 'groq:good'`, better: `id = 'groq:better'` },
  columns: { select: [], insert: [], update: [] },
  select: { ...nobodyElse, server: ['good', 'better'] },
  update: { ...nobodyElse, server: ['good', 'better'] },
  delete: { ...nobodyElse, server: ['good', 'better'] },
  blindUpdate: { set: `quality = 10`, expect: { ...nobodyElse, server: 2 } },
  blindDelete: { ...nobodyElse, server: 2 },
  inserts: {
    'another one': {
      values: {
        id: `'qwen:new'`,
        provider_id: `'qwen'`,
        name: `'new'`,
        label: `'New'`,
        quality: '5',
        price: `'free'`,
        context_tokens: '8192',
      },
      expect: { ...nobodyElse, server: 1 },
      upsert: { ...nobodyElse, server: 1 },
    },
  },
  // Its id says whose it is.
  reassign: {
    set: `provider_id = 'qwen'`,
    row: 'good',
    expect: { ...nobodyElse, server: '23514' },
  },
}

export const modelFirstTokens: TableAccess = {
  rows: { model: `model_id = 'groq:good'` },
  columns: { select: [], insert: [], update: [] },
  select: { ...nobodyElse, server: ['model'] },
  update: { ...nobodyElse, server: ['model'] },
  delete: { ...nobodyElse, server: ['model'] },
  blindUpdate: { set: `slow_after_ms = null`, expect: { ...nobodyElse, server: 1 } },
  blindDelete: { ...nobodyElse, server: 1 },
  inserts: {
    'another model': {
      values: { model_id: `'groq:better'`, last_ms: `'{7}'` },
      expect: { ...nobodyElse, server: 1 },
      upsert: { ...nobodyElse, server: 1 },
    },
  },
  reassign: { set: `model_id = 'groq:better'`, row: 'model', expect: { ...nobodyElse, server: 1 } },
}

export const modelHealth: TableAccess = {
  rows: { provider: `subject = 'qwen'`, model: `subject = 'groq:good'` },
  columns: { select: [], insert: [], update: [] },
  select: { ...nobodyElse, server: ['provider', 'model'] },
  update: { ...nobodyElse, server: ['provider', 'model'] },
  delete: { ...nobodyElse, server: ['provider', 'model'] },
  blindUpdate: { set: `cooldown_until = now()`, expect: { ...nobodyElse, server: 2 } },
  blindDelete: { ...nobodyElse, server: 2 },
  inserts: {
    'a failure': {
      values: {
        subject: `'groq'`,
        cooldown_until: `now() + interval '1 day'`,
        cooldown_ms: '86400000',
        code: `'status_401'`,
        failed_at: 'now()',
      },
      expect: { ...nobodyElse, server: 1 },
      upsert: { ...nobodyElse, server: 1 },
    },
  },
  reassign: { set: `subject = 'groq'`, row: 'provider', expect: { ...nobodyElse, server: 1 } },
}
