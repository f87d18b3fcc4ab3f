import { randomUUID } from 'node:crypto'
import { signIn } from '../../scripts/measure/sign-in.ts'
import { functionsDirectory } from '../../scripts/stack/functions/deno.ts'
import { startFunctionProcess } from '../../scripts/stack/functions/function-process.ts'
import type { Stack } from '../../scripts/stack/stack.ts'
import { startTestStack } from '../../scripts/testing/test-stack.ts'
import { type LlmServer, startLlmServer } from '../fixtures/llm-server.ts'

/** One process of the chat function, as an isolate is one when deployed. */
export type ChatProcess = {
  url: string
  /** What it has logged so far. */
  printed: readonly string[]
  /** Says that its time is nearly over, as the Edge Runtime does. */
  retire(): void
  /** Ends it as a crash would: nothing is said, nothing more is stored. */
  kill(): Promise<void>
}

/** A stack, a model's server and any number of chat processes between them. */
export type StreamStack = {
  stack: Stack
  server: LlmServer
  /** @param environment what this process has besides */
  startChat: (environment?: Record<string, string>) => Promise<ChatProcess>
  /** Posts a message, or what is given instead of one. */
  send: (chat: ChatProcess, body?: Record<string, unknown>) => Promise<Response>
  /** Comes back to a stream behind an event. */
  resume: (chat: ChatProcess, streamId: string, afterSequence: number) => Promise<Response>
  stop: (chat: ChatProcess, streamId: string) => Promise<Response>
  close(): Promise<void>
}

const origin = 'http://localhost:5173'

export async function startStreamStack(
  options: { databaseUrl?: string } = {},
): Promise<StreamStack> {
  const server = await startLlmServer()
  const environment = {
    OPENAI_COMPATIBLE_BASE_URL: server.baseUrl,
    OPENAI_COMPATIBLE_MODEL: 'fake',
  }
  const stack = await startTestStack({ ...options, environment }).catch(async (error: unknown) => {
    await server.close()
    throw error
  })
  const token = await signIn(stack)
  const running = new Set<ChatProcess>()

  const call = (url: string, init: RequestInit) =>
    fetch(url, {
      ...init,
      headers: {
        authorization: `Bearer ${token}`,
        origin,
        'content-type': 'application/json',
        ...init.headers,
      },
    })

  return {
    stack,
    server,
    async startChat(environment = {}) {
      const printed: string[] = []
      const chatProcess = startFunctionProcess({
        name: 'chat',
        directory: functionsDirectory,
        environment: { ...stack.functionEnvironment, ...environment },
        log: (line) => printed.push(line),
      })
      const chat: ChatProcess = {
        printed,
        url: `http://127.0.0.1:${await chatProcess.port}/chat`,
        retire: () => chatProcess.retire(),
        async kill() {
          running.delete(chat)
          await chatProcess.stop()
        },
      }
      running.add(chat)
      return chat
    },
    send(chat, body = {}) {
      const message = { content: 'Hello', clientMessageId: randomUUID() }
      const named = 'continueMessageId' in body ? body : { ...message, ...body }
      const payload = JSON.stringify({ siteKey: stack.siteKey, ...named })
      return call(chat.url, { method: 'POST', body: payload })
    },
    resume: (chat, streamId, afterSequence) =>
      call(`${chat.url}/stream/${streamId}`, { headers: { 'last-event-id': `${afterSequence}` } }),
    stop: (chat, streamId) => call(`${chat.url}/stream/${streamId}/stop`, { method: 'POST' }),
    async close() {
      for (const chat of [...running]) await chat.kill()
      await stack.close()
      await server.close()
    },
  }
}
