import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { lockDataFolder } from './data-lock.ts'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visavis-lock-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const module = fileURLToPath(new URL('./data-lock.ts', import.meta.url))

/** A process that takes the folder as soon as it is told to, and keeps it until it is ended. */
async function startTaker(): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    [
      ...['--import', 'tsx', '--input-type=module', '--eval'],
      `import { once } from 'node:events'
       import { lockDataFolder } from ${JSON.stringify(module)}
       process.channel.ref()
       process.send('ready')
       await once(process, 'message')
       await lockDataFolder(${JSON.stringify(folder)}).then(
         () => process.send('taken'),
         (error) => process.send(error.message, () => process.exit(1)),
       )`,
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  )
  await once(child, 'message')
  return child
}

async function take(taker: ChildProcess): Promise<unknown> {
  taker.send('take')
  const [answer] = (await once(taker, 'message')) as unknown[]
  return answer
}

async function kill(taker: ChildProcess): Promise<void> {
  if (taker.exitCode !== null || taker.signalCode !== null) return
  const gone = once(taker, 'exit')
  taker.kill('SIGKILL')
  await gone
}

test('of processes that race for a folder exactly one has it, and the others say who', async () => {
  const takers = await Promise.all(Array.from({ length: 4 }, startTaker))

  const answers = await Promise.all(takers.map(take))

  assert.equal(answers.filter((answer) => answer === 'taken').length, 1)
  const refusals = answers.filter((answer) => answer !== 'taken')
  for (const refusal of refusals) assert.match(String(refusal), /already runs on/u)
  await Promise.all(takers.map(kill))
})

test('a process that is killed leaves a free folder', async () => {
  const taker = await startTaker()
  await take(taker)
  await assert.rejects(lockDataFolder(folder), new RegExp(`process ${taker.pid}\\b`, 'u'))

  await kill(taker)

  await (
    await lockDataFolder(folder)
  )()
})

test('a number left in the lock, even of a process that lives, holds nobody up', async () => {
  await writeFile(join(folder, 'lock'), String(process.ppid))

  const release = await lockDataFolder(folder)

  await release()
})

test('a folder is the same by another name', { skip: process.platform === 'win32' }, async () => {
  const link = `${folder}-link`
  await symlink(folder, link)
  const release = await lockDataFolder(folder)

  await assert.rejects(lockDataFolder(link), /already runs on/u)

  await release()
  await rm(link)
})
