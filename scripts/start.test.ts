import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import postgres from 'postgres'
import { findPostgresBinaries, startPostgresCluster } from './database/postgres-cluster.ts'
import { processTree } from './measure/process-tree.ts'
import { openDatabase } from './stack/database.ts'
import { settingNames } from './stack/settings.ts'
import { putNewDatabase } from './testing/new-database.ts'
import { olderSchema } from './testing/older-schema.ts'

let folder = ''

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visavis-start-'))
  // Those that start beside another find a database; the first one has to make its own.
  for (const name of ['second', 'raced']) await putNewDatabase(join(folder, name, 'data'))
})
after(() => rm(folder, { recursive: true, force: true }))

type Running = {
  child: ChildProcess
  /** Where it keeps its data and tells its addresses. */
  folder: string
  /** What it printed until it was ready. */
  output: string
  addresses: Record<string, string | null>
}

/** A developer's own settings would decide what is said, and which database is filled. */
const withoutSettings = Object.fromEntries(settingNames().map((name) => [name, '']))

function spawnStart(parameters: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  return spawn(process.execPath, ['scripts/run.mjs', 'start', ...parameters], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...withoutSettings, ...environment },
  })
}

/** Starts the product as `npm start` does and waits until it says that it is ready. */
async function start(
  name: string,
  environment: NodeJS.ProcessEnv = {},
  parameters: readonly string[] = [],
): Promise<Running> {
  const own = join(folder, name)
  const child = spawnStart(['--folder', own, ...parameters], environment)
  child.stderr.pipe(process.stderr)
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  while (!output.includes('Ctrl-C')) await once(child.stdout, 'data')
  assert.match(output, /Visavis is ready/u)
  const text = await readFile(join(own, 'stack.json'), 'utf8')
  return { child, folder: own, output, addresses: JSON.parse(text) as Running['addresses'] }
}

/** Ends it, and sees that nothing stays behind: no child and, unless it was killed, no addresses. */
async function end(running: Running, signal: NodeJS.Signals): Promise<void> {
  const { child, folder: own } = running
  const children = descendants(running)
  if (children) assert.ok(children.length > 0, 'functions run')
  const exit = once(child, 'exit')
  child.kill(signal)
  const ending = await exit
  for (const processId of children ?? []) await ended(processId)
  if (!children || signal === 'SIGKILL') return
  assert.deepEqual(ending, [0, null], signal)
  await assert.rejects(stat(join(own, 'stack.json')), { code: 'ENOENT' })
}

/** Null where there is no /proc to read. */
function descendants({ child }: Running): number[] | null {
  if (process.platform !== 'linux') return null
  return processTree(child.pid ?? 0)
    .map(({ processId }) => processId)
    .filter((processId) => processId !== child.pid)
}

test('it tells its addresses, the next free ones where others are taken, and what is offline for want of which keys, and nothing outlives it, whatever ends it', async () => {
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

  const second = await start('second')
  for (const name of ['siteUrl', 'foreignUrl', 'apiUrl', 'studioUrl']) {
    assert.notEqual(second.addresses[name], addresses[name])
  }

  await end(running, 'SIGINT')
  await end(second, 'SIGKILL')
})

