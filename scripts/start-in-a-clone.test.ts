import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { settingNames } from './stack/settings.ts'

const parts = [
  ...['package.json', 'package-lock.json', 'tsconfig.base.json', 'tsconfig.json', '.env.example'],
  ...['scripts', 'site', 'supabase', 'widget'],
]
const made = /^(?:node_modules|dist|\.temp|\.branches)$/u

const settings = [
  'OPENAI_COMPATIBLE_BASE_URL="http://127.0.0.1:9/v1"',
  'export OPENAI_COMPATIBLE_MODEL=own # its name',
]

let folder = ''
let clone = ''
let home = ''
let filesBefore: string[] = []
let packagesBefore: string[] = []
let child: ChildProcess
let printed = ''
let welcome = ''

// A clone that nobody has started yet, of somebody who has nothing set and no caches.
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visavis-clone-'))
  clone = join(folder, 'clone')
  home = join(folder, 'home')
  await mkdir(home)
  for (const part of parts) {
    const filter = (path: string) => !made.test(path.split(/[/\\]/u).at(-1) ?? '')
    await cp(part, join(clone, part), { recursive: true, filter })
  }
  await symlink(join(process.cwd(), 'node_modules'), join(clone, 'node_modules'), 'junction')
  await writeFile(join(clone, '.env'), Buffer.from(`\ufeff${settings.join('\r\n')}`, 'utf16le'))
  filesBefore = await filesOf(clone)
  packagesBefore = await readdir(join(clone, 'node_modules'))

  const unset = [...settingNames(), 'DENO_DIR', 'XDG_CACHE_HOME', 'npm_config_cache']
  const env = { ...process.env, HOME: home, USERPROFILE: home, TMPDIR: folder }
  child = spawn(process.execPath, ['scripts/run.mjs', 'start'], {
    cwd: clone,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: Object.fromEntries(Object.entries(env).filter(([name]) => !unset.includes(name))),
  })
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text))
  welcome = await untilPrinted(/Visavis is ready.*Ctrl-C/su)
})
after(async () => {
  const exit = once(child, 'exit')
  child.kill()
  await exit
  await rm(folder, { recursive: true, force: true })
})

/** Resolves with what was printed since it was last asked. */
async function untilPrinted(what: RegExp): Promise<string> {
  while (!what.test(printed)) {
    assert.equal(child.exitCode, null, printed)
    await once(child.stdout ?? child, 'data')
  }
  const text = printed
  printed = ''
  return text
}

/** All but what is linked and what may be deleted. */
async function filesOf(directory: string): Promise<string[]> {
  const names = await readdir(directory, { recursive: true })
  return names.filter((name) => !/^(?:node_modules|\.local)(?:[/\\]|$)/u.test(name)).sort()
}

test('data, log and caches lie in .local, and nowhere else', async () => {
  assert.deepEqual((await readdir(join(clone, '.local'))).sort(), [
    'data',
    'deno',
    'functions.log',
    'stack.json',
    'vite',
  ])
  assert.deepEqual(await readdir(home), [])
  assert.deepEqual(await filesOf(clone), filesBefore)
  assert.deepEqual(await readdir(join(clone, 'node_modules')), packagesBefore)
})

test('settings are read as PowerShell writes them', () => {
  assert.match(welcome, /^ +Language model +the OpenAI-compatible server$/mu)
})

test('a function that is broken while it runs is named with its reason until it is mended', async () => {
  const source = join(clone, 'supabase/functions/session/index.ts')
  const stackFile = join(clone, '.local/stack.json')
  const code = await readFile(source, 'utf8')

  await writeFile(source, `throw new Error('broken on purpose')`)
  const broken = await untilPrinted(/is not ready.*Ctrl-C/su)
  const addressesOfBroken = await stat(stackFile).catch(({ code }) => code as string)
  await writeFile(source, code)
  const mended = await untilPrinted(/Visavis is ready.*Ctrl-C/su)

  assert.equal(addressesOfBroken, 'ENOENT', 'scripts do not take it for a running stack')
  await stat(stackFile)
  assert.match(broken, /^ +Not ready: session: Error: broken on purpose$/mu)
  assert.doesNotMatch(mended, /Not ready/u)
})
