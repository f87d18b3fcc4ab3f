import assert from 'node:assert/strict'
import { createServer, request as forward, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, it } from 'node:test'
import { startStack, type Stack } from '../../scripts/stack/stack.ts'
import { testDatabase } from '../../scripts/testing/test-database.ts'
import { startLlmServer, type LlmServer } from '../fixtures/llm-server.ts'

/** What an HTTP proxy was asked for, and by whom. */
const proxied: { url: string | undefined; credentials: string | undefined }[] = []
const proxy = createServer((incoming, outgoing) => {
  const { url = '', method, headers } = incoming
  proxied.push({ url, credentials: headers['proxy-authorization'] })
  const onward = forward(url, { method, headers }, (response: IncomingMessage) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers)
    response.pipe(outgoing)
  })
  incoming.pipe(onward)
})

let llm: LlmServer
let stack: Stack

before(async () => {
  llm = await startLlmServer()
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const { port } = proxy.address() as AddressInfo
  stack = await startStack({
    ...testDatabase(),
    environment: {
      OPENAI_COMPATIBLE_BASE_URL: llm.baseUrl,
      OPENAI_COMPATIBLE_MODEL: 'fake-model',
      PROXY_URL: `http://visavis:pass%40word@127.0.0.1:${port}`,
    },
  })
})
after(async () => {
  await stack.close()
  await llm.close()
  proxy.closeAllConnections()
  proxy.close()
})

it('asks the providers, and nobody else, through the proxy with its credentials', async () => {
  const { apiUrl, publishableKey } = stack
  const headers = { apikey: publishableKey, 'content-type': 'application/json' }
  const signUp = await fetch(`${apiUrl}/auth/v1/signup`, { method: 'POST', headers, body: '{}' })
  const { access_token: token } = (await signUp.json()) as { access_token: string }
  const response = await fetch(`${apiUrl}/functions/v1/chat`, {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${token}`, origin: 'http://localhost:4321' },
    body: JSON.stringify({
      siteKey: stack.siteKey,
      clientMessageId: crypto.randomUUID(),
      content: 'Hello',
    }),
  })
  assert.match(await response.text(), /"text":"Hello/u)
  const credentials = `Basic ${Buffer.from('visavis:pass@word').toString('base64')}`
  assert.deepEqual(proxied, [{ url: `${llm.baseUrl}/chat/completions`, credentials }])
})
