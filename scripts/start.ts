// `npm start`: the whole product on this machine, without keys. `-- --reset` begins anew;
// `-- --folder PATH` keeps data and stack.json elsewhere than in .local, as measurements and tests do.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { offlineLines } from './stack/offline.ts'
import { readSettings } from './stack/settings.ts'
import { type Stack, startStack } from './stack/stack.ts'

const { values: options } = parseArgs({
  options: {
    reset: { type: 'boolean', default: false },
    folder: { type: 'string', default: '.local' },
  },
})
const dataDir = join(options.folder, 'data')
const stackFile = join(options.folder, 'stack.json')
const settings = readSettings()

if (options.reset) {
  if (settings.databaseUrl) {
    fail('--reset empties the built-in database only: drop the one in DATABASE_URL yourself.')
  }
  await rm(dataDir, { recursive: true, force: true })
}

const stack = await startStack({
  dataDir,
  ...(settings.databaseUrl && { databaseUrl: settings.databaseUrl }),
  environment: settings.environment,
  apiPort: 54321,
  sitePort: 5173,
  site: true,
  watch: true,
  log: (line) => console.log(line),
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

// A function with a mistake in it can be mended while the rest runs.
await stack.warm().catch((error: unknown) => console.error(messageOf(error).split('\n', 1)[0]))
await announce(stack)
console.log(describe(stack))

/** Scripts find the stack by this file, so it appears whole or not at all. */
async function announce(running: Stack): Promise<void> {
  const { siteUrl, foreignUrl, apiUrl, publishableKey, siteKey, studioUrl } = running
  const addresses = { siteUrl, foreignUrl, apiUrl, publishableKey, siteKey, studioUrl }
  await mkdir(options.folder, { recursive: true })
  const unfinished = `${stackFile}.${process.pid}`
  await writeFile(unfinished, `${JSON.stringify({ ...addresses, livekitUrl: null }, null, 2)}\n`)
  await rename(unfinished, stackFile)
}

function describe(running: Stack): string {
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
    `  Visavis is ready after ${process.uptime().toFixed(1)} s`,
    '',
    ...rows.map(([name, value]) => `  ${name.padEnd(17)}${value}`),
    '',
    ...offlineLines(settings.environment).map((line) => `  ${line}`),
    ...migrations.edited.map(
      (name) => `  ${name} was edited after it had been applied: npm start -- --reset`,
    ),
    '',
    '  Ctrl-C ends everything; the data stays. npm start -- --reset begins anew.',
    '',
  ].join('\n')
}

function fail(error: unknown): never {
  console.error(messageOf(error))
  process.exit(1)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
