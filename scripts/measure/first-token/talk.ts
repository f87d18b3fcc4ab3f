import { randomUUID } from 'node:crypto'

const origin = 'http://localhost:5173'

/** Where a chat function is, and who talks to it. */
export type Talk = { url: string; siteKey: string; accessToken: string }

/** Reads a response to its end; resolves with the time until its text held `marker`. */
export async function timeUntil(marker: string, response: Promise<Response>): Promise<number> {
  const startedAt = performance.now()
  const reader = (await response).body?.pipeThrough(new TextDecoderStream()).getReader()
  if (reader === undefined) throw new Error('The response has no body')
  let text = ''
  let elapsedMs: number | undefined
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    text += value
    if (elapsedMs === undefined && text.includes(marker)) elapsedMs = performance.now() - startedAt
  }
  if (elapsedMs === undefined) throw new Error(`No ${marker} in ${text.slice(0, 400)}`)
  return elapsedMs
}

/** Asks whoever speaks OpenAI's chat completions, streamed. */
export function askModel(url: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer test', ...headers },
    body: JSON.stringify({
      model: 'fake-model',
      stream: true,
      messages: [{ role: 'user', content: 'Hello' }],
    }),
  })
}

/** Sends a message into a chat, or into a new one. */
export function sendTurn({ url, siteKey, accessToken }: Talk, chatId?: string): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${accessToken}`,
      origin,
    },
    body: JSON.stringify({
      siteKey,
      content: 'Hello there, how are you today?',
      clientMessageId: randomUUID(),
      ...(chatId === undefined ? { characterSlug: 'nora' } : { chatId }),
    }),
  })
}

/** A chat to go on with: its first turn is not timed. */
export async function openChat(talk: Talk): Promise<string> {
  const text = await (await sendTurn(talk)).text()
  const chatId = /"chatId":"([0-9a-f-]+)"/u.exec(text)?.[1]
  if (chatId === undefined) throw new Error(`No chat in ${text.slice(0, 400)}`)
  return chatId
}

/** The database's part of a turn, as the function saw it, in milliseconds. */
export function databaseMs(response: Response): number {
  const timing = /database;dur=([\d.]+)/u.exec(response.headers.get('server-timing') ?? '')?.[1]
  if (timing === undefined) throw new Error('The chat function did not say what the database took')
  return Number(timing)
}
