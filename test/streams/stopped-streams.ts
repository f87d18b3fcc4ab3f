import type { LlmExchange } from '../fixtures/llm-server.ts'
import { shownBy, startReading } from './event-blocks.ts'
import type { StreamStack } from './stream-stack.ts'

export type StopOutcome = {
  /** From asking for the stop to the model's server seeing its connection closed. */
  closedAfterMs: number[]
  /** How many readers were told so. */
  toldStopped: number
  /** How many answers are stored as stopped, with what was said. */
  storedStopped: number
}

const said = 'So far, so good'

/** Stops answers one after another, through their own process or through another one. */
export async function stopStreams(
  { server, stack, startChat, send, stop }: StreamStack,
  { times, through }: { times: number; through: 'its own process' | 'another process' },
): Promise<StopOutcome> {
  const producer = await startChat()
  const other = through === 'its own process' ? producer : await startChat()
  const outcome: StopOutcome = { closedAfterMs: [], toldStopped: 0, storedStopped: 0 }

  async function stopOne(): Promise<void> {
    const question = crypto.randomUUID()
    const asked = exchangeFor(question)
    const reading = startReading(await send(producer, { content: question }))
    const { streamId, messageId } = await reading.firstOf('meta')
    const upstream = await asked
    await reading.firstOf('text-delta')

    const askedAt = performance.now()
    const closed = upstream.closed.then(() => performance.now() - askedAt)
    await stop(other, streamId)
    outcome.closedAfterMs.push(await closed)
    const blocks = await reading.all
    const last = blocks.at(-1)?.event
    const isTold = last?.type === 'message-end' && last.finishReason === 'stopped'
    if (isTold && shownBy(blocks) === said) outcome.toldStopped += 1
    const [row] = await stack.query<{ status: string; content: string }>(
      'select status, content from public.messages where id = $1',
      [messageId],
    )
    if (row?.status === 'stopped' && row.content === said) outcome.storedStopped += 1
  }

  const waiting = new Map<string, (exchange: LlmExchange) => void>()
  const exchangeFor = (question: string) =>
    new Promise<LlmExchange>((resolve) => waiting.set(question, resolve))
  // Says something and is then silent, for a stop must not depend on more to come.
  server.behave((exchange) => {
    const messages = exchange.request['messages'] as { content: string }[]
    exchange.text(said)
    waiting.get(messages.at(-1)?.content ?? '')?.(exchange)
  })

  for (let time = 0; time < times; time += 1) await stopOne()
  await producer.kill()
  if (other !== producer) await other.kill()
  return outcome
}
