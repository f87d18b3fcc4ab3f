import { answer, type LlmServer, startLlmServer } from '../../test/fixtures/llm-server.ts'
import { findPostgresBinaries, startPostgresCluster } from '../database/postgres-cluster.ts'
import { functionsDirectory } from '../stack/functions/deno.ts'
import { startFunctionProcess } from '../stack/functions/function-process.ts'
import { type Stack, startStack } from '../stack/stack.ts'
import { startCountingProxy } from './first-token/counting-proxy.ts'
import { type MissingPeer, type Peer, startPeers } from './first-token/peers.ts'
import { type Relay, startRelay } from './first-token/start-relay.ts'
import {
  askModel,
  databaseMs,
  openChat,
  sendTurn,
  type Talk,
  timeUntil,
} from './first-token/talk.ts'
import { cpuMs, findProcess, peakRssBytes } from './process-tree.ts'
import { signIn } from './sign-in.ts'
import { differenceInterval, median, p50p99, percentile, round } from './statistics.ts'

/** `--short` is for trying whether it runs: its figures say little. */
const isShort = process.argv.includes('--short')
const warmUpRounds = isShort ? 4 : 60
const rounds = isShort ? 20 : 1000
/** Peers take longer than all others together. */
const peersEveryRounds = 4
const turnsPerChat = 20
const countedTurns = 20
const longAnswers = 20
const longAnswerTokens = 1000
const starts = 5

/**
 * From a request to the first visible token: the model's server asked directly, through a bare relay
 * in the same Deno, through the chat function and through other gateways, interleaved round by
 * round.
 *
 * `overDirectMs` compares percentiles of two paths; `addedMs` those of the chat function's turns,
 * each less what the database took of it, with the relay's. One round's difference would be mostly
 * the noise of two, and its p99 nothing else. `p99Interval` says between which values the p99 lies
 * with 95 % confidence. `ratios` are medians: what we add divided by what the relay adds over asking
 * directly, our processor time by the relay's, and our `overDirectMs` by each peer's. The chat
 * function's `overDirectMs` has everything in it: checking who speaks, storing what they say, choosing
 * a model; peers do nothing of the kind. `sdkRelay` is a relay that asks with the chat function's SDK: the
 * least that whoever asks with it adds.
 *
 * The first figures are a real Postgres's where one is installed; `pglite` holds those of the
 * database of `npm start`.
 */
export async function measure(): Promise<object> {
  const llm = await startLlmServer()
  try {
    const binaries = await findPostgresBinaries()
    const cluster = binaries === null ? undefined : await startPostgresCluster(binaries)
    const peers = await startPeers(llm.baseUrl)
    try {
      if (cluster === undefined) return { database: 'pglite', ...(await measureOn({ llm, peers })) }
      const databaseUrl = cluster.databaseUrl(await cluster.createDatabase())
      const figures = await measureOn({ llm, peers, databaseUrl })
      return { database: 'postgres', ...figures, pglite: await measureOn({ llm, peers: [] }) }
    } finally {
      for (const peer of peers) if ('stop' in peer) await peer.stop()
      await cluster?.stop()
    }
  } finally {
    await llm.close()
  }
}

type Bench = { llm: LlmServer; peers: readonly (Peer | MissingPeer)[]; databaseUrl?: string }

async function measureOn({ llm, peers, databaseUrl }: Bench): Promise<object> {
  const stack = await startStack({
    ...(databaseUrl !== undefined && { databaseUrl }),
    environment: {
      OPENAI_COMPATIBLE_BASE_URL: llm.baseUrl,
      OPENAI_COMPATIBLE_MODEL: 'fake-model',
    },
  })
  try {
    const accessToken = await signIn(stack)
    const visitor = { siteKey: stack.siteKey, accessToken }
    const upstreamUrl = `${llm.baseUrl}/chat/completions`
    return {
      ...(await measureStart(stack, upstreamUrl)),
      ...(await measureRounds({ stack, visitor, llm, peers })),
      databaseRoundTrips: await countRoundTrips({ stack, visitor, llm }),
      rounds,
    }
  } finally {
    await stack.close()
  }
}

type Visitor = Omit<Talk, 'url'>

