import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { watchSources } from './watch.ts'

const prompts = 'functions/_shared/domain/prompting/prompts'

let directory = ''
let watcher: Awaited<ReturnType<typeof watchSources>>
let migrate: () => Promise<{ applied: string[] }>
/** What the watcher did, in order. */
let deeds: string[] = []
let tellDeed = (): void => undefined

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'visavis-watch-'))
  // All that is written to: what is put into a folder in the moment it is made may be missed.
  for (const folder of ['functions/chat', 'functions/session', prompts, 'migrations']) {
    await mkdir(join(directory, folder), { recursive: true })
  }
  deeds = []
  migrate = () => Promise.resolve({ applied: ['20260101000000'] })
  watcher = await watchSources({
    directory,
    functions: { restart: (name) => Promise.resolve(did(`restart ${name ?? 'all'}`)) },
    database: { applyMigrations: () => migrate() },
    log: (line) => did(line),
  })
})
afterEach(async () => {
  await watcher.close()
  await rm(directory, { recursive: true, force: true })
})

function did(deed: string): void {
  deeds.push(deed)
  tellDeed()
}

/** Resolves when the watcher has done this. */
async function until(deed: string): Promise<void> {
  while (!deeds.includes(deed)) await new Promise<void>((resolve) => (tellDeed = resolve))
}

async function edit(path: string): Promise<void> {
  await writeFile(join(directory, path), `-- ${path}`)
}

test('editing a function restarts that function only', async () => {
  await edit('functions/chat/handler.ts')
  await until('reloaded chat')

  assert.deepEqual(deeds, ['restart chat', 'reloaded chat'])
})

test('a file that an editor replaces again and again is still seen', async () => {
  await edit('functions/chat/handler.ts')
  await until('reloaded chat')

  for (let round = 0; round < 2; round += 1) {
    deeds = []
    await edit('functions/chat/handler.ts~')
    await rename(
      join(directory, 'functions/chat/handler.ts~'),
      join(directory, 'functions/chat/handler.ts'),
    )
    await until('reloaded chat')
  }
})

test('editing what functions share restarts them all', async () => {
  await edit('functions/_shared/log.ts')
  await until('functions reloaded')

  assert.deepEqual(deeds, ['restart all', 'functions reloaded'])
})

test('editing a prompt writes its module, and restarts the functions', async () => {
  await edit(`${prompts}/system.en.md`)
  await until('functions reloaded')

  const { markdown } = (await import(join(directory, prompts, 'markdown.ts'))) as {
    markdown: Record<string, string>
  }
  assert.deepEqual(markdown, { 'system.en': `-- ${prompts}/system.en.md` })
})

test('editing a test restarts nothing', async () => {
  await edit('functions/session/handler.test.ts')
  await edit('functions/chat/handler.ts')
  await until('reloaded chat')

  assert.deepEqual(deeds, ['restart chat', 'reloaded chat'])
})

test('a new migration is applied', async () => {
  await edit('migrations/20260101000000_new.sql')

  await until('migration 20260101000000 applied')
})

test('a migration that fails is told, and the next one is tried all the same', async () => {
  migrate = () => Promise.reject(new Error('20260101000000_new.sql: syntax error'))
  await edit('migrations/20260101000000_new.sql')
  await until('20260101000000_new.sql: syntax error')

  migrate = () => Promise.resolve({ applied: ['20260101000000'] })
  await edit('migrations/20260101000000_new.sql')

  await until('migration 20260101000000 applied')
})

test('a change that cannot be taken over is told, and the next one is', async () => {
  // What the prompts are written into.
  await mkdir(join(directory, prompts, 'markdown.ts'))
  await edit(`${prompts}/system.en.md`)
  while (!deeds.some((deed) => deed.includes('EISDIR'))) {
    await new Promise<void>((resolve) => (tellDeed = resolve))
  }
  await edit('functions/chat/handler.ts')
  await until('reloaded chat')
})
