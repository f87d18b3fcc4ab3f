import assert from 'node:assert/strict'
import { createServer, request as sendRequest, type Server } from 'node:http'
import { after, before, describe, it } from 'node:test'
import { closeServer, listenOnFreePort } from '../../scripts/stack/listen.ts'
import { testDatabase } from '../../scripts/testing/test-database.ts'
import { answer } from '../fixtures/llm-server.ts'
import { readBlocks, shownBy } from './event-blocks.ts'
import { startStreamStack, type StreamStack } from './stream-stack.ts'

const user = 'visavis'
/** What has to be escaped in an address must arrive as it is. */
const password = 'p@ss:w/rd'

const providerHost = 'models.example'

/** An HTTP proxy that lets nobody through who does not know the password. */
class LockedProxy {
  readonly passed: string[] = []
  refused = 0
  readonly #server: Server

  constructor() {
    const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
    this.#server = createServer((incoming, outgoing) => {
      const { 'proxy-authorization': credentials, ...headers } = incoming.headers
      if (credentials !== expected) {
        this.refused += 1
        outgoing.writeHead(407, { 'proxy-authenticate': 'Basic' }).end()
        return
      }
      const target = incoming.url ?? ''
      this.passed.push(target)
      // Who knows the provider's address is the proxy; loopback would not be asked through it.
      const address = target.replace(providerHost, '127.0.0.1')
      const options = { method: incoming.method, headers }
      const upstream = sendRequest(address, options, (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(outgoing)
      })
      incoming.pipe(upstream)
    })
  }

  listen(): Promise<number> {
    return listenOnFreePort(this.#server, 0)
  }

  close(): Promise<void> {
    return closeServer(this.#server)
  }
}

let proxy: LockedProxy
let port: number
let streams: StreamStack
before(async () => {
  proxy = new LockedProxy()
  port = await proxy.listen()
  streams = await startStreamStack(testDatabase())
})
after(async () => {
  await streams.close()
  await proxy.close()
})

/** A provider out there, and the way to it. */
function throughProxy(secret: string): Record<string, string> {
  return {
    OPENAI_COMPATIBLE_BASE_URL: providerUrl(),
    PROXY_URL: `http://${user}:${encodeURIComponent(secret)}@127.0.0.1:${port}`,
  }
}

function providerUrl(): string {
  return streams.server.baseUrl.replace('127.0.0.1', providerHost)
}

describe('a proxy that wants credentials', () => {
  it('is where the provider is asked through, and nothing else', async () => {
    const chat = await streams.startChat(throughProxy(password))
    streams.server.behave(answer(['Hello', ' there']))
    const blocks = await readBlocks(await streams.send(chat))
    assert.equal(shownBy(blocks), 'Hello there')
    assert.deepEqual(proxy.passed, [`${providerUrl()}/chat/completions`])
    assert.equal(proxy.refused, 0)
    await chat.kill()
  })

  it('does not give itself away when it lets nobody through', async () => {
    const asked = streams.server.exchanges.length
    const chat = await streams.startChat(throughProxy('wrong'))
    const transcript = await readBlocks(await streams.send(chat))
    assert.equal(transcript.at(-1)?.event.type, 'message-end')
    assert.ok(shownBy(transcript).length > 0)
    assert.ok(proxy.refused > 0)
    assert.equal(streams.server.exchanges.length, asked)
    assert.doesNotMatch(JSON.stringify([transcript, chat.printed]), /wrong|127\.0\.0\.1/u)
    await chat.kill()
  })
})