async function measureRounds({
  stack,
  visitor,
  llm,
  peers,
}: Pick<Bench, 'llm' | 'peers'> & { stack: Stack; visitor: Visitor }): Promise<object> {
  const upstreamUrl = `${llm.baseUrl}/chat/completions`
  const relay = await startRelay(upstreamUrl)
  const sdkRelay = await startRelay(upstreamUrl, 'sdk')
  const chat = startChat(stack.functionEnvironment)
  try {
    const talk = { ...visitor, url: `http://127.0.0.1:${await chat.port}/chat` }
    const running = peers.filter((peer) => 'url' in peer)
    const direct: number[] = []
    const relayed: number[] = []
    const sdkRelayed: number[] = []
    const ours: number[] = []
    const database: number[] = []
    const overPeer = new Map<string, number[]>(running.map(({ name }) => [name, []]))
    llm.behave(answer(['Hello', ' there', '!']))
    let chatId = await openChat(talk)
    for (let turn = -warmUpRounds; turn < rounds; turn += 1) {
      if (turn % turnsPerChat === 0) chatId = await openChat(talk)
      const directMs = await timeUntil('"Hello"', askModel(upstreamUrl))
      const relayMs = await timeUntil('"Hello"', askModel(relay.url))
      const sdkRelayMs = await timeUntil('"Hello"', askModel(sdkRelay.url))
      const response = sendTurn(talk, chatId)
      const oursMs = await timeUntil('"text-delta"', response)
      for (const { name, url, headers } of turn % peersEveryRounds === 0 ? running : []) {
        const peerMs = await timeUntil('"Hello"', askModel(url, headers))
        if (turn >= 0) overPeer.get(name)?.push(peerMs)
      }
      if (turn < 0) continue
      direct.push(directMs)
      relayed.push(relayMs)
      sdkRelayed.push(sdkRelayMs)
      ours.push(oursMs)
      database.push(databaseMs(await response))
    }
    const oursWithoutDatabase = ours.map((ms, index) => ms - (database[index] ?? Number.NaN))
    const overDirectMs = (samples: readonly number[]) => difference(samples, direct)
    const added = difference(oursWithoutDatabase, relayed)
    const relayAdded = overDirectMs(relayed)
    const sdkRelayAdded = overDirectMs(sdkRelayed)
    const oursOver = overDirectMs(ours)
    const cpuOfRelay = await measureCpu(relay.processId, llm, async () => {
      await (await askModel(relay.url)).text()
    })
    const chatProcess = findProcess(process.pid, '/chat/index.ts')
    const cpuOfOurs = await measureCpu(chatProcess, llm, async () => {
      await openChat(talk)
    })
    return {
      direct: p50p99(direct),
      relay: p50p99(relayed),
      ours: p50p99(ours),
      databaseMs: p50p99(database),
      addedMs: {
        ...added,
        p99Interval: differenceInterval(oursWithoutDatabase, relayed, 0.99),
      },
      relayAddedMs: relayAdded,
      sdkRelayAddedMs: sdkRelayAdded,
      overDirectMs: oursOver,
      peers: Object.fromEntries(
        peers.map((peer) => [
          peer.name,
          'reason' in peer
            ? { reason: peer.reason }
            : { overDirectMs: overDirectMs(overPeer.get(peer.name) ?? []) },
        ]),
      ),
      cpuMsPer1000Tokens: cpuOfOurs,
      relayCpuMsPer1000Tokens: cpuOfRelay,
      ratios: {
        addedOverRelay: round(added.p50 / relayAdded.p50),
        addedOverSdkRelay: round(added.p50 / sdkRelayAdded.p50),
        cpuOverRelay: round(cpuOfOurs / cpuOfRelay),
        overDirectOverPeers: Object.fromEntries(
          [...overPeer].map(([name, ms]) => [name, round(oursOver.p50 / overDirectMs(ms).p50)]),
        ),
      },
    }
  } finally {
    await chat.stop()
    await sdkRelay.stop()
    await relay.stop()
  }
}

function difference(samples: readonly number[], fewer: readonly number[]) {
  const at = (share: number) => round(percentile(samples, share) - percentile(fewer, share))
  return { p50: at(0.5), p99: at(0.99) }
}

/** Process time of whole turns, divided by the tokens of their long answers. */
async function measureCpu(
  processId: number,
  llm: LlmServer,
  ask: () => Promise<void>,
): Promise<number> {
  llm.behave(answer(Array.from({ length: longAnswerTokens }, (_, index) => ` word${index}`)))
  const before = cpuMs(processId)
  for (let turn = 0; turn < longAnswers; turn += 1) await ask()
  return round(((cpuMs(processId) - before) / (longAnswers * longAnswerTokens)) * 1000)
}

/** The most requests for the Data API that a turn makes before the model is asked. */
async function countRoundTrips({
  stack,
  visitor,
  llm,
}: {
  stack: Stack
  visitor: Visitor
  llm: LlmServer
}): Promise<number> {
  const proxy = await startCountingProxy(stack.apiUrl)
  const chat = startChat({
    ...stack.functionEnvironment,
    SUPABASE_URL: proxy.url,
    JWT_ISSUER: `${stack.apiUrl}/auth/v1`,
  })
  try {
    const talk = { ...visitor, url: `http://127.0.0.1:${await chat.port}/chat` }
    let most = 0
    llm.behave((exchange) => {
      most = Math.max(most, proxy.takeCount())
      return answer(['Hello'])(exchange)
    })
    for (let turn = 0; turn < countedTurns; turn += 1) {
      proxy.takeCount()
      await openChat(talk)
    }
    return most
  } finally {
    await chat.stop()
    await proxy.close()
  }
}

/** From being started to listening, and what memory that takes: over a Deno that only relays. */
async function measureStart(stack: Stack, upstreamUrl: string): Promise<object> {
  const loadMs: number[] = []
  const bareMs: number[] = []
  const rssBytes: number[] = []
  for (let start = 0; start < starts; start += 1) {
    const bareStartedAt = performance.now()
    const relay: Relay = await startRelay(upstreamUrl)
    bareMs.push(performance.now() - bareStartedAt)
    const startedAt = performance.now()
    const chat = startChat(stack.functionEnvironment)
    await chat.port
    loadMs.push(performance.now() - startedAt)
    const chatProcess = findProcess(process.pid, '/chat/index.ts')
    rssBytes.push(peakRssBytes(chatProcess) - peakRssBytes(relay.processId))
    await chat.stop()
    await relay.stop()
  }
  return {
    moduleLoadMs: round(median(loadMs) - median(bareMs), 0),
    moduleRssMb: round(median(rssBytes) / 1024 ** 2, 0),
  }
}

function startChat(environment: Record<string, string>) {
  return startFunctionProcess({
    name: 'chat',
    directory: functionsDirectory,
    environment,
    log: (line) => console.error(line),
  })
}
