import { setTimeout as pause } from 'node:timers/promises'
import { answer, type LlmExchange } from '../fixtures/llm-server.ts'
import { readBlocks, shownBy, startReading } from './event-blocks.ts'
import type { ChatProcess, StreamStack } from './stream-stack.ts'

export type KillOptions = { processes: number; streamsPerProcess: number }

export type KillOutcome = {
  /** How many running answers lost their producer. */
  kills: number
  /** Of each: how long before the end its first lost word was sent by the model; 0: none was lost. */
  textLostMs: number[]
  /** Of those that came back, how many were told at last that it broke off. */
  toldInterrupted: number
  /** As `interrupted`, or as `failed` where there had been no time to store a word. */
  storedInterrupted: number
  /** How many were complete after going on, what was kept and the rest. */
  completed: number
}

type StoredAnswer = { status: string; content: string }

const everyMs = 20
const rest = 'and that was all.'

/** Answers are numbered words without end; the server keeps when it sent each. */
function endlessWords(): { behave: (exchange: LlmExchange) => Promise<void>; sentAt: Clocks } {
  const sentAt: Clocks = new Map()
  const behave = async (exchange: LlmExchange) => {
    const times: number[] = []
    sentAt.set(questionOf(exchange), times)
    for (let word = 0; !exchange.isClosed; word += 1) {
      times.push(performance.now())
      exchange.text(`w${word} `)
      await pause(everyMs)
    }
  }
  return { behave, sentAt }
}

/** When each word was sent, by the question it answers. */
type Clocks = Map<string, number[]>

function questionOf({ request }: LlmExchange): string {
  const messages = request['messages'] as { content: string }[]
  return messages.at(-1)?.content ?? ''
}

/**
 * Producers that are killed while they answer, at random moments: what the database has kept, what a
 * reader who comes back elsewhere is told, and whether the answer can be gone on with.
 */
export async function killProducers(
  streams: StreamStack,
  { processes, streamsPerProcess }: KillOptions,
): Promise<KillOutcome> {
  const survivor = await streams.startChat()
  const outcome: KillOutcome = {
    kills: 0,
    textLostMs: [],
    toldInterrupted: 0,
    storedInterrupted: 0,
    completed: 0,
  }
  for (let round = 0; round < processes; round += 1) {
    await killOne(streams, { survivor, streamsPerProcess, outcome })
  }
  await survivor.kill()
  return outcome
}

type Round = { survivor: ChatProcess; streamsPerProcess: number; outcome: KillOutcome }

async function killOne(
  { server, stack, startChat, send, resume }: StreamStack,
  { survivor, streamsPerProcess, outcome }: Round,
): Promise<void> {
  const { behave, sentAt } = endlessWords()
  server.behave(behave)
  const producer = await startChat()
  const questions = Array.from({ length: streamsPerProcess }, () => crypto.randomUUID())
  const readings = await Promise.all(
    questions.map(async (content) => startReading(await send(producer, { content }))),
  )
  const metas = await Promise.all(readings.map((reading) => reading.firstOf('meta')))
  await Promise.all(readings.map((reading) => reading.firstOf('text-delta')))
  await pause(Math.random() * 2000)
  const killedAt = performance.now()
  await producer.kill()
  const seen = await Promise.all(readings.map(({ all }) => all))
  // The lease runs out: what reported last before the kill is now given up by whoever looks.
  await stack.query(
    `update public.messages set lease_expires_at = clock_timestamp() where status = 'streaming'`,
  )

  server.behave(answer([rest]))
  for (const [index, { streamId, messageId, chatId }] of metas.entries()) {
    const place = seen[index]?.at(-1)?.sequence ?? 0
    const back = await readBlocks(await resume(survivor, streamId, place))
    const told = back.at(-1)?.event
    const stored = await storedAnswer(messageId)
    const sent = sentAt.get(questions[index] ?? '') ?? []
    const lostAt = sent.find((_, word) => !stored.content.includes(`w${word} `)) ?? killedAt
    outcome.kills += 1
    outcome.textLostMs.push(Math.max(0, killedAt - lostAt))
    if (told?.type === 'error' && told.code === 'stream_interrupted') outcome.toldInterrupted += 1
    if (stored.status === (stored.content === '' ? 'failed' : 'interrupted'))
      outcome.storedInterrupted += 1

    const whole = await readBlocks(await send(survivor, { chatId, continueMessageId: messageId }))
    const completed = await storedAnswer(messageId)
    const isComplete = completed.status === 'complete' && shownBy(whole) === completed.content
    if (isComplete && completed.content === `${stored.content}${rest}`) outcome.completed += 1
  }

  async function storedAnswer(id: string): Promise<StoredAnswer> {
    const [row] = await stack.query<StoredAnswer>(
      'select status, content from public.messages where id = $1',
      [id],
    )
    if (row === undefined) throw new Error('The answer is gone')
    return row
  }
}
