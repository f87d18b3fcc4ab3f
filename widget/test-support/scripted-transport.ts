import type { ChatEvent } from '@visavis/shared/wire/chat-event.ts'
import { problemOf } from '../src/transports/conversation-error.ts'
import { call } from '../src/transports/http.ts'
import {
  SseChatTransport,
  type SseChatTransportOptions,
} from '../src/transports/sse-chat-transport.ts'
import { messageEnd, meta, textDelta } from './conversation-fixtures.ts'
import { ScriptedApi, type ScriptedRoutes } from './scripted-api.ts'

export const request = {
  siteKey: 'demo',
  content: 'Привет',
  clientMessageId: 'e0000000-0000-4000-8000-000000000001',
}

/** A transport without waiting: its delays are counted, not lived through. */
export async function scripted(
  routes: ScriptedRoutes,
  options: Partial<SseChatTransportOptions> = {},
) {
  const api = await ScriptedApi.start(routes)
  const transport = new SseChatTransport({
    api: { call: (path, init) => call((...input) => fetch(...input), api.url + path, init) },
    resumeDelaysMs: [0, 0, 0],
    startDelaysMs: [0, 0],
    ...options,
  })
  return { api, transport }
}

export async function collect(events: AsyncIterable<ChatEvent>): Promise<ChatEvent[]> {
  const collected: ChatEvent[] = []
  for await (const event of events) collected.push(event)
  return collected
}

export function textOf(events: readonly ChatEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')
}

export async function problemWith(events: AsyncIterable<ChatEvent>): Promise<string> {
  return collect(events).then(() => 'none', problemOf)
}

export const unaborted = new AbortController().signal
// Characters that some take for the end of a line are none in a stream.
const ending = textDelta('друг.\u2028\u0085\n\r\nid: 9')
export const answer = [meta, textDelta('Добрый '), textDelta('день, '), ending, messageEnd]
