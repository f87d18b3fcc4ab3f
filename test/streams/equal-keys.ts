import { randomUUID } from 'node:crypto'
import { answer } from '../fixtures/llm-server.ts'
import { readBlocks, transcriptOf } from './event-blocks.ts'
import type { StreamStack } from './stream-stack.ts'

export type EqualKeysOutcome = {
  upstreamCalls: number
  userMessages: number
  /** How many different transcripts there were. */
  transcripts: number
}

/** The same message, sent many times at once to two processes. */
export async function sendEqualKeys(
  { server, stack, startChat, send }: StreamStack,
  times = 20,
): Promise<EqualKeysOutcome> {
  const processes = [await startChat(), await startChat()] as const
  server.behave(answer(['Only ', 'one ', 'answer'], { everyMs: 50 }))
  const asked = server.exchanges.length
  const clientMessageId = randomUUID()
  const readings = await Promise.all(
    Array.from({ length: times }, async (_, index) =>
      readBlocks(await send(processes[index % 2 === 0 ? 0 : 1], { clientMessageId })),
    ),
  )
  const transcripts = new Set(readings.map(transcriptOf))
  const meta = readings[0]?.[0]?.event
  const chatId = meta?.type === 'meta' ? meta.chatId : null
  const questions = await stack.query(
    `select id from public.messages where chat_id = $1 and role = 'user'`,
    [chatId],
  )
  await Promise.all(processes.map((chat) => chat.kill()))
  return {
    upstreamCalls: server.exchanges.length - asked,
    userMessages: questions.length,
    transcripts: transcripts.size,
  }
}
