import { OpenAI } from 'openai/client'
import { longestTimerMs } from '../../domain/clock.ts'
import { traceHeaders } from '../../tracer.ts'

export type ClientOptions = {
  /** Up to and without `/chat/completions`. */
  baseUrl: string
  /** Local servers want none. */
  apiKey: string | undefined
  fetch: typeof fetch
}

/** An SDK client that tries once, waits as long as it is let and reads no long error bodies. */
export function createClient({ baseUrl, apiKey, fetch }: ClientOptions): OpenAI {
  return new OpenAI({
    baseURL: baseUrl,
    // The SDK insists on a key; a server that wants none ignores it.
    apiKey: apiKey ?? 'none',
    // Null, since otherwise the SDK looks these up in the environment by itself.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: longestTimerMs,
    logLevel: 'off',
    fetch: async (input, init) => {
      const headersSent = new Headers(init?.headers)
      for (const [name, value] of Object.entries(traceHeaders())) headersSent.set(name, value)
      const response = await fetch(input, { ...init, headers: headersSent })
      if (response.ok) return response
      const { status, headers } = response
      return new Response((await readBriefly(response.body)) || null, { status, headers })
    },
  })
}

const maxErrorBytes = 64 * 1024
const maxErrorMs = 1_000

/** As much of a body as an error may have: what is cut off, or broken, is left out. */
export async function readBriefly(body: ReadableStream<Uint8Array> | null): Promise<string> {
  if (body === null) return ''
  const reader = body.getReader()
  const cancel = () => reader.cancel().catch(() => undefined)
  const timer = setTimeout(() => void cancel(), maxErrorMs)
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  try {
    while (bytes < maxErrorBytes) {
      const { done, value } = await reader.read()
      if (done) break
      bytes += value.byteLength
      text += decoder.decode(value, { stream: true })
    }
  } catch {
    // The status says enough.
  } finally {
    clearTimeout(timer)
    await cancel()
  }
  return text
}