test('it works with proxies for everything, a home that is a file and faulty settings', async () => {
  const nowhere = 'http://127.0.0.1:9'
  const running = await start('first', {
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    ALL_PROXY: nowhere,
    NO_PROXY: 'localhost',
    NODE_USE_ENV_PROXY: '1',
    NODE_ENV: 'production',
    HOME: process.execPath,
    OPENAI_COMPATIBLE_BASE_URL: 'http://127.0.0.1:11434/v1',
    MODEL_HEDGE: 'yes',
  })
  const { addresses, output } = running

  // The function asks the API, and the API the function.
  const session = await fetch(`${addresses['apiUrl']}/functions/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://localhost:4321' },
    body: JSON.stringify({ siteKey: addresses['siteKey'] }),
  })
  assert.equal(session.status, 200)
  assert.match(output, /^ +OPENAI_COMPATIBLE_BASE_URL has no OPENAI_COMPATIBLE_MODEL/mu)
  assert.match(output, /^ +MODEL_HEDGE is neither/mu)
  assert.match(output, /the offline responder/u)

  await end(running, 'SIGHUP')
})

test('of two that start on one folder at once, one is ready and the other says why not', async () => {
  const children = ['one', 'two'].map(() => spawnStart(['--folder', join(folder, 'raced')]))
  const outcomes = await Promise.all(
    children.map(
      (child) =>
        new Promise<string>((resolve) => {
          let printed = ''
          const take = (text: string) => {
            printed += text
            if (printed.includes('Visavis is ready')) resolve('ready')
          }
          child.stdout.setEncoding('utf8').on('data', take)
          child.stderr.setEncoding('utf8').on('data', take)
          child.once('close', () => resolve(printed))
        }),
    ),
  )

  assert.equal(outcomes.filter((outcome) => outcome === 'ready').length, 1)
  const refusal = outcomes.find((outcome) => outcome !== 'ready')
  assert.match(refusal ?? '', /^Visavis \(process .+\) already runs on .+; end it first\.\n$/u)
  await Promise.all(
    children.map(async (child) => {
      if (child.exitCode !== null) return
      const exit = once(child, 'exit')
      child.kill()
      await exit
    }),
  )
})

for (const [what, parameters, environment, sentence] of [
  ['a folder that cannot be made', ['--folder', process.execPath], {}, /cannot be written/u],
  ['an option that is none', ['--nonsense'], {}, /--nonsense/u],
  [
    'a database that does not answer',
    [],
    { DATABASE_URL: 'postgres://me:secret@127.0.0.1:9/none' },
    /^The database in DATABASE_URL cannot be used: .*ECONNREFUSED/u,
  ],
  ['no address of a database', [], { DATABASE_URL: 'secret' }, /^DATABASE_URL is not a postgres/u],
  [
    'a password that is written as it stands',
    [],
    { DATABASE_URL: 'postgres://me:secret%@127.0.0.1:9/none' },
    /^DATABASE_URL is not a postgres.*%25/u,
  ],
  [
    'a database of another kind',
    [],
    { DATABASE_URL: 'mysql://me:secret@127.0.0.1:9/none' },
    /^DATABASE_URL is not a postgres/u,
  ],
] as const) {
  test(`${what} is told in a sentence`, async () => {
    const child = spawnStart(['--folder', join(folder, 'refused'), ...parameters], environment)
    let printed = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (printed += text))
    const [exitCode] = (await once(child, 'close')) as unknown[]

    assert.equal(exitCode, 1)
    assert.match(printed, sentence)
    assert.doesNotMatch(printed, /secret|^ +at /mu)
    assert.equal(printed.trim().split('\n').length, 1)
  })
}

test('data of an earlier version is told in a sentence, and begun anew when that is asked for', async () => {
  const own = join(folder, 'older')
  await putNewDatabase(join(own, 'data'))
  const database = await openDatabase({ dataDir: join(own, 'data', 'postgres') })
  await database.runScript(olderSchema)
  await database.close()

  const child = spawnStart(['--folder', own])
  let printed = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed += text))
  const [exitCode] = (await once(child, 'close')) as unknown[]

  assert.equal(exitCode, 1)
  assert.match(printed, /^The data in .+ earlier version.+ npm start -- --reset .+\.\n$/u)

  await end(await start('older', {}, ['--reset']), 'SIGTERM')
})

test('what cannot be read is not said to be one that cannot be written', async () => {
  const data = join(folder, 'unreadable', 'data')
  await mkdir(data, { recursive: true })
  // A socket has a name like a file, and cannot be opened.
  const socket = createServer().listen(join(data, 'keys.json'))
  const child = spawnStart(['--folder', join(folder, 'unreadable')])
  let printed = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed += text))
  await once(child, 'close')
  socket.close()

  assert.match(printed, /keys\.json/u)
  assert.doesNotMatch(printed, /written/u)
})

const binaries = await findPostgresBinaries()

test(
  'it says whether it added the demo to a database of yours',
  { skip: binaries ? false : 'there is no Postgres for this machine' },
  async () => {
    assert.ok(binaries)
    const cluster = await startPostgresCluster(binaries)
    try {
      const databaseUrl = cluster.databaseUrl(await cluster.createDatabase())
      const empty = await start('first', { DATABASE_URL: databaseUrl })
      await end(empty, 'SIGTERM')
      assert.match(empty.output, /^ +Migrations applied: \d{14}/mu)
      assert.match(empty.output, /^ +The demo and the characters to copy were added/mu)

      const sql = postgres(databaseUrl, { max: 1 })
      await sql`delete from public.sites where site_key = 'demo'`
      await sql.end()
      const templatesOnly = await start('first', { DATABASE_URL: databaseUrl })
      await end(templatesOnly, 'SIGTERM')
      assert.match(templatesOnly.output, /has sites or characters already, so the demo/u)
    } finally {
      await cluster.stop()
    }
  },
)

/** Resolves when a process that is no child of ours is gone. */
async function ended(processId: number): Promise<void> {
  while (existsSync(`/proc/${processId}`)) await setTimeout(10)
}
