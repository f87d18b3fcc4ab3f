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
  await writeFile(join(folder, 'npm.cjs'), `require('node:fs').appendFileSync('calls', 'npm ')`)
})
after(() => rm(folder, { recursive: true, force: true }))

const here = { os: [process.platform], cpu: [process.arch] }

/** Runs a task where the lock file has these builds of Deno. */
async function run(denoBuilds: Record<string, object>) {
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
    env: { ...process.env, npm_execpath: join(folder, 'npm.cjs') },
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

test('what one installation did not bring is told, and not installed again', async () => {
  const { said, calls } = await run({ 'node_modules/@deno/here': here })
  assert.match(said, /^npm has installed, but not all that is needed\..+\n$/u)
  assert.equal(calls, 'npm ')
})
