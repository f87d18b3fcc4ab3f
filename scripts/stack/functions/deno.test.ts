import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { after, afterEach, before, test } from 'node:test'
import { promisify } from 'node:util'
import { closeServer, listenOnFreePort } from '../listen.ts'
import { denoEnvironment, denoExecutable } from './deno.ts'

const ours = createServer((_incoming, outgoing) => outgoing.end('ours'))
const proxy = createServer((_incoming, outgoing) => outgoing.end('through the proxy'))
let port = 0
let proxyUrl = ''

const proxyNames = ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy', 'NO_PROXY', 'no_proxy']
const names = [...proxyNames, 'HOME', 'DENO_CERT', 'SSL_CERT_FILE']
const { env } = process
const kept = names.map((name) => [name, env[name]] as const)

before(async () => {
  port = await listenOnFreePort(ours, 0)
  proxyUrl = `http://127.0.0.1:${await listenOnFreePort(proxy, 0)}`
})
after(() => Promise.all([ours, proxy].map(closeServer)))
afterEach(() => {
  for (const [name, value] of kept) {
    if (value === undefined) delete env[name]
    else env[name] = value
  }
})

/** What a function of ours is answered at each address. */
async function askFromDeno(addresses: readonly string[]): Promise<string[]> {
  const script = `for (const address of ${JSON.stringify(addresses)}) {
    console.log(await fetch(address).then((response) => response.text(), String))
  }`
  const options = { env: denoEnvironment() }
  const { stdout } = await promisify(execFile)(denoExecutable(), ['eval', script], options)
  return stdout.trim().split('\n')
}

for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy']) {
  for (const [exception, value] of [
    ['NO_PROXY', undefined],
    ['NO_PROXY', 'localhost'],
    ['no_proxy', 'intranet.example'],
  ] as const) {
    test(`${name} leads to providers only while ${exception} is ${value}`, async () => {
      for (const other of proxyNames) delete env[other]
      env[name] = proxyUrl
      if (value) env[exception] = value

      const answers = await askFromDeno([
        `http://127.0.0.1:${port}/`,
        `http://localhost:${port}/`,
        'http://models.example/v1',
      ])

      assert.deepEqual(answers, ['ours', 'ours', 'through the proxy'])
    })
  }
}

test('functions start where the home folder is a file', async () => {
  env['HOME'] = denoExecutable()

  assert.deepEqual(await askFromDeno([`http://127.0.0.1:${port}/`]), ['ours'])
})

test('certificates that are not where they are said to be keep nobody from asking', async () => {
  env['DENO_CERT'] = env['SSL_CERT_FILE'] = `${denoExecutable()}.pem`

  assert.deepEqual(await askFromDeno([`http://127.0.0.1:${port}/`]), ['ours'])
})
