import { randomUUID } from 'node:crypto'
import { functionsDirectory } from '../../stack/functions/deno.ts'
import { startFunctionProcess } from '../../stack/functions/function-process.ts'
import type { Stack } from '../../stack/stack.ts'
import { type RelayKind, startRelay } from '../first-token/start-relay.ts'

/** A fresh process between visitors and the model's server, and how it is talked to. */
export type Contender = {
  processId: number
  port: number
  /** As bytes go over the wire, of so many visitors who each want one answer. */
  requests(count: number): string[]
  /** What it says at the good end of an answer. */
  goodEnd: string
  stop(): Promise<void>
}

/** @param upstreamUrl the model's server, up to and without `/chat/completions` */
export type StartContender = (upstreamUrl: string) => Promise<Contender>

const origin = 'http://localhost:5173'

/**
 * The chat function.
 *
 * @param accessTokens as many visitors as there will be streams, or more
 */
export function chatContender(stack: Stack, accessTokens: readonly string[]): StartContender {
  return async (upstreamUrl) => {
    const chat = startFunctionProcess({
      name: 'chat',
      directory: functionsDirectory,
      environment: {
        ...stack.functionEnvironment,
        OPENAI_COMPATIBLE_BASE_URL: upstreamUrl,
        OPENAI_COMPATIBLE_MODEL: 'fake-model',
      },
      log: (line) => console.error(line),
    })
    const requestOf = (accessToken: string) =>
      request('/chat', [`authorization: Bearer ${accessToken}`, `origin: ${origin}`], {
        siteKey: stack.siteKey,
        characterSlug: 'nora',
        content: 'Hello there, how are you today?',
        clientMessageId: randomUUID(),
      })
    return {
      processId: chat.processId,
      port: await chat.port,
      requests: (count) => accessTokens.slice(0, count).map(requestOf),
      goodEnd: '"type":"message-end"',
      stop: () => chat.stop(),
    }
  }
}

/** A pass-through of that kind. */
export function relayContender(kind: RelayKind): StartContender {
  return async (upstreamUrl) => {
    const relay = await startRelay(`${upstreamUrl}/chat/completions`, kind)
    const messages = [{ role: 'user', content: 'Hello' }]
    const body = { model: 'fake-model', stream: true, messages }
    return {
      processId: relay.processId,
      port: Number(new URL(relay.url).port),
      requests: (count) => Array.from({ length: count }, () => request('/', [], body)),
      goodEnd: '"finish_reason":"stop"',
      stop: () => relay.stop(),
    }
  }
}

function request(path: string, headers: readonly string[], payload: object): string {
  const body = JSON.stringify(payload)
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    'connection: close',
    'content-type: application/json',
    `content-length: ${body.length}`,
    ...headers,
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}
