import { answer } from '../fixtures/llm-server.ts'
import { type EventBlock, isLast, readBlocks, startReading, transcriptOf } from './event-blocks.ts'
import type { ChatProcess, StreamStack } from './stream-stack.ts'

export type CutOptions = {
  streams: number
  readersPerStream: number
  cutsPerReader: number
}

export type CutOutcome = {
  /** How often a reader was cut off and came back. */
  cuts: number
  /** Of these, how many led into a transcript that is the uncut one, byte for byte. */
  identical: number
  /** Events that came twice, or out of order. */
  duplicates: number
}

const words = 120
const everyMs = 10
/** Cuts lie anywhere in the part of a transcript that a reader would see between two of them. */
const eventBytes = 70

/**
 * Readers of running answers who are cut off at random bytes and come back with the last event that
 * they have whole, every other time to a process that does not produce the answer.
 */
export async function cutStreams(
  { server, startChat, send, resume }: StreamStack,
  { streams, readersPerStream, cutsPerReader }: CutOptions,
): Promise<CutOutcome> {
  const producer = await startChat()
  const other = await startChat()
  // Letters of every length in UTF-8, so that cuts fall into letters, too.
  const pieces = Array.from({ length: words }, (_, index) => `слово-${index} 😀 `)
  server.behave(answer(pieces, { everyMs }))
  const outcome: CutOutcome = { cuts: 0, identical: 0, duplicates: 0 }

  async function readInPieces(streamId: string): Promise<{ blocks: EventBlock[]; cuts: number }> {
    const blocks: EventBlock[] = []
    const processes: readonly ChatProcess[] = [producer, other]
    for (let cuts = 0; ; cuts += 1) {
      const chat = processes[cuts % 2] ?? producer
      const response = await resume(chat, streamId, blocks.at(-1)?.sequence ?? 0)
      const cutAt = Math.random() * ((2 * words) / cutsPerReader) * eventBytes
      const read = readBlocks(response, cuts < cutsPerReader ? { cutAt } : {})
      blocks.push(...(await read))
      const last = blocks.at(-1)
      if (last !== undefined && isLast(last)) return { blocks, cuts }
    }
  }

  async function compare(): Promise<void> {
    const reading = startReading(await send(producer))
    const { streamId } = await reading.firstOf('meta')
    const [uncut, ...readers] = await Promise.all([
      reading.all,
      ...Array.from({ length: readersPerStream }, () => readInPieces(streamId)),
    ])
    const transcript = transcriptOf(uncut)
    for (const { blocks, cuts } of readers) {
      outcome.cuts += cuts
      if (transcriptOf(blocks) === transcript) outcome.identical += cuts
      outcome.duplicates += blocks.filter(
        ({ sequence }, index) => sequence <= (blocks[index - 1]?.sequence ?? 0),
      ).length
    }
  }

  await Promise.all(Array.from({ length: streams }, compare))
  await producer.kill()
  await other.kill()
  return outcome
}
