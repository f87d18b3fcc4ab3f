type Part = {
  name: string
  /** What answers without a key. */
  offline: string
  /** What answers with one, by the variable that switches it on. */
  online: Readonly<Record<string, string>>
  /** How to switch any of them on. */
  hint: string
}

const parts: readonly Part[] = [
  {
    name: 'Language model',
    offline: 'the offline responder',
    online: {
      OPENROUTER_API_KEY: 'OpenRouter',
      GROQ_API_KEY: 'Groq',
      CEREBRAS_API_KEY: 'Cerebras',
      DEEPSEEK_API_KEY: 'DeepSeek',
      QWEN_API_KEY: 'Qwen',
      GEMINI_API_KEY: 'Gemini',
      ANTHROPIC_API_KEY: 'Anthropic',
      OPENAI_API_KEY: 'OpenAI',
      OPENAI_COMPATIBLE_BASE_URL: 'the OpenAI-compatible server',
    },
    hint: 'a provider’s key or OPENAI_COMPATIBLE_BASE_URL in .env switches models on',
  },
  {
    name: 'Avatar',
    offline: 'the drawn face',
    online: { ANAM_API_KEY: 'Anam' },
    hint: 'ANAM_API_KEY in .env switches video faces on',
  },
]

/** One line per part: what answers now and, while it is the offline one, what changes that. */
export function offlineLines(environment: Record<string, string>): string[] {
  return parts.map(({ name, offline, online, hint }) => {
    const isOn = Object.keys(online).filter((key) => environment[key])
    const answers = isOn.map((key) => online[key]).join(', ') || `${offline} · ${hint}`
    return `${name.padEnd(17)}${answers}`
  })
}
