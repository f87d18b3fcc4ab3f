import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createServer, request as sendRequest } from 'node:http'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { answer, type LlmServer, startLlmServer } from '../../test/fixtures/llm-server.ts'
import { findPostgresBinaries, startPostgresCluster } from '../database/postgres-cluster.ts'
import { denoEnvironment, denoExecutable, functionsDirectory } from '../stack/functions/deno.ts'
import { startFunctionProcess } from '../stack/functions/function-process.ts'
import { closeServer, listenOnFreePort } from '../stack/listen.ts'
import { startStack } from '../stack/stack.ts'
import { cpuMs, findProcess } from './process-tree.ts'
import { signIn } from './sign-in.ts'
import { median, p50p99, percentile, round } from './statistics.ts'

const warmUpRounds = 40
const rounds = 300
const turnsPerChat = 20
const countedTurns = 20
const longAnswers = 20
const longAnswerTokens = 1000

const origin = 'http://localhost:5173'

type Talk = { url: string; siteKey: string; accessToken: string }

/** Reads a response until its text holds `marker`, then leaves; resolves with the time it took. */
async function timeUntil(marker: string, response: Promise<Response>): Promise<number> {
  const startedAt = performance.now()
  const reader = (await response).body?.pipeThrough(new TextDecoderStream()).getReader()
  if (reader === undefined) throw new Error('The response has no body')
  let text = ''
  let elapsedMs: number | undefined
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    text += value
    if (elapsedMs === undefined && text.includes(marker)) elapsedMs = performance.now() - startedAt
  }
  if (elapsedMs === undefined) throw new Error(`No ${marker} in ${text.slice(0, 400)}`)
  return elapsedMs
}

function askModel(url: string): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer test' },
    body: JSON.stringify({
      model: 'fake-model',
      stream: true,
      messages: [{ role: 'user', content: 'Hello' }],
    }),
  })
}

function sendTurn({ url, siteKey, accessToken }: Talk, chatId?: string): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${accessToken}`,
      origin,
    },
    body: JSON.stringify({
      siteKey,
      content: 'Hello there, how are you today?',
      clientMessageId: randomUUID(),
      ...(chatId === undefined ? { characterSlug: 'nora' } : { chatId }),
    }),
  })
}

/** A chat to go on with: the first turn is not timed, its chat is what the next ones use. */
async function openChat(talk: Talk): Promise<string> {
  const text = await (await sendTurn(talk)).text()
  const chatId = /"chatId":"([0-9a-f-]+)"/u.exec(text)?.[1]
  if (chatId === undefined) throw new Error(`No chat in ${text.slice(0, 400)}`)
  return chatId
}

/** The database's part of a turn, as the function saw it. */
function databaseMs(response: Response): number {
  const timing = /database;dur=([\d.]+)/u.exec(response.headers.get('server-timing') ?? '')?.[1]
  if (timing === undefined) throw new Error('The chat function did not say what the database took')
  return Number(timing)
}

async function startRelay(upstreamUrl: string): Promise<{ url: string; stop: () => void }> {
  const script = fileURLToPath(new URL('./relay.ts', import.meta.url))
  const child = spawn(
    denoExecutable(),
    ['run', '--no-config', '--no-prompt', '--allow-net', '--allow-env', script],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...denoEnvironment(),
        UPSTREAM_URL: upstreamUrl,
        DENO_SERVE_ADDRESS: 'tcp:127.0.0.1:0',
      },
    },
  )
  const port = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        const found = /http:\/\/127\.0\.0\.1:(\d+)/u.exec(line)?.[1]
        if (found !== undefined) resolve(found)
      })
    }
    child.once('close', () => reject(new Error('The relay ended before it listened')))
  })
  return { url: `http://127.0.0.1:${port}/`, stop: () => child.kill('SIGKILL') }
}

/** Passes requests on to the API and counts those for the Data API. */
async function startCountingProxy(apiUrl: string) {
  let count = 0
  const server = createServer((incoming, outgoing) => {
    if (incoming.url?.startsWith('/rest/') === true) count += 1
    const { hostname, port } = new URL(apiUrl)
    const upstream = sendRequest(
      {
        hostname,
        port,
        path: incoming.url,
        method: incoming.method,
        headers: incoming.headers,
      },
      (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(outgoing)
      },
    )
    incoming.pipe(upstream)
  })
  const port = await listenOnFreePort(server, 0)
  return {
    url: `http://127.0.0.1:${port}`,
    takeCount: () => {
      const taken = count
      count = 0
      return taken
    },
    close: () => closeServer(server),
  }
}

const quiet = () => undefined

