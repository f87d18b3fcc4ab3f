import { createServer, type AddressInfo } from 'node:net'
import { startLlmServer, type LlmExchange } from '../fixtures/llm-server.ts'
import type { Dialect } from './dialects/dialect.ts'
import { dialects } from './dialects/dialects.ts'
import type { Fault, Moment } from './fault.ts'
import { faults } from './faults.ts'
import { harmlessOddities } from './harmless-oddities.ts'
import { Speaker } from './speaker.ts'

/** What is to go wrong, when, and in whose words. */
export type FaultCase = { dialect: Dialect; fault: Fault; moment: Moment }

/** A server on real sockets that speaks every dialect and misbehaves as its address asks for. */
export type FaultServer = {
  /** Up to and without `/chat/completions`. */
  baseUrl(faultCase: FaultCase): string
  /** Every request so far that names this model, oldest first. */
  requestsFor(model: string): readonly LlmExchange[]
  close(): Promise<void>
}

export async function startFaultServer(): Promise<FaultServer> {
  const server = await startLlmServer()
  const nobody = await startLlmServer()
  await nobody.close()
  const notTls = await startServerWithoutTls()

  server.behave(async (exchange) => {
    const faultCase = caseOf(exchange.path)
    const speaker = new Speaker(faultCase.dialect, exchange)
    leadUpTo(faultCase.moment, speaker)
    await faultCase.fault.misbehave(speaker)
  })

  return {
    baseUrl({ dialect, fault, moment }) {
      switch (fault.address) {
        case 'nobody':
          return nobody.baseUrl
        case 'not-tls':
          return notTls.baseUrl
        default:
          return new URL(`/${dialect.provider}/${fault.name}/${moment}`, server.baseUrl).href
      }
    },
    requestsFor: (model) => server.exchanges.filter(({ request }) => request['model'] === model),
    async close() {
      await Promise.all([server.close(), notTls.close()])
    },
  }
}

function caseOf(path: string): FaultCase {
  const [, provider, name, moment] = path.split('/')
  const dialect = dialects.find((each) => each.provider === provider)
  const fault = [...faults, ...harmlessOddities].find((each) => each.name === name)
  const known = fault?.moments.find((each) => each === moment)
  if (!dialect || !fault || !known) throw new Error(`No such case: ${path}`)
  return { dialect, fault, moment: known }
}

function leadUpTo(moment: Moment, speaker: Speaker): void {
  if (moment === 'asked') return
  speaker.begin()
  if (moment === 'thinking') speaker.think()
  if (moment === 'speaking') speaker.sayFirstHalf()
}

/** The alert of a server that shares no cipher with its client: `handshake_failure`, fatal. */
const handshakeFailure = new Uint8Array([0x15, 3, 3, 0, 2, 2, 40])

async function startServerWithoutTls() {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(handshakeFailure))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `https://127.0.0.1:${port}/v1`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
