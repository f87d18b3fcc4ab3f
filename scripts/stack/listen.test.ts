import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { closeServer, listenOnFreePort } from './listen.ts'

test('a taken port means the next free one', async () => {
  const first = createServer()
  const second = createServer()
  const taken = await listenOnFreePort(first, 0)

  const next = await listenOnFreePort(second, taken)

  assert.ok(next > taken && next < taken + 100, `${next} follows ${taken}`)
  await Promise.all([closeServer(first), closeServer(second)])
})

test('closing a server cuts what still streams from it', async () => {
  const server = createServer((_incoming, outgoing) => void outgoing.write('begun'))
  const port = await listenOnFreePort(server, 0)
  const response = await fetch(`http://127.0.0.1:${port}/`)

  await closeServer(server)

  await assert.rejects(response.text())
})
