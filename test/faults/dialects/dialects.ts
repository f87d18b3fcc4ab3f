import { anthropic } from './anthropic.ts'
import { cerebras } from './cerebras.ts'
import { deepseek } from './deepseek.ts'
import type { Dialect } from './dialect.ts'
import { gemini } from './gemini.ts'
import { groq } from './groq.ts'
import { openaiCompatible } from './openai-compatible.ts'
import { openai } from './openai.ts'
import { openrouter } from './openrouter.ts'
import { qwen } from './qwen.ts'

export const dialects: readonly Dialect[] = [
  openrouter,
  groq,
  cerebras,
  deepseek,
  qwen,
  gemini,
  anthropic,
  openai,
  openaiCompatible,
]
