import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { processTree } from './measure/process-tree.ts'

const linuxOnly = { skip: process.platform === 'linux' ? false : 'reads /proc' }

let folder = ''

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visavis-start-'))
})
after(() => rm(folder, { recursive: true, force: true }))

type Running = {
  child: ChildProcess
  /** What it printed until it was ready. */
  output: string
  addresses: Record<string, string | null>
}

/** Starts the product as `npm start` does and waits until it says that it is ready. */
async function start(name: string): Promise<Running> {
  const own = join(folder, name)
  const child = spawn(process.execPath, ['scripts/run.mjs', 'start', '--folder', own], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  while (!output.includes('Ctrl-C')) await once(child.stdout, 'data')
  const text = await readFile(join(own, 'stack.json'), 'utf8')
  return { child, output, addresses: JSON.parse(text) as Running['addresses'] }
}

async function end({ child }: Running, signal: NodeJS.Signals = 'SIGTERM'): Promise<unknown> {
  const exit = once(child, 'exit')
  child.kill(signal)
  const [exitCode] = (await exit) as unknown[]
  return exitCode
}

function descendants({ child }: Running): number[] {
  return processTree(child.pid ?? 0)
    .map(({ processId }) => processId)
    .filter((processId) => processId !== child.pid)
}

test('it tells its addresses, what is offline and which keys would change that', async () => {
  const running = await start('first')
  const { output, addresses } = running

  for (const name of ['siteUrl', 'foreignUrl', 'apiUrl', 'studioUrl']) {
    const address = addresses[name] ?? ''
    assert.ok(output.includes(address), `${name} is printed`)
    assert.ok((await fetch(address)).status < 500, `${name} answers`)
  }
  assert.equal(addresses['siteKey'], 'demo')
  assert.match(addresses['publishableKey'] ?? '', /^sb_publishable_/u)
  assert.equal(addresses['livekitUrl'], null)
  assert.equal('secretKey' in addresses, false)
  assert.match(output, /offline responder.*OPENAI_COMPATIBLE_BASE_URL/u)

  await end(running)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} ends every child and takes the addresses back`, linuxOnly, async () => {
    const running = await start('first')
    const children = descendants(running)
    assert.ok(children.length > 0, 'functions run')

    assert.equal(await end(running, signal), 0)

    for (const child of children) await ended(child)
    await assert.rejects(stat(join(folder, 'first', 'stack.json')), { code: 'ENOENT' })
  })
}

test('no child outlives a stack that is killed', linuxOnly, async () => {
  const running = await start('first')
  const children = descendants(running)

  await end(running, 'SIGKILL')

  for (const child of children) await ended(child)
})

test('taken ports mean the next free ones', async () => {
  const first = await start('first')
  const second = await start('second')

  for (const name of ['siteUrl', 'foreignUrl', 'apiUrl', 'studioUrl']) {
    assert.notEqual(second.addresses[name], first.addresses[name])
  }

  await Promise.all([end(first), end(second)])
})

/** Resolves when a process that is no child of ours is gone. */
async function ended(processId: number): Promise<void> {
  while (existsSync(`/proc/${processId}`)) await new Promise(setImmediate)
}
