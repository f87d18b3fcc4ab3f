type Part = {
  name: string
  /** What answers without a key. */
  offline: string
  /** What answers with one. */
  online: string
  /** All of them switch the part on. */
  keys: readonly string[]
}

const parts: readonly Part[] = [
  {
    name: 'Language model',
    offline: 'the offline responder',
    online: 'the OpenAI-compatible server',
    keys: ['OPENAI_COMPATIBLE_BASE_URL', 'OPENAI_COMPATIBLE_MODEL'],
  },
]

/** One line per part: what answers now and, while it is the offline one, which keys change that. */
export function offlineLines(environment: Record<string, string>): string[] {
  return parts.map(({ name, offline, online, keys }) =>
    keys.every((key) => environment[key])
      ? `${name.padEnd(17)}${online}`
      : `${name.padEnd(17)}${offline} · ${keys.join(' and ')} in .env switch on ${online}`,
  )
}
