import type { ProviderId } from '../wire/model.ts'
import { anthropic } from './anthropic/anthropic.ts'
import { cerebras } from './cerebras/cerebras.ts'
import type { Dialect } from './chat-completions/dialect.ts'
import { deepseek } from './deepseek/deepseek.ts'
import { gemini } from './gemini/gemini.ts'
import { groq } from './groq/groq.ts'
import { openAiCompatible } from './openai-compatible/openai-compatible.ts'
import { openai } from './openai/openai.ts'
import { openrouter } from './openrouter/openrouter.ts'
import { qwen } from './qwen/qwen.ts'

export const dialects: Readonly<Record<ProviderId, Dialect>> = {
  openrouter,
  groq,
  cerebras,
  deepseek,
  qwen,
  gemini,
  anthropic,
  openai,
  'openai-compatible': openAiCompatible,
}
