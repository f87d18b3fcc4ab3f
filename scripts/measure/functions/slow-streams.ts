import { setTimeout as pause } from 'node:timers/promises'
import { functionsDirectory } from '../../stack/functions/deno.ts'
import { startFunctionProcess } from '../../stack/functions/function-process.ts'
import type { Stack } from '../../stack/stack.ts'
import { type RelayKind, startRelay } from '../first-token/start-relay.ts'
import { askModel, sendTurn } from '../first-token/talk.ts'
import { cpuMs, peakRssBytes } from '../process-tree.ts'
import { signIn } from '../sign-in.ts'
import { median, round } from '../statistics.ts'
import { startChild } from '../streams/child.ts'

export const tokensPerSecond = 10

/** What streams cost a fresh process, from their requests to their ends: its processor time. */
export type StreamCost = { slowStreamCpuMs: number; fiveStreamsCpuMs: number }

export type SlowStreams = {
  chat: StreamCost & { rssMb: number }
  peers: Record<string, StreamCost>
}

const relays: Record<string, RelayKind> = {
  relay: 'sdk',
  reading: 'reading',
  sdkReading: 'sdk-reading',
}

/**
 * Answers of ten tokens a second, through processes of the chat function and of relays that all run
 * at the same time, each with one stream or with five.
 */
export async function measureSlowStreams(
  stack: Stack,
  { seconds, rounds }: { seconds: number; rounds: number },
): Promise<SlowStreams> {
  const upstream = startChild('fake-upstream.ts', {
    chunks: seconds * tokensPerSecond,
    everyMs: 1000 / tokensPerSecond,
  })
  try {
    const { port } = await upstream.answer<{ port: number }>()
    const baseUrl = `http://127.0.0.1:${port}/v1`
    const contenders: Record<string, () => Promise<Contender>> = {
      chat: () => startChat(stack, baseUrl),
      ...Object.fromEntries(
        Object.entries(relays).map(([name, kind]) => [
          name,
          async () => {
            const relay = await startRelay(`${baseUrl}/chat/completions`, kind)
            return { ...relay, ask: () => Promise.resolve(() => askModel(relay.url)) }
          },
        ]),
      ),
    }
    const runs = Object.entries(contenders).flatMap(([name, start]) =>
      [1, 5].map((streams) => ({ name, start, streams, cpu: [] as number[], rss: [] as number[] })),
    )
    for (let turn = 0; turn < rounds; turn += 1) {
      await Promise.all(
        runs.map(async ({ start, streams, cpu, rss }, index) => {
          // Not all at once: beginnings cost more than what follows.
          await pause(index * betweenStartsMs)
          const cost = await costOf(await start(), streams)
          cpu.push(cost.cpuMs)
          rss.push(cost.rssBytes)
        }),
      )
    }
    const run = (name: string, streams: number) => {
      const found = runs.find((one) => one.name === name && one.streams === streams)
      if (found === undefined) throw new Error(`Nobody ran ${name}`)
      return found
    }
    const cost = (name: string): StreamCost => ({
      slowStreamCpuMs: round(median(run(name, 1).cpu), 0),
      fiveStreamsCpuMs: round(median(run(name, 5).cpu), 0),
    })
    const rssMb = round(median(run('chat', 5).rss) / 1024 ** 2, 0)
    return {
      chat: { ...cost('chat'), rssMb },
      peers: Object.fromEntries(Object.keys(relays).map((name) => [name, cost(name)])),
    }
  } finally {
    await upstream.stop()
  }
}

const betweenStartsMs = 1000

type Contender = {
  processId: number
  /** Prepares a request of somebody who has not asked before. */
  ask(): Promise<() => Promise<Response>>
  stop(): Promise<void>
}

async function startChat(stack: Stack, baseUrl: string): Promise<Contender> {
  const chat = startFunctionProcess({
    name: 'chat',
    directory: functionsDirectory,
    environment: {
      ...stack.functionEnvironment,
      OPENAI_COMPATIBLE_BASE_URL: baseUrl,
      OPENAI_COMPATIBLE_MODEL: 'fake-model',
    },
    log: (line) => console.error(line),
  })
  const url = `http://127.0.0.1:${await chat.port}/chat`
  return {
    processId: chat.processId,
    async ask() {
      const accessToken = await signIn(stack)
      return () => sendTurn({ url, siteKey: stack.siteKey, accessToken })
    },
    stop: () => chat.stop(),
  }
}

async function costOf(
  contender: Contender,
  streams: number,
): Promise<{ cpuMs: number; rssBytes: number }> {
  const { processId } = contender
  try {
    const requests = await Promise.all(Array.from({ length: streams }, () => contender.ask()))
    const before = cpuMs(processId)
    const texts = await Promise.all(requests.map(async (send) => (await send()).text()))
    // Whatever is done once the reader has everything.
    await pause(500)
    if (texts.some((text) => !goodEnd.test(text))) throw new Error('A stream broke off')
    return { cpuMs: cpuMs(processId) - before, rssBytes: peakRssBytes(processId) }
  } finally {
    await contender.stop()
  }
}

const goodEnd = /"message-end"|"finish_reason":"stop"/u