function startChat(environment: Record<string, string>) {
  return startFunctionProcess({
    name: 'chat',
    directory: functionsDirectory,
    environment,
    log: quiet,
  })
}

async function measureOn(databaseUrl: string | undefined, llm: LlmServer): Promise<object> {
  const stack = await startStack({
    ...(databaseUrl !== undefined && { databaseUrl }),
    environment: {
      OPENAI_COMPATIBLE_BASE_URL: llm.baseUrl,
      OPENAI_COMPATIBLE_MODEL: 'fake-model',
    },
  })
  const upstreamUrl = `${llm.baseUrl}/chat/completions`
  const relay = await startRelay(upstreamUrl)
  const proxy = await startCountingProxy(stack.apiUrl)
  const chat = startChat(stack.functionEnvironment)
  try {
    const talk: Talk = {
      url: `http://127.0.0.1:${await chat.port}/chat`,
      siteKey: stack.siteKey,
      accessToken: await signIn(stack),
    }
    const chatProcess = findProcess(process.pid, '/chat/index.ts')

    const direct: number[] = []
    const relayed: number[] = []
    const ours: number[] = []
    const database: number[] = []
    const oursWithoutDatabase: number[] = []
    llm.behave(answer(['Hello', ' there', '!']))
    let chatId = await openChat(talk)
    for (let round = -warmUpRounds; round < rounds; round += 1) {
      if (round % turnsPerChat === 0) chatId = await openChat(talk)
      const directMs = await timeUntil('"Hello"', askModel(upstreamUrl))
      const relayMs = await timeUntil('"Hello"', askModel(relay.url))
      const response = sendTurn(talk, chatId)
      const oursMs = await timeUntil('"text-delta"', response)
      if (round < 0) continue
      const databasePart = databaseMs(await response)
      direct.push(directMs)
      relayed.push(relayMs)
      ours.push(oursMs)
      database.push(databasePart)
      oursWithoutDatabase.push(oursMs - databasePart)
    }

    llm.behave(answer(Array.from({ length: longAnswerTokens }, (_, index) => ` word${index}`)))
    const cpuBefore = cpuMs(chatProcess)
    for (let turn = 0; turn < longAnswers; turn += 1) await openChat(talk)
    const cpuPer1000 = ((cpuMs(chatProcess) - cpuBefore) / (longAnswers * longAnswerTokens)) * 1000

    const counted = startChat({
      ...stack.functionEnvironment,
      SUPABASE_URL: proxy.url,
      JWT_ISSUER: `${stack.apiUrl}/auth/v1`,
    })
    let databaseRoundTrips = 0
    try {
      const countedTalk = { ...talk, url: `http://127.0.0.1:${await counted.port}/chat` }
      llm.behave((exchange) => {
        databaseRoundTrips = Math.max(databaseRoundTrips, proxy.takeCount())
        return answer(['Hello'])(exchange)
      })
      for (let turn = 0; turn < countedTurns; turn += 1) {
        proxy.takeCount()
        await openChat(countedTalk)
      }
    } finally {
      await counted.stop()
    }

    const added = (share: number) =>
      round(percentile(oursWithoutDatabase, share) - percentile(relayed, share))
    return {
      direct: p50p99(direct),
      relay: p50p99(relayed),
      ours: p50p99(ours),
      databaseMs: { p50: round(median(database)), p99: round(percentile(database, 0.99)) },
      addedMs: { p50: added(0.5), p99: added(0.99) },
      databaseRoundTrips,
      cpuMsPer1000Tokens: round(cpuPer1000),
      rounds,
    }
  } finally {
    await chat.stop()
    await proxy.close()
    relay.stop()
    await stack.close()
  }
}

/**
 * From a request to the first visible token: the model's server asked directly, through a bare relay
 * in the same Deno, and through the chat function, interleaved turn by turn. `addedMs` is what ours
 * takes over the relay and the database. The first figures are a real Postgres's where one is
 * installed; `pglite` holds those of the database of `npm start`.
 */
export async function measure(): Promise<object> {
  const llm = await startLlmServer()
  try {
    const pglite = await measureOn(undefined, llm)
    const binaries = await findPostgresBinaries()
    if (binaries === null) return { database: 'pglite', ...pglite, peers: {} }
    const cluster = await startPostgresCluster(binaries)
    try {
      const databaseUrl = cluster.databaseUrl(await cluster.createDatabase())
      const postgres = await measureOn(databaseUrl, llm)
      return { database: 'postgres', ...postgres, pglite, peers: {} }
    } finally {
      await cluster.stop()
    }
  } finally {
    await llm.close()
  }
}
