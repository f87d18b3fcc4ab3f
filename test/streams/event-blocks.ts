import type { ChatEvent } from '../../supabase/functions/_shared/wire/chat-event.ts'

/** One event exactly as it came over the wire, its blank line included. */
export type EventBlock = { sequence: number; text: string; event: ChatEvent }

export type ReadOptions = {
  /** The byte where the reader leaves, as a page does that is closed. */
  cutAt?: number
  /** Called with every complete event as it comes. */
  onBlock?: (block: EventBlock) => void
}

/**
 * Reads the complete events of a response: up to its end, to where it breaks, or to where it is cut.
 * What is cut within an event is thrown away.
 */
export async function readBlocks(
  response: Response,
  { cutAt = Infinity, onBlock }: ReadOptions = {},
): Promise<EventBlock[]> {
  if (response.body === null || !response.ok) throw new Error(`Answered ${response.status}`)
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  const blocks: EventBlock[] = []
  let missing = cutAt
  let text = ''
  try {
    while (missing > 0) {
      const { done, value } = await reader.read()
      if (done) break
      text += decoder.decode(value.subarray(0, missing), { stream: true })
      missing -= value.byteLength
      const parts = text.split('\n\n')
      text = parts.pop() ?? ''
      for (const block of parts.flatMap(blockOf)) {
        blocks.push(block)
        onBlock?.(block)
      }
    }
    if (missing <= 0) await reader.cancel()
  } catch {
    // A producer that is killed breaks its connections: what came before that is all there is.
  }
  return blocks
}

/** Comments are no events. */
function blockOf(part: string): EventBlock[] {
  const [, id, data] = /^id: (\d+)\ndata: (.*)$/u.exec(part) ?? []
  if (id === undefined || data === undefined) return []
  return [{ sequence: Number(id), text: `${part}\n\n`, event: JSON.parse(data) as ChatEvent }]
}

type EventOf<Type> = Extract<ChatEvent, { type: Type }>

export type Reading = {
  /** The first event of a type; rejects when the stream ends without one. */
  firstOf<Type extends ChatEvent['type']>(type: Type): Promise<EventOf<Type>>
  /** All there was in the end. */
  all: Promise<EventBlock[]>
}

/** Reads a response to its end while others wait for what is in it. */
export function startReading(response: Response): Reading {
  const firsts = new Map<ChatEvent['type'], (event: ChatEvent) => void>()
  const seen = new Map<ChatEvent['type'], ChatEvent>()
  const onBlock = ({ event }: EventBlock) => {
    if (seen.has(event.type)) return
    seen.set(event.type, event)
    firsts.get(event.type)?.(event)
  }
  const all = readBlocks(response, { onBlock })
  return {
    all,
    firstOf: (type) =>
      new Promise((resolve, reject) => {
        const settle = (event: ChatEvent) => resolve(event as EventOf<typeof type>)
        const known = seen.get(type)
        if (known !== undefined) return settle(known)
        firsts.set(type, settle)
        all.then(() => reject(new Error(`The stream ended without a ${type}`)), reject)
      }),
  }
}

export function isLast({ event }: EventBlock): boolean {
  return event.type === 'message-end' || event.type === 'error'
}

/** What a reader has on the screen. */
export function shownBy(blocks: readonly Pick<EventBlock, 'event'>[]): string {
  return blocks.reduce((shown, { event }) => {
    if (event.type === 'reset') return ''
    return event.type === 'text-delta' ? shown + event.text : shown
  }, '')
}

export function transcriptOf(blocks: readonly EventBlock[]): string {
  return blocks.map(({ text }) => text).join('')
}
