import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, request as sendRequest } from 'node:http'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { closeServer, listenOnFreePort } from '../listen.ts'
import { createFunctionServer } from './function-server.ts'

const directory = fileURLToPath(new URL('../../../test/fixtures/functions/', import.meta.url))

const functions = createFunctionServer({
  directory,
  environment: () => ({ SECRET: 'for functions' }),
  log: () => undefined,
})
const server = createServer((incoming, outgoing) => functions.handle(incoming, outgoing))
let url = ''

before(async () => {
  process.env['VISAVIS_TEST_STRANGER'] = 'not for functions'
  url = `http://127.0.0.1:${await listenOnFreePort(server, 0)}/functions/v1`
})
after(async () => {
  await functions.close()
  await closeServer(server)
})

test('a body streams both ways, each chunk as it comes', async () => {
  const request = sendRequest(`${url}/echo`, { method: 'POST' })
  request.write('one')
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  response.setEncoding('utf8')
  const chunks = response[Symbol.asyncIterator]() as AsyncIterator<string>

  assert.equal((await chunks.next()).value, 'one')
  request.write('two')
  assert.equal((await chunks.next()).value, 'two')
  request.end()
  assert.equal((await chunks.next()).done, true)
})

test('a function sees its path as when deployed, who asked, and no environment but its own', async () => {
  const response = await fetch(`${url}/echo/deeper/path?and=query`, {
    headers: { 'x-forwarded-for': '203.0.113.9' },
  })

  assert.equal(response.status, 201)
  assert.equal(response.headers.get('x-path'), '/echo/deeper/path?and=query')
  assert.equal(response.headers.get('x-forwarded-for-seen'), '127.0.0.1')
  assert.equal(response.headers.get('x-secret-seen'), 'for functions')
  assert.equal(response.headers.get('x-stranger-seen'), '')
})

test('a client that leaves is felt by the function', async () => {
  const leaving = new AbortController()
  const held = await fetch(`${url}/hold`, { signal: leaving.signal })
  const reader = held.body?.getReader()
  await reader?.read()

  leaving.abort()

  const response = await fetch(`${url}/hold/left`)
  assert.equal(await response.text(), 'left')
})

for (const megabytes of [1, 64]) {
  test(`a body of ${megabytes} MB that is refused unread does not hide the answer`, async () => {
    for (let round = 0; round < 5; round += 1) {
      const request = sendRequest(`${url}/refuse`, { method: 'POST' })
      request.end(Buffer.alloc(megabytes * 1024 * 1024))
      const [response] = (await once(request, 'response')) as [IncomingMessage]

      assert.equal(response.statusCode, 413)
      assert.equal(await text(response), 'too large')
      request.on('error', () => undefined).destroy()
    }
  })
}

test('a stream looks broken when its function dies, and the next request starts it anew', async () => {
  const broken = await fetch(`${url}/crash`, { method: 'POST' })
  const reader = broken.body?.pipeThrough(new TextDecoderStream()).getReader()
  const processId = (await reader?.read())?.value ?? ''
  await assert.rejects(async () => reader?.read())
  while (isAlive(processId)) await new Promise(setImmediate)

  const well = await fetch(`${url}/crash`)

  assert.equal(await well.text(), 'well')
})

test('a restart ends the process, and the next request has another', async () => {
  const processOf = async () => (await fetch(`${url}/echo`)).headers.get('x-process')
  const first = await processOf()

  await functions.restart('echo')

  assert.equal(isAlive(first), false)
  assert.notEqual(await processOf(), first)
})

test('a function that cannot start is told with its reason, until it is mended', async () => {
  const folder = `${await mkdtemp(join(tmpdir(), 'visavis-functions-'))}/`
  await mkdir(join(folder, 'careless'))
  await writeFile(join(folder, 'careless', 'deno.json'), '{}')
  const source = join(folder, 'careless', 'index.ts')
  await writeFile(source, `throw new Error('a key is missing')`)
  const careless = createFunctionServer({
    directory: folder,
    environment: () => ({}),
    log: () => undefined,
  })

  const broken = await careless.warm()
  await writeFile(source, `Deno.serve(() => new Response('', { status: 500 }))`)
  await careless.restart('careless')
  const failing = await careless.warm()
  await writeFile(source, `Deno.serve(() => new Response('well'))`)
  await careless.restart('careless')
  const mended = await careless.warm()

  assert.deepEqual(broken, [{ name: 'careless', reason: 'Error: a key is missing' }])
  assert.deepEqual(failing, [{ name: 'careless', reason: 'it answers with 500' }])
  assert.deepEqual(mended, [])
  await careless.close()
  await rm(folder, { recursive: true })
})

test('a name without a function is not found', async () => {
  const response = await fetch(`${url}/nobody`)

  assert.equal(response.status, 404)
  assert.equal(((await response.json()) as { code: string }).code, 'NOT_FOUND')
})

function isAlive(processId: string | null): boolean {
  try {
    return process.kill(Number(processId), 0)
  } catch {
    return false
  }
}
