import type { SequencedChatEvent } from './chat-event.ts'

/** Headers that keep proxies from holding an event stream back. */
export const eventStreamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
} as const

/** One server-sent event; JSON never holds a raw line break, so one `data:` line is enough. */
export function encodeChatEvent({ sequence, event }: SequencedChatEvent): string {
  return `id: ${sequence}\ndata: ${JSON.stringify(event)}\n\n`
}
