import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { nothing } from './outcome.ts'
import { startPart } from './part-process.ts'

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visavis-parts-'))
})
after(() => rm(folder, { recursive: true }))

/** Starts a script as a part, and collects what is printed. */
async function start(name: string, code: string) {
  const script = join(folder, `${name}.mjs`)
  await writeFile(script, code)
  const printed: string[] = []
  let wake = () => {}
  const part = startPart(name, [script], (line) => {
    printed.push(line)
    wake()
  })
  /** Resolves with what follows `start` in the first line that has it. */
  const said = async (start: string): Promise<string> => {
    for (;;) {
      const line = printed.find((line) => line.includes(start))
      if (line !== undefined) return line.slice(line.indexOf(start) + start.length)
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  return { part, printed, said }
}

const outcome = { ...nothing, passed: 2, failed: 1, failures: [{ name: 'a', reason: 'b' }] }

/** A child that would never end by itself, and says its process id. */
const withChild = `
  import { spawn } from 'node:child_process'
  const code = 'setInterval(() => {}, 1e6)'
  const child = spawn(process.execPath, ['--eval', code], { stdio: 'inherit' })
  child.once('spawn', () => console.log('child ' + child.pid))`

/** Resolves when a process is over; who adopted it may take a moment to notice. */
async function ended(processId: number): Promise<void> {
  for (;;) {
    try {
      process.kill(processId, 0)
    } catch {
      return
    }
    await setTimeout(10)
  }
}

test('a part tells its outcome, and each line of its output says whose it is', async () => {
  const { part, printed } = await start(
    'database',
    `console.log('one\\n\\n\\x1b[2K\\x1b[1Atwo'); console.error('three')
     process.send(${JSON.stringify(outcome)}, () => process.exit())`,
  )
  assert.deepEqual(await part.outcome, outcome)
  assert.deepEqual(printed.toSorted(), ['database  │ one', 'database  │ three', 'database  │ two'])
})

test('a part that ends without an outcome has failed', async () => {
  const { part } = await start('widget', 'process.exit(3)')
  const { passed, failed, failures } = await part.outcome
  assert.deepEqual({ passed, failed }, { passed: 0, failed: 1 })
  assert.deepEqual(failures, [{ name: 'ended without an outcome', reason: 'exit code 3' }])
})

test('a part that is ended leaves nothing running of what it started', async () => {
  const { part, said } = await start('scripts', withChild)
  const child = Number(await said('child '))
  await part.end()
  await ended(child)
  assert.equal((await part.outcome).failed, 1)
})

test('nor does one that will not listen, nor one that forgets what it started', async () => {
  const deaf = await start('deaf', `process.on('SIGTERM', () => {}); ${withChild}`)
  const forgetful = await start(
    'forgetful',
    `${withChild}
     child.once('spawn', () => process.send(${JSON.stringify(outcome)}, () => process.exit()))`,
  )
  const children = [await deaf.said('child '), await forgetful.said('child ')].map(Number)
  await Promise.all([deaf.part.end(), forgetful.part.outcome])
  for (const child of children) await ended(child)
  assert.deepEqual(await forgetful.part.outcome, outcome)
})
