import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'

let folder = ''

// A project with nothing installed, and an npm that notes that it was called and installs nothing.
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visavis-run-'))
  await mkdir(join(folder, 'scripts'))
  await cp('scripts/run.mjs', join(folder, 'scripts/run.mjs'))
  await writeFile(join(folder, 'scripts/task.ts'), '')
  await writeFile(
    join(folder, 'npm.cjs'),
    `require('node:fs').appendFileSync('calls', 'npm ' + process.argv.slice(2).join(' '))`,
  )
})
after(() => rm(folder, { recursive: true, force: true }))

/** Windows has no such names. */
const onPosix = { skip: process.platform === 'win32' }

const here = { os: [process.platform], cpu: [process.arch] }

/** Runs a task where the lock file has these builds of Deno. */
async function run(denoBuilds: Record<string, object>, environment: NodeJS.ProcessEnv = {}) {
  const packages = {
    ...denoBuilds,
    'node_modules/@esbuild/here': here,
    'node_modules/@rolldown/here': here,
  }
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify({ packages }))
  await writeFile(join(folder, 'calls'), '')
  const child = spawn(process.execPath, ['scripts/run.mjs', 'task'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, npm_execpath: join(folder, 'npm.cjs'), ...environment },
  })
  const closed = once(child, 'close')
  const said = await text(child.stderr)
  assert.deepEqual(await closed, [1, null])
  return { said, calls: await readFile(join(folder, 'calls'), 'utf8') }
}

for (const [what, builds] of [
  ['another system', { 'node_modules/@deno/other': { ...here, os: ['another'] } }],
  ['another processor', { 'node_modules/@deno/other': { ...here, cpu: ['another'] } }],
  ['another C library', { 'node_modules/@deno/other': { ...here, libc: ['another'] } }],
] as const) {
  test(`a program that is built for ${what} only is told, and nothing is installed`, async () => {
    const { said, calls } = await run(builds)
    assert.match(said, /^There is no build of deno for this machine \(.+\)\.\n$/u)
    assert.equal(calls, '')
  })
}

for (const name of ['c#', 'what?', '100%', 'x%41', '*', 'a:b']) {
  test(`a folder named ${name} is told before anything is installed`, onPosix, async () => {
    const clone = join(folder, name, 'visavis')
    await cp(join(folder, 'scripts'), join(clone, 'scripts'), { recursive: true })
    const child = spawn(process.execPath, ['scripts/run.mjs', 'task'], {
      cwd: clone,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const closed = once(child, 'close')
    const said = await text(child.stderr)

    assert.deepEqual(await closed, [1, null])
    assert.ok(said.startsWith(`Visavis cannot run in ${clone}/: `), said)
    assert.ok(said.includes(`Rename "${name}", or move`), said)
    assert.equal(said.trim().split('\n').length, 1)
  })
}

test('what one installation did not bring is told, and not installed again', async () => {
  const { said, calls } = await run({ 'node_modules/@deno/here': here })
  assert.match(said, /^npm has installed, but not all that is needed\..+\n$/u)
  assert.match(calls, /^npm ci [^]*--include=dev/u)
  assert.equal(calls.match(/npm/gu)?.length, 1)
})

for (const [where, cache] of [
  ['in .local, where npm’s own cannot be made', process.execPath],
  ['npm’s own, where it can', ''],
] as const) {
  test(`the cache of what is installed is ${where}`, async () => {
    const npm_config_cache = cache || join(folder, 'npm-cache')
    const { calls } = await run({ 'node_modules/@deno/here': here }, { npm_config_cache })
    assert.equal(calls.includes('--cache=.local/npm'), cache !== '')
  })
}
