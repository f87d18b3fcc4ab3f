import assert from 'node:assert/strict'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSocketServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { after, afterEach, test } from 'node:test'
import { closeServer, listenOnFreePort } from './listen.ts'

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((address) => address?.address === '::1')

const servers: Server[] = []
const warnings: Error[] = []
const warned = (warning: Error) => void warnings.push(warning)
process.on('warning', warned)
after(() => process.off('warning', warned))
afterEach(() => Promise.all(servers.splice(0).map(closeServer)))

function newServer(answer?: RequestListener): Server {
  const server = createServer(answer)
  servers.push(server)
  return server
}

test('a taken port means the next free one, however many are taken, without a warning', async () => {
  const first = await listenOnFreePort(newServer(), 0)
  for (let neighbour = 0; neighbour < 12; neighbour += 1) await listenOnFreePort(newServer(), first)

  const next = await listenOnFreePort(newServer(), first)

  assert.ok(next > first + 12 && next < first + 100, `${next} follows ${first}`)
  await new Promise(setImmediate)
  assert.deepEqual(warnings, [])
})

test('a port that a neighbour has on ::1 is not ours', { skip: !hasIpv6 }, async () => {
  const first = await listenOnFreePort(newServer(), 0)
  await Promise.all(servers.splice(0).map(closeServer))
  const neighbour = createSocketServer()
  await new Promise<void>((resolve) => neighbour.listen(first, '::1', resolve))

  const port = await listenOnFreePort(newServer(), first)

  assert.notEqual(port, first)
  await new Promise((resolve) => neighbour.close(resolve))
})

test('whatever a browser takes localhost for, it reaches us', { skip: !hasIpv6 }, async () => {
  const port = await listenOnFreePort(
    newServer((_incoming, outgoing) => outgoing.end('ours')),
    0,
  )

  for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
    assert.equal(await (await fetch(`http://${host}:${port}/`)).text(), 'ours')
  }
})

test('when no port is left, it says which were tried', async () => {
  // By us, or by whoever has it already.
  await listenOnFreePort(newServer(), 65_535).catch(() => undefined)

  await assert.rejects(listenOnFreePort(newServer(), 65_535), /from 65535 to 65535 are taken/u)
})

for (const host of hasIpv6 ? ['127.0.0.1', '[::1]'] : ['127.0.0.1']) {
  test(`closing a server cuts what still streams from it at ${host}`, async () => {
    const server = newServer((_incoming, outgoing) => void outgoing.write('begun'))
    const port = await listenOnFreePort(server, 0)
    const response = await fetch(`http://${host}:${port}/`)

    await closeServer(server)

    await assert.rejects(response.text())
    await assert.rejects(fetch(`http://${host}:${port}/`))
  })
}
