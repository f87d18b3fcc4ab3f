// `npm start`: the whole product on this machine, without keys. `-- --reset` begins anew;
// `-- --folder PATH` keeps data, log and stack.json elsewhere than in .local, as measurements and tests do.
import { accessSync, constants, existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { recordTo } from './stack/functions/function-log.ts'
import type { SilentFunction } from './stack/functions/function-server.ts'
import { localFolder } from './stack/local-folder.ts'
import { offlineLines } from './stack/offline.ts'
import { readSettings } from './stack/settings.ts'
import { type Stack, startStack } from './stack/stack.ts'

const options = readOptions()
const dataDir = join(options.folder, 'data')
const stackFile = join(options.folder, 'stack.json')
const settings = readSettingsOrEnd()

if (options.reset && settings.databaseUrl) {
  fail('--reset empties the built-in database only: drop the one in DATABASE_URL yourself.')
}

// Caches lie here, wherever the data is.
await mkdir(localFolder, { recursive: true }).catch(fail)

let rounds = 0
let isReady = false
const stack = await startStack({
  dataDir,
  reset: options.reset,
  ...(settings.databaseUrl && { databaseUrl: settings.databaseUrl }),
  environment: settings.environment,
  apiPort: 54321,
  sitePort: 5173,
  site: true,
  watch: true,
  // What changes before they are asked for the first time needs no second time.
  onReload: (ended) => void (rounds > 0 && askFunctions(ended)),
  log: (line) => console.log(line),
  record: await recordTo(join(options.folder, 'functions.log')).catch(fail),
}).catch(fail)

let ending = false
function end(): void {
  if (ending) process.exit(1)
  ending = true
  void rm(stackFile, { force: true })
    .then(() => stack.close())
    .then(() => process.exit(0), fail)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
if (process.env['npm_lifecycle_event']) {
  // A signal to npm ends its shell, which passes nothing on; then this process has another parent.
  const { ppid } = process
  const watch = setInterval(() => {
    if (process.ppid === ppid) return
    clearInterval(watch)
    end()
  }, 250)
}

// One that was left by a stack that was killed leads nowhere.
await rm(stackFile, { force: true })
await askFunctions()

/** Tells once that all functions answer, and each time that some do not, until they are mended. */
async function askFunctions(ended?: Promise<void>): Promise<void> {
  const round = (rounds += 1)
  await ended
  const silent = await stack.warm()
  // Whatever changed in the meantime is asked anew.
  if (round !== rounds || ending) return
  if (isReady && silent.length === 0) return
  isReady = silent.length === 0
  // Whoever finds the file may take all functions for running.
  await (isReady ? announce(stack) : rm(stackFile, { force: true })).catch(fail)
  console.log(describe(stack, silent))
}

/** Scripts find the stack by this file, so it appears whole or not at all. */
async function announce(running: Stack): Promise<void> {
  const { siteUrl, foreignUrl, apiUrl, publishableKey, siteKey, studioUrl } = running
  const addresses = { siteUrl, foreignUrl, apiUrl, publishableKey, siteKey, studioUrl }
  await mkdir(options.folder, { recursive: true })
  const unfinished = `${stackFile}.${process.pid}`
  await writeFile(unfinished, `${JSON.stringify({ ...addresses, livekitUrl: null }, null, 2)}\n`)
  await rename(unfinished, stackFile)
}

function describe(running: Stack, silent: SilentFunction[]): string {
  const { migrations } = running
  const rows: [string, string][] = [
    ['Site', running.siteUrl ?? ''],
    ['On another site', running.foreignUrl ?? ''],
    ['Studio', running.studioUrl],
    ['API', running.apiUrl],
    ['Database', running.databaseUrl ? 'the one in DATABASE_URL' : `${dataDir} (PGlite)`],
    ['Site key', running.siteKey],
    ['Publishable key', running.publishableKey],
  ]
  return [
    '',
    silent.length === 0
      ? `  Visavis is ready after ${process.uptime().toFixed(1)} s`
      : '  Visavis is not ready; each of these is tried again when its files change:',
    ...silent.map(({ name, reason }) => `  Not ready: ${name}: ${reason}`),
    '',
    ...rows.map(([name, value]) => `  ${name.padEnd(17)}${value}`),
    '',
    ...offlineLines(running.functionEnvironment).map((line) => `  ${line}`),
    ...(migrations.applied.length > 0 && running.databaseUrl
      ? [`  Migrations applied: ${migrations.applied.join(', ')}`]
      : []),
    ...(running.isSeeded && running.databaseUrl
      ? ['  The demo and the characters to copy were added: there were no sites or characters yet']
      : []),
    ...(running.hasDemoSite
      ? []
      : [
          '  The database has sites or characters already, so the demo, which these pages need, was not added',
        ]),
    '',
    '  Ctrl-C ends everything; the data stays. npm start -- --reset begins anew.',
    '',
  ].join('\n')
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        reset: { type: 'boolean', default: false },
        folder: { type: 'string', default: '.local' },
      },
    })
    return values
  } catch (error) {
    return fail(error)
  }
}

function readSettingsOrEnd() {
  try {
    return readSettings()
  } catch (error) {
    return fail(`.env cannot be read: ${sentenceOf(error)}`)
  }
}

function fail(error: unknown): never {
  console.error(sentenceOf(error))
  process.exit(1)
}

/** What went wrong, for people: no stack, and what to do where the system's own words do not say. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, path } = error as NodeJS.ErrnoException
  if (!path || !isOfWriting(error)) return error.message
  return `${path} cannot be written (${code}). Let this user write there, or move Visavis to a folder of theirs.`
}

/** Whether the system kept us from making or changing a file; of opening one it does not say for what. */
function isOfWriting({ code = '', path = '', syscall = '' }: NodeJS.ErrnoException): boolean {
  if (syscall !== 'open') return /^(?:mkdir|rename|rm|rmdir|unlink|write|copyfile)$/u.test(syscall)
  if (!['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR'].includes(code)) return false
  return !existsSync(path) || isReadable(path)
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}
