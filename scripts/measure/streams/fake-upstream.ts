/**
 * A process of its own: a model's server that streams to any number at a fixed pace, and costs little.
 * It is told what to do by one message and answers with its port.
 */
import { createServer, type ServerResponse } from 'node:http'
import { listenOnFreePort } from '../../stack/listen.ts'
import { timedTextLength, timedTextOf } from './timed-chunks.ts'
import { TimerWheel } from './timer-wheel.ts'

export type UpstreamOptions = {
  /** Of every answer. */
  chunks: number
  /** From one chunk of an answer to its next, in milliseconds. */
  everyMs: number
}

const tickMs = 5

function completionChunk(delta: object, finishReason: string | null): string {
  const choices = [{ index: 0, delta, finish_reason: finishReason }]
  const about = { id: 'chatcmpl-fake', object: 'chat.completion.chunk', created: 0, model: 'fake' }
  return `data: ${JSON.stringify({ ...about, choices })}\n\n`
}

/** A piece of a body in HTTP's chunked transfer encoding. */
function transferChunk(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n`
}

const placeholder = '#'.repeat(timedTextLength)
const [beforeText = '', afterText = ''] = transferChunk(
  completionChunk({ content: placeholder }, null),
).split(placeholder)
const opening = completionChunk({ role: 'assistant', content: '' }, null)
const closing = `${completionChunk({}, 'stop')}data: [DONE]\n\n`

function stream(
  outgoing: ServerResponse,
  { wheel, chunks }: { wheel: TimerWheel; chunks: number },
) {
  outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
  outgoing.write(opening)
  let sent = 0
  wheel.add(() => {
    if (outgoing.destroyed) return false
    if (sent === chunks) {
      outgoing.end(closing)
      return false
    }
    // Past the response object, whose own chunking is three writes.
    outgoing.socket?.write(beforeText + timedTextOf(sent) + afterText, 'latin1')
    sent += 1
    return true
  })
}

// Whoever started it is gone.
process.once('disconnect', () => process.exit())

process.once('message', ({ chunks, everyMs }: UpstreamOptions) => {
  const wheel = new TimerWheel({ periodMs: everyMs, tickMs })
  const server = createServer((incoming, outgoing) => {
    incoming.resume().once('end', () => stream(outgoing, { wheel, chunks }))
  })
  void listenOnFreePort(server, 0).then((port) => process.send?.({ port }))
})
